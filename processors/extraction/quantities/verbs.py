"""Surface forms of verbs: small parsers lemmatise badly, so that verbs are looked up by every form that they take."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from processors.extraction.conjugation import conjugation
from processors.extraction.quantities.phrases import apostrophes, split_phrase


def conjugate(item: Any, language: str) -> list[tuple[tuple[str, ...], frozenset[str]]]:
    """All surface forms of a verb as the lexicon writes it, each with what it can be."""
    table: dict[str, set[str]] = {}

    def add(shape: str, forms: Iterable[str]) -> None:
        for form in forms:
            if form == "x":
                continue  # a verb that lacks this form
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
        # What follows no rule is taken as it stands.
        shaped = conjugation(head, language) or dict.fromkeys(("fin", "part"), frozenset({head}))
        for shape, forms in shaped.items():
            if shape != "spoken":  # news is told in the third person
                add(shape, [f"{form} {tail}".strip() for form in forms])
    return [(tuple(split_phrase(form)), frozenset(shapes)) for form, shapes in table.items()]
