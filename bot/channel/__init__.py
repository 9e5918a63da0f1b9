"""Channels: each folder is one way in, its way out and its words together."""
