"""Everything between the articles and the alerts: see docs/architecture.md. The folders stand in the order of the walk."""
