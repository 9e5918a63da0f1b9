"""What the commands share: one clear line for a problem, a bar of progress, what reads a text."""
