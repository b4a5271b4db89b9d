"""Synthetic venues, people and visits: for trying things out and for benchmarks, never real."""
