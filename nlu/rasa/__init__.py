"""Rasa beside us: its project made from our examples, its server, and the engine that asks it."""
