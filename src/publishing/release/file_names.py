"""The names of the files that readers, later runs and circulation look for."""

MANIFEST = "manifest.json"  # in a release: what it is, with the hash of each of its files
INDEX = "index.html"  # a release's contents, and beside the releases the list of them
ATTEMPT = ".failed-attempt.json"  # beside the releases: the last run, where it failed
