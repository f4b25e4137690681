"""Surface forms of verbs: small parsers lemmatise badly, so that verbs are looked up by every form that they take."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from processors.extraction.quantities.phrases import apostrophes, split_phrase

_VOWELS = frozenset("aeiou")


def conjugate(item: Any, language: str) -> list[tuple[tuple[str, ...], frozenset[str]]]:
    """All surface forms of a verb as the lexicon writes it, each with what it can be."""
    table: dict[str, set[str]] = {}

    def add(shape: str, forms: Iterable[str]) -> None:
        for form in forms:
            for written in apostrophes(str(form)):
                table.setdefault(written, set()).add(shape)

    if isinstance(item, dict):
        for shape in ("fin", "part", "ger", "inf"):
            add(shape, item.get(shape, ()))
    elif isinstance(item, list):
        base, third, past, gerund, participle = item
        add("inf", [base])
        add("fin", [base, third, past])
        add("ger", [gerund])
        add("part", [participle])
    else:
        head, _, tail = str(item).partition(" ")
        add_all = _french(head) if language == "fr" else _english(head)
        for shape, forms in add_all.items():
            add(shape, [f"{form} {tail}".strip() for form in forms])
    return [(tuple(split_phrase(form)), frozenset(shapes)) for form, shapes in table.items()]


def _english(base: str) -> dict[str, list[str]]:
    if base.endswith("e"):
        past, gerund = base + "d", base[:-1] + "ing"
    elif base.endswith("y") and base[-2] not in _VOWELS:
        past, gerund = base[:-1] + "ied", base + "ing"
    else:
        past, gerund = base + "ed", base + "ing"
    third = base + "es" if base.endswith(("s", "sh", "ch", "x", "z")) else base + "s"
    if base.endswith("y") and base[-2] not in _VOWELS:
        third = base[:-1] + "ies"
    return {"inf": [base], "fin": [base, third, past], "part": [past], "ger": [gerund]}


def _french(verb: str) -> dict[str, list[str]]:
    """Regular verbs in -er; other words are taken as they stand."""
    if verb.endswith("ir"):
        stem = verb[:-2]
        return {
            "inf": [verb],
            "fin": [stem + e for e in ("it", "issent", "issait", "issaient", "irent", "ira", "iront")],
            "part": [stem + e for e in ("i", "ie", "is", "ies")],
            "ger": [stem + "issant"],
        }
    if not verb.endswith("er"):
        return {"fin": [verb], "part": [verb]}
    stem = verb[:-2]
    soft = stem + "e" if stem.endswith("g") else (stem[:-1] + "ç" if stem.endswith("c") else stem)
    grave = stem
    for accent, vowel in (("é", "è"), ("e", "è")):
        if len(stem) > 2 and stem[-2] == accent and stem[-1] not in "aeiouy":
            grave = stem[:-2] + vowel + stem[-1]
            break
    finite = [
        grave + "e",
        grave + "ent",
        soft + "ait",
        soft + "aient",
        soft + "a",
        stem + "èrent",
        verb + "a",
        verb + "ont",
        verb + "ait",
        verb + "aient",
    ]
    return {"inf": [verb], "fin": finite, "part": [stem + e for e in ("é", "ée", "és", "ées")], "ger": [soft + "ant"]}
