"""Deeds: the dialogue, and one file for each thing that can be done. No HTTP and no sound here."""
