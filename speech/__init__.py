"""Sound: audio to text. Knows no other room, no database and no HTTP."""
