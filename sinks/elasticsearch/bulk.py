"""One bulk request, and what the answer says of each item."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from elastic_transport import ConnectionError as LostConnection
from elastic_transport import TlsError, TransportError
from elasticsearch import ApiError, Elasticsearch
from pydantic_core import to_json

ANSWER = "errors,items.*.status,items.*.error.type,items.*.error.reason,items.*.error.caused_by.reason"


class Outcome(Enum):
    """What becomes of one item."""

    WRITTEN = "written"
    STALE = "stale"
    """The index holds a newer revision already: done."""
    RETRY = "retry"
    """The server could not now: the same again, without end."""
    DOUBTFUL = "doubtful"
    """The server failed in a way that may be this document's fault: the same again, a few times."""
    DEAD = "dead"
    """This document can never be written."""


@dataclass(frozen=True, slots=True)
class Action:
    """One line or two of a bulk request."""

    index: str
    id: str
    version: int
    source: bytes | None
    """None takes the document away."""

    def lines(self) -> list[bytes]:
        """As the request wants it."""
        verb = "index" if self.source is not None else "delete"
        target = {"_index": self.index, "_id": self.id, "version": self.version, "version_type": "external_gte"}
        try:
            head = to_json({verb: target})
        except ValueError:  # half of a surrogate pair
            head = json.dumps({verb: target}, ensure_ascii=False).encode("utf-8", "replace")
        return [head] if self.source is None else [head, self.source]

    @property
    def size(self) -> int:
        """About how many bytes of a request."""
        return len(self.source or b"") + len(self.id) + 150


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one action; ``reason`` is for people."""

    outcome: Outcome
    status: int = 0
    error: str = ""
    reason: str = ""


_WRITTEN = Result(Outcome.WRITTEN, 200)


class Unavailable(Exception):
    """The whole request came to nothing and is to be repeated; ``status`` 0 is no answer at all."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class TooLarge(Exception):
    """The request as a whole is more than the server takes."""


def classify(status: int, error: str = "", reason: str = "", *, deletion: bool = False) -> Outcome:
    """What an item's status means."""
    if 200 <= status < 300 or (deletion and status == 404):
        return Outcome.WRITTEN
    if status == 409:
        return Outcome.STALE
    if status in (401, 403, 404, 408, 429, 502, 503, 504):
        return Outcome.RETRY
    if status == 400 and error == "validation_exception" and "shards" in reason:
        return Outcome.RETRY  # the cluster is full: an operator makes room, nothing is lost meanwhile
    return Outcome.DOUBTFUL if status >= 500 else Outcome.DEAD


def send(client: Elasticsearch, actions: Sequence[Action]) -> list[Result]:
    """Send one request; results in the order of the actions.

    Raises:
        Unavailable: nothing was done, or nobody knows; repeat it (versions make that harmless).
        TooLarge: split it.
    """
    try:
        lines: Any = b"\n".join([line for action in actions for line in action.lines()] + [b""])
        answer: Any = client.bulk(operations=lines, filter_path=ANSWER)
    except ApiError as error:
        if error.status_code == 413:
            raise TooLarge(str(error)) from error
        if error.status_code == 400 and len(actions) == 1:
            return [Result(Outcome.DEAD, 400, error.error, str(error))]
        if error.status_code == 400:
            raise TooLarge(str(error)) from error  # something in it cannot be read: find out which by halves
        raise Unavailable(error.status_code, str(error)) from error
    except TlsError as error:
        raise Unavailable(0, f"TLS: {error}") from error
    except (LostConnection, TransportError) as error:
        raise Unavailable(0, str(error)) from error
    items = answer.get("items", [])
    if len(items) != len(actions):
        raise Unavailable(0, f"{len(items)} answers to {len(actions)} actions")
    if answer.get("errors") is False:
        return [_WRITTEN] * len(actions)
    return [_result(next(iter(item.values())), action) for item, action in zip(items, actions, strict=True)]


def _result(item: dict[str, Any], action: Action) -> Result:
    status = int(item.get("status", 500))
    error = item.get("error") or {}
    cause = (error.get("caused_by") or {}).get("reason", "")
    reason = "; ".join(part for part in (error.get("reason", ""), cause) if part)
    kind = str(error.get("type", ""))
    return Result(classify(status, kind, reason, deletion=action.source is None), status, kind, reason)
