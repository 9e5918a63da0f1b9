"""What can be done with an opinion, one file an action or family of actions."""
