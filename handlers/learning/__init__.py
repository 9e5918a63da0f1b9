"""What staff and stations teach."""
