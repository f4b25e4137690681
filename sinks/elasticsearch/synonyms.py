"""Which words of a question stand for each other: our table, and the countries of the CLDR."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from babel import Locale

from sinks.elasticsearch.folding import stems

Phrase = tuple[str, ...]
LANGUAGES = ("en", "fr")


@dataclass(frozen=True)
class Clause:
    """One idea of a question: any of these phrases (of stems) will do; the first is the asker's own."""

    phrases: tuple[Phrase, ...]


@cache
def table() -> dict[Phrase, frozenset[Phrase]]:
    """Phrase of stems → all phrases of its groups."""
    loaded = yaml.safe_load(files("sinks.elasticsearch").joinpath("synonyms.yaml").read_text("utf-8"))
    groups = [[str(word) for word in group] for group in loaded["groups"]]
    found: dict[Phrase, frozenset[Phrase]] = {}
    for group in [*groups, *_countries()]:
        phrases = frozenset(tuple(stems(word)) for word in group) - {()}
        for phrase in phrases:
            found[phrase] = found.get(phrase, frozenset()) | phrases
    return found


def _countries() -> list[list[str]]:
    names: list[dict[str, str]] = [dict(Locale(language).territories) for language in LANGUAGES]
    return [[each[code] for each in names] for code in names[0] if len(code) == 2 and all(code in n for n in names)]


@cache
def _longest() -> int:
    return max(len(phrase) for phrase in table())


def clauses(words: Sequence[str]) -> list[Clause]:
    """A question's stems as clauses: the longest known phrase at each place, with all it stands for."""
    known, at = table(), 0
    found: list[Clause] = []
    while at < len(words):
        for length in range(min(_longest(), len(words) - at), 0, -1):
            phrase = tuple(words[at : at + length])
            if phrase in known or length == 1:
                others = known.get(phrase, frozenset()) - {phrase}
                found.append(Clause((phrase, *sorted(others))))
                at += length
                break
    return found
