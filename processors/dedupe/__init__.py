"""Exact and near duplicates among articles: a function of the set of articles, whatever order they come in."""

from processors.dedupe.deduplicator import DedupeConfig, Deduplicator, Remembered, dedupe_all
from processors.dedupe.fingerprint import Fingerprint, fingerprint

__all__ = ["DedupeConfig", "Deduplicator", "Fingerprint", "Remembered", "dedupe_all", "fingerprint"]
