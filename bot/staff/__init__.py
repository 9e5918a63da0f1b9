"""The staff console at /staff: server-rendered pages, readable on a phone, usable by keyboard."""
