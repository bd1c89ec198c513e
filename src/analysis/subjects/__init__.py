"""What each page is about: its reading, its tables and its sentences, one subject in a module."""
