"""Opinions over HTTP, tokens, and how the service is."""
