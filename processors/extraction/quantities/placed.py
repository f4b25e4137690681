"""Figures told by place: "seven in Kharkiv and three in Sumy"."""

from __future__ import annotations

from processors.extraction.quantities.among import Among
from processors.extraction.quantities.claims import Claim, Claims
from processors.extraction.quantities.joints import AND
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.page import Page
from processors.extraction.quantities.phrases import match_on


class Placed(Among):
    """Knows phrases of places, days and sides, and parts that are told by them."""

    def _place_or_day(self, page: Page, k: int) -> bool:
        sets = self.words.sets
        return k < len(page.lower) and page.lower[k] in sets["where"] | sets["weekdays"]

    def _placed(self, page: Page, k: int) -> bool:
        """Does a phrase of a place or a side begin at token ``k``: "in Sumy", "du côté des assaillants"?"""
        if match_on(page.doc, self.words.trees["side"], k) is not None:
            return True
        if k < len(page.lower) and page.lower[k] in self.words.sets["weekdays"]:
            return True
        if any(w in self.words.sets["sided"] for w in page.lower[k + 1 : k + 5]) and page.doc[k].pos_ == "ADP":
            return True  # "on the government side"
        if k >= len(page.lower) - 1 or page.lower[k] not in self.words.sets["where"]:
            return False
        for token in page.doc[k + 1 : k + 7]:
            if token.ent_type_ in ("GPE", "LOC", "FAC") or token.lower_ in self.words.sets["those_of"]:
                return True
            if token.pos_ == "PROPN" and not self.words.month(token):
                return True  # a place that no name is known for
            if token.lower_ in self.words.sets["weekdays"]:
                return True
            if token.pos_ not in ("DET", "ADJ", "NOUN", "ADP", "PROPN"):
                return False
        return False

    def _next_place(
        self, page: Page, m: Mention, own: Claim | None, last: list[Claim], claims: Claims, barred: set[int]
    ) -> Claim | None:
        """ "46 dead, 21 of them in Homs, 14 in Idlib and 11 in Deraa": parts told by place behind the first part."""
        before = last[-1] if last and (own is None or own.whole is None) else None
        if before is None or before.whole is None or not m.elliptical or m.partitive or id(m) in barred:
            return own
        first, whole = before.mention, before.whole.mention
        gap = range(first.end, m.start)
        told = [c for c in last if c.whole is before.whole]
        if not 1 < len(gap) < 20 or page.left[m.start] != page.left[first.start] or not self._placed(page, m.end):
            return own
        if not (first.partitive or (len(told) > 1 and first.elliptical)) or not any(self._placed(page, k) for k in gap):
            return own
        linked = page.lower[m.start - 1] in AND | {","}
        summed = sum(c.mention.best or 0 for c in told) + (m.best or 0)
        if not linked or summed > (whole.best or 0) or (own is not None and own.kind != before.kind):
            return own
        own = own or Claim(m, before.kind, m.start, before.mode)
        own.whole = before.whole
        claims[id(m)] = own
        return own
