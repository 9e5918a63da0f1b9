"""Whose job a matter is, and whether it is a danger to life."""
