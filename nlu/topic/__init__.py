"""What a text is about: the models of the topic tree, and learning from a station's messages."""
