"""Names of columns that queries and counting share."""

UNFINISHED = "unfinished"
"""A count that a query gives beside its own: how many it could not follow to the end."""
