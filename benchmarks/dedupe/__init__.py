"""Benchmark of the deduplicator: simulated wire copies among look-alikes, beside datasketch and rensa."""
