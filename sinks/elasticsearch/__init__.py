"""What comes out, written into Elasticsearch, and found again."""
