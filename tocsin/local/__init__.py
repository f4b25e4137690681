"""Real Kafka and Elasticsearch as child processes, with nothing installed but Python packages."""

from tocsin.local.errors import LocalStackError
from tocsin.local.stack import LocalStack

__all__ = ["LocalStack", "LocalStackError"]
