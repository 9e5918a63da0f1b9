"""What a turn stands in: the conversation's state, the draft, what was sent along."""
