"""What a person says or taps becomes a Turn, and a Reply what she sees and hears."""
