"""Cleaning: an article made ready to be read. See ``clean.clean``."""
