"""`lscb count`: record-level files counted where they live, so that only counts are ever sent."""
