"""Clients that speak Open311 GeoReport v2."""
