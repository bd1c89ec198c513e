"""The works behind the reports: what an analyst never imports."""
