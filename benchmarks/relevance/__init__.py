"""Weights of relevance, fitted on texts of our own."""
