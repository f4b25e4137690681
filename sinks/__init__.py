"""Where records go: Elasticsearch, and people."""
