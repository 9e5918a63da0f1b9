"""Recognisers in processes of their own."""
