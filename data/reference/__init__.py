"""Reference tables as CSV, each with a loader of its own: see README.md."""
