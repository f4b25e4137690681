"""Counting people and vehicles: numbers, what they count, and how the counts relate."""
