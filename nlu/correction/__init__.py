"""Putting right what a recogniser wrote with other characters of the same or a near sound."""
