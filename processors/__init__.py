"""Everything between articles and alerts, in the order of the walk: see docs/architecture.md."""
