"""Forgetting: on request, and after the retention time."""
