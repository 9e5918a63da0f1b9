"""What goes in and out of a conversation: turns, replies, and their wording."""
