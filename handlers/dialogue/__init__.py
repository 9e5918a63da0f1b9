"""The resident's side of a conversation."""
