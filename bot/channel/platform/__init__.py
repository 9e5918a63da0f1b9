"""The county's platform (docs/platform.md)."""
