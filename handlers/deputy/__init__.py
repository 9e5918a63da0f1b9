"""The deputy's side of a conversation."""
