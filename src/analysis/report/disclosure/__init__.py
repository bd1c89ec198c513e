"""The only door, and what proves that nothing leaks through it."""

from analysis.report.disclosure.door import STATUS, STATUS_WORDS, UNKNOWN, WITHHELD, Protected, protect

__all__ = ["STATUS", "STATUS_WORDS", "UNKNOWN", "WITHHELD", "Protected", "protect"]
