"""Linear classifiers over words and characters: what they see, how they are trained and judged."""
