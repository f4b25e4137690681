"""Claims: a mention with the kind of harm it counts, and the tests that all finders of claims share."""

from __future__ import annotations

from dataclasses import dataclass

from processors.extraction.quantities.asides import verb_behind_aside
from processors.extraction.quantities.joints import AND, BEING
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.page import Page
from processors.extraction.quantities.phrases import match_back
from processors.extraction.quantities.words import Words

ANY: frozenset[str] = frozenset()
ARGUMENT: frozenset[str] = frozenset({"argument"})
"""Anything that a verb of killing or wounding takes: whoever is killed is somebody, known noun or not."""
STOP = frozenset({".", ";", "!", "?", "\n"})

_LAST = 3
"""Words that a list takes to end: a comma, "and", its last member."""

Claims = dict[int, "Claim"]
"""Claims by ``id`` of their mention."""


@dataclass(slots=True, eq=False)
class Claim:
    """A mention that counts people of a kind. ``at`` is the token of the evidence."""

    mention: Mention
    kind: str
    at: int
    mode: str | None = None
    whole: Claim | None = None
    soft: bool = False


def _held_by_name(claim: Claim) -> bool:
    """Told by no more than its noun that somebody is held: "two guards and twenty hostages were killed"."""
    return claim.kind == "abducted" and claim.mention.start <= claim.at < claim.mention.end


