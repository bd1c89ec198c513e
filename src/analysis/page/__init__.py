"""What a notebook reads with and hands to."""
