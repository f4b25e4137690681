"""What surrounds a count: accidents and disasters (no conflict, no count), running totals ("since 2014")."""

from __future__ import annotations

from spacy.tokens import Token

from processors.extraction.marks import dates_of
from processors.extraction.quantities.claims import Claim
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.page import Page
from processors.extraction.quantities.phrases import match_on, within
from processors.extraction.quantities.words import Words
from processors.extraction.syntax import OBJECT

_LEAD = 30
"""Tokens within which a short report tells its day."""
_SHORT = 150
_OF_A_YEAR = 100
"""From how many dead on "last year" tells a sum, no single deed."""


def _is_deed(token: Token) -> bool:
    """ "The rebels sank two ships": somebody's deed, no accident."""
    return token.pos_ == "VERB" and any(c.dep_ in OBJECT for c in token.children)


class Context:
    """Reads a doc once (:meth:`read`), then answers for single counts."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._mishaps: list[int] = []
        self._conflicts = 0
        self._pits: set[int] = set()
        self._of_one_day = False

    def read(self, page: Page) -> None:
        """Weigh the words of accident against the words of conflict in the whole text; is it a report of one day?"""
        days = [d for d in dates_of(page.doc) if d.precision == "day" and d.span.start < _LEAD]
        self._of_one_day = bool(days) and len(page.doc) < _SHORT
        hazard, conflict = self.words.sets["hazard"], self.words.sets["conflict"]
        phrases = self.words.trees["mishap"]
        self._mishaps = [i for i, w in enumerate(page.lower) if w in phrases and match_on(page.doc, phrases, i)]
        self._mishaps += [i for i, w in enumerate(page.lower) if w in hazard and not _is_deed(page.doc[i])]
        relief, classes = self.words.sets["relief"], self.words.classes
        pits = self.words.trees["pits"]
        self._pits = {
            k
            for i, w in enumerate(page.lower)
            if w in pits and (hit := match_on(page.doc, pits, i))
            for k in range(i, hit[1])
        }
        self._conflicts = sum(
            w in conflict and w not in relief and classes.get(w) != "soldier" and i not in self._pits
            for i, w in enumerate(page.lower)
        )

    def is_hazard(self, page: Page, claim: Claim) -> bool:
        """Died in an accident, disaster or epidemic: not relevant, so no count."""
        if claim.kind not in ("killed", "injured", "missing", "displaced"):
            return False
        hazards = len(self._mishaps)
        if hazards > self._conflicts or (hazards >= 2 and hazards >= self._conflicts):
            return True
        if not hazards:
            return False
        lo, hi = page.left[claim.at], page.right[claim.at]
        window = page.lower[lo:hi]
        people = self.words.classes
        mishap = any(lo <= i < hi for i in self._mishaps)
        if mishap and self._of_disaster(page, claim.at, lo, hi):
            return True
        return mishap and not any(
            w in self.words.sets["conflict"]
            and k not in self._pits
            and people.get(w) != "soldier"
            and (people.get(w) != "attacker" or k not in page.cover)
            and w != "army"
            for k, w in enumerate(window, lo)
        )

    def _of_disaster(self, page: Page, at: int, lo: int, hi: int) -> bool:
        """An earthquake or flood told nearer to the number than any deed ("what one of them called a war zone")."""
        disaster, conflict = self.words.sets["disaster"], self.words.sets["conflict"]
        near = min((abs(k - at) for k in range(lo, hi) if page.lower[k] in disaster), default=None)
        people = self.words.classes
        deeds = (k for k in range(lo, hi) if page.lower[k] in conflict and people.get(page.lower[k]) != "soldier")
        deed = min((abs(k - at) for k in deeds), default=None)
        return near is not None and (deed is None or near < deed)

    def cumulative(self, page: Page, m: Mention, at: int) -> bool:
        """A running total: "since December", "bringing the total to 53"."""
        groups, lower = self.words.groups, page.lower
        lo, hi = max(page.left[at], at - 60), min(page.right[at], at + 60)
        if (m.best or 0) >= 1000 and self._deadly(lower[at]) and not self._one_event(page, m, at):
            return True  # no single event of the day: a war's toll
        if (m.best or 0) >= _OF_A_YEAR and self._of_years(page, lo, hi):
            return True  # "rebels killed 900 civilians last year"
        if any(self._war(page, k) for k in range(max(lo, at - 8), at)):
            return True  # "the civil war killed 600": the toll of years
        for i in range(lo, hi):
            if lower[i] in groups["cumulative"] and i + 1 < hi and page.doc[i].pos_ in ("ADP", "SCONJ", "ADV"):
                if self._other_clause(page, m, i) or self._today(page, m, i) or self._from_place(page, i):
                    continue
                raised = i > m.end and any(w in self.words.sets["bring"] for w in lower[m.end : i])
                worst = within(page.doc, self.words.trees["superlative"], i - 9, i)
                if not (
                    lower[i - 1] in self.words.sets["fired"] or raised or worst or self._other_state(page, m, at, i)
                ):
                    return True  # not "tirés depuis le sol", "…, bringing to 32 the number … since Monday"
        return self.total(page, m, lo, hi, plain=False)

    def _of_years(self, page: Page, lo: int, hi: int) -> bool:
        """ "Last year", "every year", and no single deed ("killed 300 in an attack last year")."""
        trees = self.words.trees
        return within(page.doc, trees["yearly"], lo, hi) and not within(page.doc, trees["one_event"], lo, hi)

    @staticmethod
    def _other_clause(page: Page, m: Mention, i: int) -> bool:
        """ "300 died since May; 23 were killed today", "has killed 300 since 2009, flared again …": told of others."""
        low, high = sorted((m.start, i))
        if ";" in page.lower[low:high]:
            return True
        opens = next((k for k in range(i - 1, page.left[i] - 1, -1) if page.doc[k].pos_ in ("VERB", "AUX")), None)
        if m.start < i or opens is None:
            return False  # "since May, 300 have died"
        gap = page.doc[i + 1 : m.start]
        return any(t.text == "," for t in gap) and any(t.pos_ in ("VERB", "AUX") for t in gap)

    def _today(self, page: Page, m: Mention, i: int) -> bool:
        """ "4,000 have fled since the morning", "have not been heard of since": one event, still going on."""
        behind = page.lower[i + 1 : min(i + 4, page.right[i])]
        if not self.words.sets["this_day"].isdisjoint(behind):
            return True
        return i > m.end and not any(w.isalnum() for w in behind[:1])

    @staticmethod
    def _from_place(page: Page, i: int) -> bool:
        """ "A missile fired since the Lebanon", as French says it: "depuis le Liban", "depuis Kaboul"."""
        return any(t.ent_type_ in ("GPE", "LOC", "FAC") for t in page.doc[i + 1 : min(i + 3, page.right[i])])

    def _war(self, page: Page, k: int) -> bool:
        """A war or conflict that kills; not "prisoners of war"."""
        if page.lower[k] not in self.words.sets["long"]:
            return False
        if not self.words.sets["local"].isdisjoint(page.lower[k + 1 : k + 2]):
            return False
        return not (k > 1 and page.lower[k - 1] in self.words.sets["of"] and self.words.human(page.lower[k - 2]))

    def _other_state(self, page: Page, m: Mention, at: int, i: int) -> bool:
        """ "Missing since Monday, they were found dead": since when another thing holds."""
        before = page.lower[i - 1]
        kinds = {f.frame.kind for f in self.words.verbs.get(before, ()) if "part" in f.shapes}
        kinds |= {self.words.counted.get(before, "")}
        return bool(kinds & {"missing", "abducted", "arrested"}) and m.start < i and at != i - 1

    def _one_event(self, page: Page, m: Mention, at: int) -> bool:
        """ "Killed more than 1,000 people on Friday", "in the massacre": told of one deed, not of years."""
        lo = max(page.left[at], min(at, m.start) - 8)
        hi = min(page.right[at], max(at, m.end) + 9)
        hi = next((k for k in range(max(at, m.end), hi) if "\n" in page.lower[k]), hi)
        if any(w in self.words.sets["long"] or w in self.words.groups["cumulative"] for w in page.lower[lo:hi]):
            return False
        day = self._of_one_day or any(w in self.words.sets["weekdays"] for w in page.lower[max(at, m.end) : hi])
        return day or within(page.doc, self.words.trees["one_event"], lo, hi)

    def total(self, page: Page, m: Mention, lo: int, hi: int, *, plain: bool = True) -> bool:
        """ "Bringing the number to" near the mention; ``plain``: "in total" as well, which may be said of one deed."""
        lower = page.lower
        if m.start < lo:
            return False
        before = " ".join(lower[max(lo, m.start - 12) : m.start])
        window = " ".join(lower[max(lo, m.start - 12) : min(hi, m.end + 6)])
        bring = self.words.sets["bring"]
        own = self._totals if plain else (p for p in self._totals if p not in self.words.sets["in_all"])
        return any(phrase in (before if phrase.split()[0] in bring else window) for phrase in own)

    def _deadly(self, word: str) -> bool:
        kinds = {f.frame.kind for f in self.words.verbs.get(word, ())} | {self.words.counted.get(word, "")}
        return bool(kinds & {"killed", "injured"})

    @property
    def _totals(self) -> tuple[str, ...]:
        return tuple(" ".join(parts) for rows in self.words.groups["total"].values() for parts in rows)
