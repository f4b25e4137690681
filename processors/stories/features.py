"""Article → vectors of words and names, and the keys under which it is found."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from processors.stories.anchors import Anchor, anchors_of
from processors.stories.config import StoryConfig
from processors.stories.countries import TOWN, Codes, Scene, cast, named, scene
from processors.stories.families import VIOLENT, family
from processors.stories.homes import TOLD
from processors.stories.linkable import Linkable
from processors.stories.weights import LAND, canonical, fold_simple, weight

TERMS, NAMES = 80, 60
Vector = dict[str, float]


@dataclass(frozen=True)
class Features:
    """Unit vectors of an article's telling words, of its names and numbers, and of these with canonical ids.

    Ids make French and English meet; within one language they would only count the same names twice.
    """

    language: str
    seconds: float | None
    terms: Vector
    names: Vector
    shared: Vector
    keys: tuple[str, ...]
    anchors: tuple[Anchor, ...] = ()
    scene: Scene = ()
    named: Codes = frozenset()
    cast: frozenset[str] = frozenset()
    subject: int = 0


def features(item: Linkable, config: StoryConfig) -> Features:
    """The vectors are cut to the weightiest entries, so that an article costs the same however long it is."""
    terms = _vector(_words(item), item.language, TERMS)
    spelled = _names(item)
    names = _vector(spelled, item.language, NAMES)
    shared = _vector(_everywhere(item, spelled), item.language, NAMES)
    keys = [*_heaviest(shared, config.keys, "@"), *_heaviest(terms, config.keys, "")]
    return Features(
        item.language, written(item), terms, names, shared, tuple(keys),
        anchors_of(item), scene(item), named(item), cast(item), _subject(item),
    )  # fmt: skip


REPORT, NONE = 0.8, 0.5
"""Relevance of what surely is a report on conflict, and of what surely is none."""


def _subject(item: Linkable) -> int:
    """1: a report on violence; -1: sport, business, culture; 0: neither for sure."""
    if item.relevance >= REPORT and any(e.signal and e.realis in TOLD and family(e) in VIOLENT for e in item.events):
        return 1
    return -1 if item.relevance <= NONE and not item.events else 0


def written(item: Linkable) -> float | None:
    """When an article was written, in seconds since 1970: by its own time, else by its dateline."""
    return item.seconds if item.seconds is not None else _dateline(item)


def _dateline(item: Linkable) -> float | None:
    """When an article without a time says in its dateline that it was written."""
    for name in item.names:
        if name.startswith("^"):
            try:
                return datetime.fromisoformat(name[1:]).replace(tzinfo=UTC).timestamp()
            except ValueError:
                return None
    return None


def _words(item: Linkable) -> dict[str, float]:
    """Counts of words; the title counts once more, because it says what the article is about."""
    words: dict[str, float] = {word: float(count) for word, count in item.terms.items()}
    for word in _tokens(item.title or ""):
        if word in words:
            words[word] += 1
    return words


def _names(item: Linkable) -> dict[str, float]:
    """Names and numbers as they stand in the text, in the form that languages share."""
    names: dict[str, float] = {}
    for name, count in item.names.items():
        one = canonical(name)
        if one is not None and not name.startswith("^"):
            names[one] = names.get(one, 0.0) + count
    if not item.names:  # an analysis without names from its text: those that were recognised
        for entry in item.entities.values():
            for word in _tokens(entry.name or ""):
                one = canonical(word)
                if one is not None:
                    names[one] = names.get(one, 0.0) + entry.count
    return names


def _everywhere(item: Linkable, spelled: Mapping[str, float]) -> dict[str, float]:
    """Names and numbers in the form that all languages share: towns by where they lie, peoples by their country.

    "Odessa" in French is "Odesa" in English, and "russes" is small there and so no name by its spelling.
    """
    towns = {
        fold_simple(place.text): (fold_simple(place.name), f"~{place.lat:.1f},{place.lon:.1f}")
        for event in item.events
        if (place := event.place) is not None and place.precision == TOWN and place.lat is not None
    }
    names: dict[str, float] = {}
    for word, count in spelled.items():
        for one in towns.get(word, (word,)):
            names[one] = names.get(one, 0.0) + count
    for key, entry in item.entities.items():
        if entry.label == "WEAPON":
            continue
        kind, _, code = key.rpartition(":")
        land = kind in LANDS and len(code) == 2
        if land or entry.label != "NORP":
            one = LAND + code.casefold() if land else f"={key}"
            names[one] = max(names.get(one, 0.0), float(entry.count))
    return names


LANDS = ("country", "norp")
"""Kinds of ids that end in a country's code."""


def _tokens(text: str) -> list[str]:
    return [w for w in ("".join(c if c.isalnum() else " " for c in fold_simple(text))).split() if len(w) >= 3]


def _vector(counts: dict[str, float], language: str, limit: int) -> Vector:
    """(1 + ln tf) · idf, cut to the heaviest, of length 1 (Salton and Buckley 1988, scheme ltc)."""
    weights = {word: (1 + math.log(n)) * weight(word, language) for word, n in counts.items() if n >= 1}
    kept = sorted(weights.items(), key=lambda entry: (-entry[1], entry[0]))[:limit]
    length = math.sqrt(sum(value * value for _, value in kept)) or 1.0
    return {sys.intern(word): value / length for word, value in kept}


def _heaviest(vector: Vector, count: int, mark: str) -> list[str]:
    return [mark + word for word in list(vector)[:count]]


def dot(one: Vector, other: Vector) -> float:
    """Cosine of two unit vectors. ``fsum`` is exact, so that the order of the words cannot matter."""
    return math.fsum([one[word] * other[word] for word in one.keys() & other.keys()])
