"""In which month's index a document lives: where it was first put, for ever.

The month is taken from the event's time, and that may change: a publisher corrects a date, an older
article moves a story's beginning. A document is never moved for it. So before an id is written for the
first time by this process, the alias is asked whether the id is there already.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from sinks.elasticsearch.bulk import Unavailable
from sinks.elasticsearch.documents import Document

REMEMBERED = 200_000
ASKED_AT_ONCE = 2000
Known = tuple[str, tuple[str, ...]]
"""Index, and ids of the documents derived from this one."""


class Placement:
    """Remembers where ids live; asks the server for those it does not know."""

    def __init__(self, client: Elasticsearch, remembered: int = REMEMBERED) -> None:
        self._client = client
        self._remembered = remembered
        self._known: OrderedDict[tuple[str, str], Known] = OrderedDict()
        self._fresh: set[str] = set()

    def forget(self) -> None:
        """Another process may have written since: partitions were assigned anew."""
        self._known.clear()
        self._fresh.clear()

    def place(self, documents: Sequence[Document]) -> list[tuple[Document, str, tuple[str, ...]]]:
        """Each document with its index and the ids of parts that it no longer has.

        Raises:
            Unavailable: the server could not be asked.
        """
        self._ask(documents)
        placed = []
        for document in documents:
            key = (document.alias, document.id)
            index, parts = self._known.get(key) or (f"{document.alias}-{document.month}", ())
            gone = tuple(part for part in parts if part not in document.parts)
            self._remember(key, (index, document.parts))
            placed.append((document, index, gone))
        return placed

    def home_of(self, alias: str, ids: Iterable[str]) -> dict[str, str]:
        """The indices of these ids; absent are those that are nowhere."""
        wanted = list(ids)
        self._lookup({alias: [one for one in wanted if (alias, one) not in self._known]})
        return {one: self._known[(alias, one)][0] for one in wanted if (alias, one) in self._known}

    def _ask(self, documents: Sequence[Document]) -> None:
        unknown: dict[str, dict[str, None]] = {}
        for document in documents:
            if (document.alias, document.id) not in self._known:
                unknown.setdefault(document.alias, {})[document.id] = None
        self._lookup({alias: list(ids) for alias, ids in unknown.items()})

    def _lookup(self, wanted: Mapping[str, Sequence[str]]) -> None:
        """Ids by alias, all in one request: each request waits for the server once."""
        asked = [(alias, ids[at : at + ASKED_AT_ONCE]) for alias, ids in wanted.items()
                 for at in range(0, len(ids), ASKED_AT_ONCE)]  # fmt: skip
        if not asked:
            return
        for (alias, _), hits in zip(asked, self._search(asked), strict=True):
            for hit in hits:
                parts = tuple(hit.get("_source", {}).get("event_ids", ()))
                self._remember((alias, hit["_id"]), (hit["_index"], parts))

    def _search(self, asked: Sequence[tuple[str, Sequence[str]]]) -> list[list[dict[str, Any]]]:
        searches: list[dict[str, Any]] = []
        for alias, ids in asked:
            searches.append({"index": alias, "ignore_unavailable": True, "allow_partial_search_results": False})
            searches.append({"query": {"ids": {"values": ids}}, "size": len(ids), "_source": ["event_ids"]})
        try:
            for alias in {alias for alias, _ in asked} - self._fresh:
                # What was written before our time must be visible to the search.
                self._client.options(ignore_status=404).indices.refresh(index=alias)
                self._fresh.add(alias)
            answers: Any = self._client.msearch(searches=searches)["responses"]
        except ApiError as error:
            raise Unavailable(error.status_code, str(error)) from error
        except TransportError as error:
            raise Unavailable(0, str(error)) from error
        for answer in answers:
            if "error" in answer:
                raise Unavailable(int(answer.get("status", 0)), str(answer["error"].get("reason", answer["error"])))
        return [answer["hits"]["hits"] for answer in answers]

    def _remember(self, key: tuple[str, str], known: Known) -> None:
        self._known[key] = known
        self._known.move_to_end(key)
        while len(self._known) > self._remembered:
            self._known.popitem(last=False)
