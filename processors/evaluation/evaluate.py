"""Runs articles through the shipped build and scores what comes out, per language and field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from processors.evaluation.data import Annotated
from processors.extraction.events.score import EventScore
from processors.extraction.names.score import score as score_names
from processors.extraction.quantities.score import score as score_quantities
from tocsin.records import Analysis, Article

NAMES = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "PLACE", "LOC": "PLACE", "FAC": "PLACE"}
"""Names are scored as persons, organisations and places; the line between GPE, LOC and FAC is not."""


@dataclass(frozen=True)
class Line:
    """One figure: precision, recall, F1 of ``n`` things (for plain shares all three are the share)."""

    language: str
    name: str
    precision: float
    recall: float
    f1: float
    n: int


@dataclass
class Scorecard:
    """All figures, and which types were taken for which."""

    lines: list[Line] = field(default_factory=list)
    confusion: dict[tuple[str, str], int] = field(default_factory=dict)
    articles: dict[str, int] = field(default_factory=dict)

    def find(self, language: str, name: str) -> Line | None:
        """The line of that name."""
        return next((line for line in self.lines if (line.language, line.name) == (language, name)), None)


def evaluate(items: Sequence[Annotated], analyse: Callable[[Sequence[Article]], Iterable[Analysis]]) -> Scorecard:
    """Score ``analyse`` on annotated articles."""
    analyses = list(analyse([item.article for item in items]))
    by_language: dict[str, list[tuple[Annotated, Analysis]]] = defaultdict(list)
    for item, analysis in zip(items, analyses, strict=True):
        by_language[item.article.language or analysis.language].append((item, analysis))
    card = Scorecard()
    for language, pairs in sorted(by_language.items()):
        card.articles[language] = len(pairs)
        _events(card, language, pairs)
        _quantities(card, language, pairs)
        _names(card, language, pairs)
        _origins(card, language, pairs)
    return card


Pairs = Sequence[tuple[Annotated, Analysis]]


def _events(card: Scorecard, language: str, pairs: Pairs) -> None:
    score = EventScore()
    for item, analysis in pairs:
        if "events" in item.gold or "relevant" in item.gold:
            score.add(item.gold, analysis)
    card.lines += [Line(language, *row) for row in score.rows() if row[4]]
    _share(card, language, "alarms on irrelevant articles", score.false_alarms, score.irrelevant)
    _share(card, language, "history taken for new", score.history_as_actual, score.history)
    for key, count in score.confusion.items():
        card.confusion[key] = card.confusion.get(key, 0) + count


def _share(card: Scorecard, language: str, name: str, part: int, whole: int) -> None:
    if whole:
        card.lines.append(Line(language, name, part / whole, part / whole, part / whole, whole))


def _quantities(card: Scorecard, language: str, pairs: Pairs) -> None:
    rows = [
        (item.gold["quantities"], [quantity.model_dump() for quantity in analysis.quantities])
        for item, analysis in pairs
        if "quantities" in item.gold
    ]
    card.lines += [Line(language, *row) for row in score_quantities(rows).rows() if row[4]]


def _names(card: Scorecard, language: str, pairs: Pairs) -> None:
    spans = []
    for item, analysis in pairs:
        if item.gold.get("entities_complete"):
            gold = {(e["start"], e["end"], NAMES[e["label"]]) for e in item.gold["entities"] if e["label"] in NAMES}
            found = {(e.start, e.end, NAMES[e.label]) for e in analysis.entities if e.label in NAMES}
            spans.append((gold, found))
    if not spans:
        return
    score: dict[str, Any] = score_names(spans)
    total = sum(len(gold) for gold, _ in spans)
    card.lines.append(Line(language, "names", score["names_p"], score["names_r"], score["names_f"], total))
    for label, row in score["names_per_type"].items():
        count = sum(one[2] == label for gold, _ in spans for one in gold)
        card.lines.append(Line(language, f"names: {label}", row["p"], row["r"], row["f"], count))


def _origins(card: Scorecard, language: str, pairs: Pairs) -> None:
    right = found = wanted = 0
    for item, analysis in pairs:
        if "origins" in item.gold:
            gold, ours = set(item.gold["origins"]), set(analysis.origins)
            right, found, wanted = right + len(gold & ours), found + len(ours), wanted + len(gold)
    if wanted:
        precision, recall = right / found if found else 0.0, right / wanted
        f1 = 2 * right / (found + wanted)
        card.lines.append(Line(language, "origins", precision, recall, f1, wanted))
