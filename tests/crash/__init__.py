"""Crash points: a worker killed at every boundary of its input and output, and started again."""
