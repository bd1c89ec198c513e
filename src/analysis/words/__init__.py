"""Results as sentences, captions, text alternatives and questions."""
