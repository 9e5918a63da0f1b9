"""Times that people name, by the clock and by the lunar calendar."""
