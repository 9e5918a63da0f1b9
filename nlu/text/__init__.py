"""Text itself: words, numbers, spans and how characters are read. Knows nothing of matters."""
