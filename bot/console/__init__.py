"""The staff console: pages made on the server."""
