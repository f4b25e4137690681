"""What surrounds a count: accidents and disasters (no conflict, no count), running totals ("since 2014")."""

from __future__ import annotations

from processors.extraction.quantities.casualties import Claim
from processors.extraction.quantities.frames import Page
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.words import Words


class Context:
    """Reads a doc once (:meth:`read`), then answers for single counts."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._hazards = 0
        self._conflicts = 0

    def read(self, page: Page) -> None:
        """Weigh the words of accident against the words of conflict in the whole text."""
        hazard, conflict = self.words.sets["hazard"], self.words.sets["conflict"]
        self._hazards = sum(w in hazard for w in page.lower)
        self._conflicts = sum(w in conflict for w in page.lower)

    def is_hazard(self, page: Page, claim: Claim) -> bool:
        """Died in an accident, disaster or epidemic: not relevant, so no count."""
        if claim.kind not in ("killed", "injured", "missing", "displaced"):
            return False
        if self._hazards and self._hazards >= self._conflicts:
            return True
        if not self._hazards:
            return False
        lo, hi = page.left[claim.at], page.right[claim.at]
        window = page.lower[lo:hi]
        return any(w in self.words.sets["hazard"] for w in window) and not any(
            w in self.words.sets["conflict"] for w in window
        )

    def cumulative(self, page: Page, m: Mention, at: int) -> bool:
        """A running total: "since December", "bringing the total to 53"."""
        groups, lower = self.words.groups, page.lower
        lo, hi = page.left[at], page.right[at]
        for i in range(lo, hi):
            if lower[i] in groups["cumulative"] and i + 1 < hi:
                token = page.doc[i]
                if token.pos_ in ("ADP", "SCONJ", "ADV"):
                    return True
            for parts in groups["total"].get(lower[i], ()) if False else ():
                del parts
        if m.start >= lo:
            window = " ".join(lower[max(lo, m.start - 12) : min(hi, m.end + 6)])
            return any(phrase in window for phrase in self._totals)
        return False

    @property
    def _totals(self) -> tuple[str, ...]:
        return tuple(parts[0] for rows in self.words.groups["total"].values() for parts in rows)
