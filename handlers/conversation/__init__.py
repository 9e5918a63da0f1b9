"""A turn in, a reply out: the way in to the resident's and the deputy's side."""
