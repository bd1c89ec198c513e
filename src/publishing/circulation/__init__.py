"""Who gets a release: signed off by a person, shown before it goes, sent once to each, and written down."""
