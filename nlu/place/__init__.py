"""Which official division a text is about."""
