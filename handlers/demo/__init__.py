"""A sample installation."""
