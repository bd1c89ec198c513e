"""Public figures from the services that publish them: found, checked, kept as received, pinned and logged."""
