"""Tables by indicator, as they may be published and ready to model."""
