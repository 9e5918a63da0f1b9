"""What waits at a station: queues, and people who want to talk to a person."""
