"""Small tests of what a counted group is: the attackers of the noun before, a crowd, one of a kind, no force at all."""

from __future__ import annotations

from dataclasses import dataclass

from processors.extraction.quantities.joints import AND
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.page import Page
from processors.extraction.quantities.words import Words

_ASIDE = 6
"""Tokens of an aside behind its number."""


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
        """ "The attackers, about 30 of them, came on foot": what the noun before the comma is.

        Men of any kind are that too, and so is a number alone ("the attackers, 200 on foot,"), if a comma closes it.
        """
        if m.start < 2 or page.lower[m.start - 1] not in (",", "(", "–", "—"):
            return None
        if m.partitive and page.lower[m.head] in self.words.sets["partitive"]:
            told = True
        else:
            plain = m.elliptical or page.lower[m.head] in self.words.sets["any_men"] | self.words.sets["people"]
            closed = any(w in (",", ")", "–", "—") for w in page.lower[m.end : min(page.right[m.head], m.end + _ASIDE)])
            told = plain and closed and not m.definite
        klass = self.words.klass(page.lower[m.start - 2])
        return {"attacker": "attackers", "protester": "protesters"}.get(klass or "") if told else None

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

    def _are_there(self, page: Page, m: Mention) -> bool:
        """ "The army will send 10,000 men; about 6,000 are there today": a number, a form of "be", a place."""
        k = m.end
        if k + 1 >= page.right[m.head] or page.lower[k] not in self.words.sets["be_now"]:
            return False
        return page.lower[k + 1] in self.words.sets["where"] | self.words.sets["posted"]

    def _of_soldiers(self, page: Page, m: Mention) -> bool:
        """ "Two companies of marines", "the police sent a company": no firm, in a sentence about soldiers or police."""
        sentence = page.lower[page.left[m.head] : page.right[m.head]]
        return any(self.words.klass(w) == "soldier" or w in self.words.sets["police"] for w in sentence)

    def _placed_at(self, page: Page, m: Mention) -> str | None:
        """ "Two brigades south of the frontier": they stand there; "three battalions to Kidal": they go there."""
        there = self.words.sets["where"] | self.words.sets["posted"]
        k, end = m.end, page.right[m.head] - 1
        if page.lower[k : k + 1] and page.lower[k] in self.words.sets["of"]:
            k += 2  # "of marines"
        while k < end and page.lower[k] not in there and page.doc[k].pos_ in ("ADJ", "ADV"):
            k += 1
        if k >= end:
            return None
        if page.lower[k] in self.words.sets["bound"] and page.doc[k + 1].pos_ in ("DET", "PROPN", "NOUN"):
            return "flow_in"
        return "stock" if page.lower[k] in there else None
