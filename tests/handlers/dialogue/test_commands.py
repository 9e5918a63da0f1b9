"""The menu of a chat, at the doors whose service vouches for who writes."""
