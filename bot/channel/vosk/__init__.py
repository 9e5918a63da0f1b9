"""Clients that speak the vosk-server protocol."""
