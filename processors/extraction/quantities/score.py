"""Scores quantities against gold: kind with overlapping span, then the fields of the matched ones.

Gold and predictions are mappings with the fields of the ``Quantity`` record (``kind start end low best high mode
attributed_to part_of`` …). A prediction that says of itself that it repeats another (``same_as``) is neither
right nor wrong when gold has nothing there; matched, it agrees with gold's ``part_of`` or ``same_as``, and, where gold
leaves out the figure that it repeats, with an independent one. ``side`` is scored only where gold has the key.

``exact`` is the article-level question of the product: are the figures of a kind that the article gives (best values
of claims that are not parts or repetitions, for modes event and cumulative) the same multiset in both; articles
without any in both are right as well and are counted apart (``*_all``).
``main`` asks only for the largest, the headline figure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
Pair = tuple[Sequence[Row], Sequence[Row]]
FIELDS = ("number", "mode", "attributed_to", "part_of", "side")


@dataclass(slots=True)
class Tally:
    """Counts behind precision, recall and F1."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """Share of predictions that are right."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of gold that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.predicted + self.gold
        return 2 * self.right / both if both else 0.0


@dataclass(slots=True)
class Report:
    """Everything that :func:`score` found."""

    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    fields: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    exact: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    main: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    articles: int = 0

    def rows(self) -> list[tuple[str, float, float, float, int]]:
        """(what, precision, recall, F1, n) per line of a table."""
        out = []
        for kind, tally in sorted(self.kinds.items()):
            out.append((f"quantity/{kind}", tally.precision, tally.recall, tally.f1, tally.gold))
        for name, tally in sorted(self.fields.items()):
            out.append((f"quantity.{name}", tally.recall, tally.recall, tally.recall, tally.gold))
        for name, tally in sorted(self.exact.items()):
            out.append((f"exact/{name}", tally.recall, tally.recall, tally.recall, tally.gold))
        for name, tally in sorted(self.main.items()):
            out.append((f"main/{name}", tally.recall, tally.recall, tally.recall, tally.gold))
        return out


def score(pairs: Iterable[Pair]) -> Report:
    """Score (gold, predicted) quantities, one pair per article."""
    report = Report()
    for gold, predicted in pairs:
        report.articles += 1
        matched = match(gold, predicted)
        _kinds(report, gold, predicted, matched)
        hit = frozenset(p for _, p in matched)
        for g, p in matched:
            _fields(report, gold[g], predicted[p], hit)
        for kind in ("killed", "injured"):
            ours, theirs = figures(predicted, kind), figures(gold, kind)
            if ours or theirs:
                report.exact[kind].gold += 1
                report.exact[kind].right += ours == theirs
                report.main[kind].gold += 1
                report.main[kind].right += _largest(ours) == _largest(theirs)
            report.exact[f"{kind}_all"].gold += 1
            report.exact[f"{kind}_all"].right += ours == theirs
    return report


def match(gold: Sequence[Row], predicted: Sequence[Row]) -> list[tuple[int, int]]:
    """Pairs (gold index, predicted index): same kind, overlapping spans, equal numbers first, each once."""
    ranked = sorted(
        (not _same_number(g, p), -_overlap(g, p), i, j)
        for i, g in enumerate(gold)
        for j, p in enumerate(predicted)
        if g["kind"] == p["kind"] and _overlap(g, p) > 0
    )
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    out = []
    for _, _, i, j in ranked:
        if i not in used_gold and j not in used_predicted:
            used_gold.add(i)
            used_predicted.add(j)
            out.append((i, j))
    return out


def figures(rows: Sequence[Row], kind: str) -> Counter[int | None]:
    """Independent figures of a kind in an article: neither parts nor repetitions."""
    return Counter(
        row.get("best")
        for row in rows
        if row["kind"] == kind
        and row.get("part_of") is None
        and row.get("same_as") is None
        and row.get("mode", "event") in ("event", "cumulative")
    )


def _largest(figures: Counter[int | None]) -> int:
    return max((value or 0 for value in figures), default=0)


def _overlap(a: Row, b: Row) -> int:
    return int(min(a["end"], b["end"]) - max(a["start"], b["start"]))


def _same_number(a: Row, b: Row) -> bool:
    return all(a.get(key) == b.get(key) for key in ("low", "best", "high"))


def _kinds(report: Report, gold: Sequence[Row], predicted: Sequence[Row], matched: list[tuple[int, int]]) -> None:
    hit = {j for _, j in matched}
    for row in gold:
        report.kinds[row["kind"]].gold += 1
        report.kinds["*"].gold += 1
    for j, row in enumerate(predicted):
        if j not in hit and row.get("same_as") is not None:
            continue
        report.kinds[row["kind"]].predicted += 1
        report.kinds["*"].predicted += 1
        report.kinds[row["kind"]].right += j in hit
        report.kinds["*"].right += j in hit


def _belongs(row: Row) -> bool:
    """Is it a part or a repetition of another? (Development data tells repetitions by ``part_of`` as well.)"""
    return row.get("part_of") is not None or row.get("same_as") is not None


def _fields(report: Report, a: Row, b: Row, hit: frozenset[int]) -> None:
    """Compare a matched pair; ``hit``: predictions that are matched, so that a repetition of what gold left out counts
    as the thing itself."""
    lone = b.get("part_of") is None and b.get("same_as") is not None and b["same_as"] not in hit
    checks = {
        "number": _same_number(a, b),
        "mode": a.get("mode") == b.get("mode"),
        "status": a.get("status") == b.get("status"),
        "part_of": _belongs(a) == (_belongs(b) and not lone),
        "attributed_to": _same_name(a.get("attributed_to"), b.get("attributed_to")),
        "attributed_any": (a.get("attributed_to") is None) == (b.get("attributed_to") is None),
        "side": _same_name(a.get("side"), b.get("side")),
        "event": (a.get("event") is None) == (b.get("event") is None),
    }
    for name, right in checks.items():
        if name == "side" and "side" not in a:
            continue  # gold says nothing about it
        report.fields[name].gold += 1
        report.fields[name].right += right


def _same_name(a: str | None, b: str | None) -> bool:
    """Names agree when their content words overlap ("the ministry" – "Interior Ministry"), or one is the short form."""
    if a is None or b is None:
        return a is b
    one, two = _words(a), _words(b)
    return bool(one & two) or a.lower() == b.lower() or _shortens(a, b) or _shortens(b, a)


def _shortens(short: str, long: str) -> bool:
    """ "IOM" – "International Organization for Migration"."""
    words = long.replace("-", " ").split()
    initials = {"".join(w[0] for w in words), "".join(w[0] for w in words if w[0].isupper())}
    return len(short) > 2 and short.isupper() and short in {i.upper() for i in initials}


def _words(name: str) -> set[str]:
    return {w.rstrip("s") for w in name.lower().replace("-", " ").split() if len(w) > 2} - {"the", "and", "for"}
