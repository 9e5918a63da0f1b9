"""Benchmarks: run by make bench, read in docs/benchmarks.md."""
