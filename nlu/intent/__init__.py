"""What a text wants: examples, fixed phrases, and the engines that tell."""
