"""What can be done: the dialogue, and actions on opinions. No HTTP and no sound here."""
