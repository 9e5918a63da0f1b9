"""A turn in, a reply out: the door to the resident's and the deputy's side."""
