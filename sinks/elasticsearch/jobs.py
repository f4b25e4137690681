"""Documents on their way, and how many of them go into one request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sinks.elasticsearch.bulk import Action
from sinks.elasticsearch.documents import Document


@dataclass(frozen=True, slots=True)
class Job:
    """A document and the message it came from (any key that the caller understands)."""

    document: Document
    message: object
    line: bytes | None = None
    """The document as it is sent, when that was made ahead."""


@dataclass(slots=True)
class Item:
    """One action of a request, for a job."""

    action: Action
    job: Job
    attempts: int = 0
    main: bool = True
    """False for the removal of a part: it is not counted as a document of the message."""


@dataclass(frozen=True)
class Limits:
    """How much goes into one request."""

    documents: int = 500
    size: int = 5 * 2**20

    def chunks(self, items: Sequence[Item]) -> Iterator[list[Item]]:
        """Requests within the limits (one document may be larger: the server judges it)."""
        chunk: list[Item] = []
        size = 0
        for item in items:
            more = item.action.size
            if chunk and (len(chunk) >= self.documents or size + more > self.size):
                yield chunk
                chunk, size = [], 0
            chunk.append(item)
            size += more
        if chunk:
            yield chunk
