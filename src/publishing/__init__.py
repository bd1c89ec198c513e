"""The works: what makes, circulates and counts, and an analyst never imports."""
