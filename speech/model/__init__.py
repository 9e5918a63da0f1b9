"""Speech models: where they come from, and how they get here unharmed."""
