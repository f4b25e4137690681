"""Kills at seeded random moments; at the end all must be as if nothing had happened. ``python -m tests.chaos``."""
