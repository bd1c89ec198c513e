"""What may be published: decided once for a run, and proved before any page reads a figure."""
