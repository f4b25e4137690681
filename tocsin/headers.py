"""Headers of messages: CloudEvents 1.0 in binary mode, and a W3C trace context that is passed through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

Headers = list[tuple[str, bytes]]
TRACE = ("traceparent", "tracestate")
PUBLISHED = "tocsin-published-ms"
"""When a producer published the article (Unix time, ms): end-to-end latency is reckoned from it."""


def cloud_event(kind: str, id_: str, source: str, passed: Mapping[str, bytes] | None = None) -> Headers:
    """Headers of a record of this kind; ``passed`` are those of the message it was made from."""
    headers: Headers = [
        ("ce_specversion", b"1.0"),
        ("ce_type", f"tocsin.{kind}".encode()),
        ("ce_source", f"/tocsin/{source}".encode()),
        ("ce_id", id_.encode("utf-8", "replace")),
        ("content-type", b"application/json"),
    ]
    for key in (*TRACE, PUBLISHED):
        if passed and key in passed:
            headers.append((key, passed[key]))
    return headers


def as_mapping(headers: Iterable[tuple[str, bytes]] | Mapping[str, bytes] | None) -> dict[str, bytes]:
    """Headers as a mapping (the last of a name wins)."""
    if not headers:
        return {}
    pairs: Iterable[tuple[str, bytes]] = headers.items() if isinstance(headers, Mapping) else headers
    return {key: value for key, value in pairs if value is not None}


def dead_letter(
    stage: str,
    error: str,
    reason: str,
    source: Sequence[object],
    attempts: int = 1,
    kept: Mapping[str, bytes] | None = None,
) -> Headers:
    """Headers of a dead letter: which stage, what kind of error, why, and where the message stood.

    Args:
        source: topic, partition and offset of the message.
        kept: headers of the original, so that a replay can carry them again.
    """
    topic, partition, offset = source
    headers: Headers = [
        ("stage", stage.encode()),
        ("error", error.encode()),
        ("reason", reason[:2000].encode("utf-8", "replace")),
        ("source-topic", str(topic).encode()),
        ("source-partition", str(partition).encode()),
        ("source-offset", str(offset).encode()),
        ("attempts", str(attempts).encode()),
        ("at", datetime.now(UTC).isoformat(timespec="milliseconds").encode()),
    ]
    headers.extend((key, kept[key]) for key in (*TRACE, PUBLISHED) if kept and key in kept)
    return headers
