"""Small tests of what a counted group is: the attackers of the noun before, a crowd, one of a kind, no force at all."""

from __future__ import annotations

from dataclasses import dataclass

from processors.extraction.quantities.joints import AND
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.page import Page
from processors.extraction.quantities.words import Words


@dataclass(slots=True, eq=False)
class Group:
    """A mention of a group, with what it does."""

    mention: Mention
    kind: str
    mode: str = "event"
    status: str = "actual"
    unit: tuple[int, int] | None = None


class Bands:
    """What :class:`Groups` asks about a mention."""

    def __init__(self, words: Words) -> None:
        self.words = words

    @staticmethod
    def _one_more(page: Page, before: Group, m: Mention) -> bool:
        """ "Two destroyers and a submarine" are three."""
        whole = before.mention
        if before.kind != "vehicles" or m.form != "article" or m.start - whole.end != 1 or whole.best is None:
            return False
        if whole.qualifier or whole.best != whole.high or page.lower[whole.end] not in AND:
            return False
        whole.low = whole.best = whole.high = whole.best + 1
        whole.end = m.end
        return True

    def _apposed(self, page: Page, m: Mention) -> str | None:
        """ "The attackers, about 30 of them, came on foot": what the noun before the comma is."""
        if not m.partitive or page.lower[m.head] not in self.words.sets["partitive"] or m.start < 2:
            return None
        if page.lower[m.start - 1] not in (",", "(", "–", "—"):
            return None
        klass = self.words.klass(page.lower[m.start - 2])
        return {"attacker": "attackers", "protester": "protesters"}.get(klass or "")

    def _counted_by_organisers(self, page: Page, m: Mention, lower: str) -> bool:
        crowd, organisers = self.words.sets["crowd"], self.words.sets["organisers"]
        near = page.lower[max(page.left[m.start], m.start - 20) : min(page.right[m.start], m.end + 20)]
        return lower in crowd and any(w in organisers for w in near)

    def _crowd(self, page: Page, m: Mention) -> bool:
        """ "Organisers put turnout at 50,000"."""
        before = page.lower[max(page.left[m.start], m.start - 7) : m.start]
        return (
            bool(before)
            and before[-1] in self.words.sets["toll_link"]
            and any(w in self.words.sets["crowd"] for w in before)
        )

    def _tried(self, page: Page, m: Mention) -> bool:
        """ "A court sentenced 12 soldiers": no force."""
        return any(w in self.words.sets["tried"] for w in page.lower[max(0, m.start - 3) : m.end + 4])

    @staticmethod
    def _moves(m: Mention, at: int) -> bool:
        """A few men are a force only where a verb of theirs is near; else "according to two officers who …"."""
        return at >= 0 and (m.end <= at <= m.end + 6 or 0 < m.start - at <= 3)
