"""Questions to the index: the same folding as the documents, synonyms across languages, highlights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from elasticsearch import Elasticsearch

from sinks.elasticsearch.folding import stem, stems, words
from sinks.elasticsearch.indices import alias
from sinks.elasticsearch.synonyms import Clause, Phrase, clauses

STOP = frozenset(
    """the a an of in on at to for and or by with from is are was were be le la les l de du des d un une et ou en au
    aux par pour avec sur dans est sont qui que ne pas ce se""".split()  # noqa: SIM905 - read by people
)
ACRONYMS = {"UN": "onu", "EU": "ue", "US": "etats-unis", "USA": "etats-unis", "UK": "royaume-uni"}
"""Those that, in small letters, are everyday words of another language, or whose long form says more."""
SNIPPET = 220
MAX_WORDS = 40
MAX_HITS = 1000


@dataclass(frozen=True)
class Filters:
    """What else a hit must be. Dates are ISO days, both included; ``kind`` is that of a figure: killed, troops …"""

    since: str | None = None
    until: str | None = None
    country: str | None = None
    signal: str | None = None
    kind: str | None = None
    source: str | None = None
    language: str | None = None
    story: str | None = None
    duplicates: bool = True

    def clauses(self, country: str = "countries", signal: str = "signals") -> list[dict[str, Any]]:
        """As filter clauses; the arguments are what the index calls its fields."""
        found: list[dict[str, Any]] = []
        bounds = {"gte": self.since, "lte": self.until}
        if any(bounds.values()):
            found.append({"range": {"time": {name: day for name, day in bounds.items() if day}}})
        terms = {country: self.country and self.country.upper(), signal: self.signal and self.signal.upper(),
                 "source": self.source, "language": self.language, "story_id": self.story}  # fmt: skip
        found += [{"term": {name: value}} for name, value in terms.items() if value]
        if self.kind:
            names = [f"{self.kind}.{end}" for end in ("low", "best", "high")]
            found.append({"bool": {"should": [{"exists": {"field": name}} for name in names]}})
        if not self.duplicates:
            found.append({"bool": {"must_not": {"term": {"is_duplicate": True}}}})
        return found


@dataclass(frozen=True)
class Highlight:
    """A piece of the text with the places of the words asked for (offsets in ``text``, half open)."""

    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Hit:
    """One document found."""

    id: str
    score: float
    source: Mapping[str, Any]
    highlights: tuple[Highlight, ...] = field(default=())


def question(text: str) -> list[Clause]:
    """What is asked for, without the words that say nothing."""
    found: list[str] = []
    for token, start, end in words(text):
        found += stems(ACRONYMS[text[start:end]]) if text[start:end] in ACRONYMS else [token]
    asked = clauses(found[:MAX_WORDS])
    return [clause for clause in asked if not (len(clause.phrases[0]) == 1 and clause.phrases[0][0] in STOP)] or asked


def query(asked: Sequence[Clause], filters: Sequence[dict[str, Any]], fields: Sequence[str]) -> dict[str, Any]:
    """The query: every idea of a short question, three quarters of those of a long one."""
    should = [
        {"dis_max": {"tie_breaker": 0.2, "queries": [
            _match(phrase, field, 1.0 if number == 0 else 0.7)
            for number, phrase in enumerate(clause.phrases) for field in fields
        ]}}
        for clause in asked
    ]  # fmt: skip
    return {"bool": {"filter": list(filters), "should": should, "minimum_should_match": "3<75%" if should else 0}}


def _match(phrase: Phrase, field: str, boost: float) -> dict[str, Any]:
    name, _, weight = field.partition("^")
    boosted = boost * float(weight or 1)
    if len(phrase) == 1:
        return {"term": {name: {"value": phrase[0], "boost": boosted}}}
    return {"match_phrase": {name: {"query": " ".join(phrase), "boost": boosted, "slop": 1}}}


def search(
    client: Elasticsearch, text: str, *, prefix: str = "tocsin", filters: Filters | None = None, size: int = 10
) -> list[Hit]:
    """Articles that tell of what ``text`` asks for, in any language and spelling, best first.

    ``OTAN renforts`` and ``NATO reinforcements`` find the same articles.
    """
    asked = question(text)
    filters = filters or Filters()
    body = query(asked, filters.clauses(), ["search", "search_title^2"])
    answer: Any = client.search(
        index=alias(prefix, "articles"), query=body, size=max(1, min(size, MAX_HITS)), ignore_unavailable=True,
        sort=["_score", {"time": {"order": "desc", "unmapped_type": "date"}}, {"id": {"unmapped_type": "keyword"}}],
        source={"excludes": ["search", "search_title", "record"]}, track_scores=True,
    )  # fmt: skip
    return [
        Hit(hit["_id"], hit["_score"] or 0.0, hit["_source"], tuple(highlight(hit["_source"].get("body", ""), asked)))
        for hit in answer["hits"]["hits"]
    ]


def highlight(body: str, asked: Sequence[Clause], pieces: int = 2) -> list[Highlight]:
    """The pieces of a text that say most of what was asked, with the words marked. Plain text, nothing escaped."""
    wanted = {token: number for number, clause in enumerate(asked) for phrase in clause.phrases for token in phrase}
    for token in list(wanted):
        wanted.setdefault(stem(token), wanted[token])
    found = [(start, end, wanted[token]) for token, start, end in words(body) if token in wanted and token not in STOP]
    windows: list[tuple[int, int, int]] = []
    for number, (start, _, _) in enumerate(found):
        last = number
        while last + 1 < len(found) and found[last + 1][1] <= start + SNIPPET:
            last += 1
        windows.append((len({idea for _, _, idea in found[number : last + 1]}), number, last))
    chosen: list[Highlight] = []
    taken: list[tuple[int, int]] = []
    for _, number, last in sorted(windows, key=lambda window: (-window[0], window[1])):
        begin, finish = _widen(body, found[number][0], found[last][1])
        if any(begin < there and here < finish for here, there in taken):
            continue
        taken.append((begin, finish))
        marks = tuple((a - begin, b - begin) for a, b, _ in found if begin <= a and b <= finish)
        chosen.append(Highlight(body[begin:finish], marks))
        if len(chosen) == pieces:
            break
    return chosen


def _widen(body: str, start: int, end: int) -> tuple[int, int]:
    """To the bounds of words, about a snippet long, within the paragraph."""
    room = max(0, SNIPPET - (end - start)) // 2
    first, last = max(0, start - room), min(len(body), end + room)
    first = max(first, body.rfind("\n", 0, start) + 1)
    stop = body.find("\n", end)
    last = last if stop < 0 else min(last, stop)
    while first > 0 and first < start and not body[first - 1].isspace():
        first += 1
    while last < len(body) and last > end and not body[last].isspace():
        last -= 1
    return first, last
