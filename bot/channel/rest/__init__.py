"""Chat clients that speak as Rasa's REST channel does."""
