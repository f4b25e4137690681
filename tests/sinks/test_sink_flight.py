"""Requests under way beside each other: which may, which wait, and what an outage leaves."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

import pytest
from elastic_transport import ConnectionError as LostConnection

from sinks.elasticsearch.documents import Document
from sinks.elasticsearch.jobs import Job, Limits
from sinks.elasticsearch.observer import Observer
from sinks.elasticsearch.writer import Stopped, Writer


class Server:
    """Stands for the client: notes each request when it begins and ends; fails where it is told to."""

    def __init__(self, known: dict[str, list[str]] | None = None) -> None:
        self.known = known or {}
        self.log: list[tuple[str, tuple[str, ...]]] = []
        self.most = self.now = 0
        self.lost: set[str] = set()
        self.indices = self
        self._lock = threading.Lock()

    def options(self, **_: Any) -> Server:
        return self

    def refresh(self, **_: Any) -> None: ...

    def msearch(self, searches: list[dict[str, Any]]) -> dict[str, Any]:
        wanted = [one["query"]["ids"]["values"] for one in searches if "query" in one]
        hits = [[{"_id": id_, "_index": "i", "_source": {"event_ids": self.known[id_]}} for id_ in ids
                 if id_ in self.known] for ids in wanted]  # fmt: skip
        return {"responses": [{"hits": {"hits": found}} for found in hits]}

    def bulk(self, operations: bytes, **_: Any) -> dict[str, Any]:
        heads = [json.loads(line) for line in operations.splitlines() if b'"version_type"' in line]
        ids = tuple(next(iter(head.values()))["_id"] for head in heads)
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
            self.log.append(("begin", ids))
        time.sleep(0.05)
        with self._lock:
            self.now -= 1
            self.log.append(("end", ids))
            if self.lost.intersection(ids):
                self.lost.difference_update(ids)
                raise LostConnection("gone")
        return {"errors": False, "items": [{"index": {"status": 201}} for _ in ids]}


def document(id_: str, version: int = 1, parts: tuple[str, ...] = (), kind: str = "articles") -> Document:
    return Document(f"t-{kind}", id_, version, "2023-09", {"id": id_}, parts)


def write(server: Server, documents: list[Document], size: int, **more: Any) -> list[Any]:
    done: list[Any] = []
    writer = Writer(server, Observer(), limits=Limits(documents=size), **more)  # type: ignore[arg-type]
    try:
        writer.write_all(([Job(one, one.id)] for one in documents), done.append, lambda *_: None)
    finally:
        writer.close()
    return done


def test_two_requests_are_under_way_and_no_more() -> None:
    server = Server()
    ids = [f"d{i}" for i in range(6)]
    assert write(server, [document(id_) for id_ in ids], 1) == ids
    assert server.most == 2


def test_requests_that_name_the_same_document_wait_for_each_other() -> None:
    server = Server()
    assert write(server, [document("a", 1), document("a", 2), document("a", 2)], 1) == ["a"] * 3
    assert server.most == 1


def test_what_takes_a_document_away_is_told_before_anything_else_begins() -> None:
    server = Server(known={"a": ["old", "kept"], "old": [], "kept": []})
    written = write(server, [document("x"), document("a", 2, ("kept",)), document("y")], 1)
    assert written == ["x", "a", "y"]
    begins = [ids for what, ids in server.log if what == "begin"]
    assert begins == [("x",), ("old",), ("a",), ("y",)]
    assert server.log.index(("end", ("x",))) < server.log.index(("begin", ("old",)))
    assert server.log.index(("end", ("old",))) < server.log.index(("begin", ("a",)))


def test_nothing_is_under_way_while_it_waits_and_all_is_written_after() -> None:
    server = Server()
    server.lost = {"d1", "d2"}
    seen: list[int] = []

    def idle(_seconds: float) -> bool:
        seen.append(server.now)
        return True

    ids = [f"d{i}" for i in range(5)]
    assert sorted(write(server, [document(id_) for id_ in ids], 1, idle=idle)) == ids
    assert seen
    assert not any(seen)


def test_what_was_taken_from_us_meanwhile_is_not_sent() -> None:
    server = Server()
    server.lost = {"d0"}
    written = write(
        server, [document(f"d{i}") for i in range(4)], 1, idle=lambda _: True, wanted=lambda id_: id_ != "d3"
    )
    assert sorted(written) == ["d0", "d1", "d2"]


def test_a_stop_while_the_server_is_away_leaves_nothing_under_way() -> None:
    server = Server()
    server.lost = {"d0"}
    with pytest.raises(Stopped):
        write(server, [document(f"d{i}") for i in range(4)], 1, idle=lambda _: False)
    assert server.now == 0
