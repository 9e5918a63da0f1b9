"""Turns of speech: voice activity, who is near, when somebody has finished."""
