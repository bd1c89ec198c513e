"""What a newcomer starts from: return forms for suppliers, starting files, and the data dictionary."""
