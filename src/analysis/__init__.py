"""From the returns that safeguarding partners send to the reports that their sub-groups read."""
