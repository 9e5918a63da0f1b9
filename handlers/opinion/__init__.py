"""The opinion (意见建议) and its rules: life, clock, who may see it, how it is found."""
