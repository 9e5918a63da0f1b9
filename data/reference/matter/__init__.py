"""What matters are about: topics, whose job they are, dangers, and how long they may take."""
