"""Text to speech: spoken forms, voices, and the service that keeps one ready."""
