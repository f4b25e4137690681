"""Dates: time expressions reckoned to days, and attached to events."""
