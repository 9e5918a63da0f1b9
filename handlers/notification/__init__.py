"""Telling people: the outbox, its dispatcher, and what deputies see."""
