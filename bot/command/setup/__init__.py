"""Commands that prepare an installation: people, places, topics, models, samples."""
