"""Tocsin: a streaming early-warning system for conflict news.

This package holds what all rooms of the house share: records (the contract), topics,
settings, metrics, the command line and the local stack. It imports nothing of
``producers``, ``processors`` or ``sinks``.
"""

__version__ = "0.1.0"