class Finder:
    """What every finder of claims can do."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def _put(self, claims: Claims, claim: Claim) -> None:
        old = claims.get(id(claim.mention))
        if old is None or _held_by_name(old):
            claims[id(claim.mention)] = claim
        elif claim.mode and (old.kind == claim.kind or old.mention.kind is not None):
            old.mode = claim.mode

    def _fit(self, page: Page, m: Mention, only: frozenset[str], known: bool) -> bool:
        lower = page.lower[m.head]
        klass = m.klass
        if klass in ("vehicle", "unit", "thing") or (klass == "household" and "household" not in only):
            return False
        if m.form == "article" and klass is None and not self.words.human(lower):
            token = page.doc[m.head]
            known_people = token.ent_type_ == "NORP" or (token.text[0].isupper() and not token.ent_type_)
            if not known_people and not (known and only is ARGUMENT and token.pos_ == "NOUN" and not token.ent_type_):
                return False
            if only is ARGUMENT:
                return True
        if not only or only is ARGUMENT:
            return True
        if "known" in only:
            return m.elliptical or klass is not None or self.words.human(lower)
        if "other" in only:
            return m.other and klass not in ("vehicle", "unit", "thing")
        if "ordinal" in only:
            return m.form == "ordinal"
        if klass in only or (m.kind is not None and "counted" in only):
            return True
        if m.elliptical or m.partitive:
            return True
        return "person" in only and ((klass is None and m.form != "name") or m.form == "name" or klass == "person")

    def _of_things(self, page: Page, m: Mention) -> bool:
        """ "burned three vehicles and made off with two more": what the bare number counts are no people."""
        for k in range(m.start - 1, max(0, m.start - 25), -1):
            hit = page.cover.get(k)
            if hit is None and k > m.start - 4 and self.words.klass(page.lower[k]) in ("vehicle", "thing"):
                cue = match_back(page.doc, self.words.trees["including"], m.start)  # "112 drones, dont 24"
                return cue is not None or page.lower[k + 1] in self.words.sets["picked"]  # "73 engins sur 112"
            if hit is not None and not hit.elliptical and hit.form != "article":
                return hit.klass in ("vehicle", "unit")
            if hit is None and page.doc[k].like_num and self.words.klass(page.lower[page.doc[k].head.i]) == "thing":
                return k >= page.left[m.start]  # "66 of the 96 drones …, and 27 were lost"
        return False

    def _rate(self, page: Page, m: Mention) -> bool:
        """ "A thousand people a day", "deux otages par jour": a rate counts nobody."""
        words, sets = page.lower[m.end : m.end + 3], self.words.sets
        return len(words) > 1 and words[0] in sets["per"] and any(w in sets["rate"] for w in words[1:])

    def _blamed(self, page: Page, at: int) -> bool:
        """ "Charged with the murder of a …": a trial, not a count of today.

        "Suspected rebels killed a …" and "a man accused of theft was killed" are counts.
        """
        first, blame = max(page.left[at], at - 5), self.words.sets["blame"]
        above = {t.i for t in page.doc[at].ancestors}
        return any(
            page.lower[k] in blame and (k in above or page.doc[k].dep_ not in ("amod", "acl")) for k in range(first, at)
        )

    def _tried(self, page: Page, at: int) -> bool:
        """ "Convicted of the murder of two": a matter of courts, whoever the dead are."""
        return any(w in self.words.sets["tried"] for w in page.lower[max(page.left[at], at - 7) : at])

    def _joins(
        self, page: Page, m: Mention, claims: Claims, barred: set[int], before: bool = False, clause: bool = False
    ) -> bool:
        told = claims.get(id(m))
        if (told is not None and not _held_by_name(told)) or id(m) in barred or not self._fit(page, m, ANY, True):
            return False
        if m.form == "article" and m.klass is None and not self.words.human(page.lower[m.head]):
            return False
        if m.elliptical and before:
            return False
        if not before and (self._apposed(page, m) or verb_behind_aside(page, self.words, m)):
            return False
        if m.form == "many" and m.partitive and page.lower[m.head] in self.words.sets["partitive"]:
            return False  # "fifteen worshippers, many of them elderly"
        if m.form == "both" and page.lower[m.start - 1] == ",":
            return False  # "two brothers, both teachers"
        if not before and not clause and m.end < page.right[m.end - 1]:
            k = m.end
            clitic = self.words.sets["proclitics"]
            while k < page.right[m.end - 1] and (page.doc[k].pos_ in ("ADV", "ADJ") or page.lower[k] in clitic):
                k += 1
            reflexive = k > m.end and page.lower[k - 1] in clitic  # "trois soldats se sont rendus"
            if k < page.right[m.end - 1] and page.doc[k].pos_ == "AUX" and (reflexive or page.lower[k] not in BEING):
                return False
            if k < page.right[m.end - 1] and self._finite(page, k):
                return False  # "killed ten in the village, residents and a doctor said"
        return True

    @staticmethod
    def _finite(page: Page, k: int) -> bool:
        token = page.doc[k]
        return token.pos_ == "VERB" and "Fin" in token.morph.get("VerbForm", []) and not token.lower_.endswith("ed")

    def _apposed(self, page: Page, m: Mention) -> bool:
        """ "wounded Ahmed Jamil, a cameraman": the same man again, unless the list goes on behind."""
        if m.form not in ("article", "name") or page.lower[m.start - 1] != ",":
            return False
        stop = min(page.right[m.end - 1], m.end + 14)
        verb = next((k for k in range(m.end, stop) if page.doc[k].pos_ in ("AUX", "VERB")), stop)
        more = ("ADJ", "ADP", "DET", "NOUN", "PROPN")  # "a member of the bureau"
        end = next((k for k in range(m.end, verb) if page.doc[k].pos_ not in more or k in page.starts), verb)
        rest = page.lower[end:verb]
        if rest[:1] == [","] and not AND.isdisjoint(rest[1:2]):
            if len(rest) < _LAST and verb < stop:
                return True  # "killing the driver, a clerk, and wounding a passer-by"
            return page.doc[m.start - 2].ent_type_ in ("PERSON", "PER")
        return not any(w in AND for w in rest)

    def _generic(self, page: Page, m: Mention, c: Claim) -> bool:
        """Do both count the same people: equal nouns, or people in general?"""
        one, two = page.lower[m.head], page.lower[c.mention.head]
        return (
            one == two
            or self.words.klass(one) in ("captive", "counted")
            or one in self.words.deaths
            or one in self.words.sets["people"]
        )
