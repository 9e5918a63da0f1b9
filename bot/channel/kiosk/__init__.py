"""The kiosk: its page, its microphone and its voice."""
