"""Quality and cost of story linking."""
