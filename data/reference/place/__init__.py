"""Where things are: divisions, their other names, and where the districts lie."""
