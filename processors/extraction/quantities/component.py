"""spaCy component ``tocsin_quantities``: claims about numbers of people and vehicles on ``doc._.quantities``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc, Token

from processors.extraction import marks
from processors.extraction.marks import QuantityMark, dates_of
from processors.extraction.quantities import words as lexicon_words
from processors.extraction.quantities.bands import Group
from processors.extraction.quantities.casualties import Casualties
from processors.extraction.quantities.claims import Claim, Claims
from processors.extraction.quantities.context import Context
from processors.extraction.quantities.figures import Figures
from processors.extraction.quantities.groups import Groups
from processors.extraction.quantities.joints import OF
from processors.extraction.quantities.mentions import Mention, Mentions
from processors.extraction.quantities.page import Page
from processors.extraction.quantities.relations import current, relate
from processors.extraction.quantities.sides import side_of
from processors.extraction.quantities.words import CASUALTY
from processors.extraction.realis.memory import memories
from tocsin.records.analysis import Qualifier, QuantityKind, QuantityMode

marks.install()

_ALSO = 4
"""Tokens from a verb on within which "too" may stand: "est mort lui aussi"."""
_AGAIN = 40
"""Tokens within which it is told how somebody came to harm who died."""


@Language.factory("tocsin_quantities", default_config={"lexicon": "en", "overlay": None})
def create(nlp: Language, name: str, lexicon: str, overlay: str | None) -> Quantities:
    """Factory: ``lexicon`` is the language folder, ``overlay`` a user's folder or None."""
    return Quantities(lexicon, overlay)


def _in_list(claims: Claims, claim: Claim) -> bool:
    """Told in one breath with others ("General Koang and 27 soldiers"): nobody of whom was spoken before."""
    return any(c is not claim and c.at == claim.at and c.whole is None for c in claims.values())


def _other_name(one: QuantityMark, other: QuantityMark) -> bool:
    """Two people with names of their own that share no word."""
    names = [{t.lower_ for t in m.span if t.ent_type_ in ("PERSON", "PER")} for m in (one, other)]
    return bool(names[0]) and bool(names[1]) and not names[0] & names[1]


def _same_past(doc: Doc, one: QuantityMark, other: QuantityMark) -> bool:
    """Of the news both, or of times long past both."""
    past = memories(doc)
    return (one.head.sent.start in past) is (other.head.sent.start in past)


def _told_anew(doc: Doc, m: Mention, one: QuantityMark) -> bool:
    """ "On Monday the chief of Tambao": of another noun, with a name and a day of his own, so somebody else."""
    past = memories(doc)
    if (doc[m.head].sent.start in past) is not (one.head.sent.start in past):
        return True
    if doc[m.head].lower_ == one.head.lower_ or m.end + 1 >= len(doc):
        return False
    of_place = doc[m.end].lower_ in OF and doc[m.end + 1].pos_ == "PROPN"
    apart = _dated(doc[m.head]) and _dated(one.head) and doc[m.head].sent.start != one.head.sent.start
    return of_place and apart


def _dated(token: Token) -> bool:
    """Does the sentence say when, of its own?"""
    sent = token.sent
    return any(sent.start <= d.span.start < sent.end for d in dates_of(token.doc))


def _opens_dated(token: Token) -> bool:
    start = token.sent.start
    return any(start <= d.span.start < start + 3 for d in dates_of(token.doc))


def _close(total: QuantityMark, one: QuantityMark) -> bool:
    """Told in the same paragraph."""
    if one.head.sent.start != total.head.sent.start and _opens_dated(one.head):
        return False  # "A year later their leader was shot": another happening
    gap = one.span.doc[total.span.end : one.span.start]
    return len(gap) < 60 and not any("\n" in t.text for t in gap)


class Quantities:
    """Numbers → counted noun phrases → claims of a kind → relations among them."""

    def __init__(self, language: str, overlay: str | None = None) -> None:
        self.language = language
        self.words = lexicon_words.build(language, overlay)
        self._mentions = Mentions(self.words, Figures(language, overlay))
        self._casualties = Casualties(self.words)
        self._groups = Groups(self.words)
        self._context = Context(self.words)

    def __call__(self, doc: Doc) -> Doc:
        """Write ``doc._.quantities`` in text order."""
        doc._.quantities = self._read(doc) if len(doc) else []
        return doc

    def _read(self, doc: Doc) -> list[QuantityMark]:
        page = Page.of(doc, self._mentions.find(doc))
        claims = self._casualties.find(page)
        barred = {id(m) for m in page.mentions if m.form == "many"}
        groups = self._groups.find(page, set(claims) | barred)
        self._context.read(page)
        made: dict[int, QuantityMark] = {}
        fresh: set[int] = set()
        definite: set[int] = set()
        singles: dict[str, QuantityMark] = {}
        mishaps = {id(c) for c in claims.values() if self._context.is_hazard(page, c)}
        for claim in sorted(claims.values(), key=lambda c: c.mention.start):
            if id(claim) in mishaps or id(claim.whole) in mishaps:
                continue
            if claim.kind == "injured" and "killed" in singles and self._hurt_before(page, claim, singles["killed"]):
                continue
            known = singles.get(claim.kind)
            if self._also(page, claim):
                claim.mention.form, claim.mention.definite = "article", False
            if claim.mention.form == "definite" and known is not None and not _in_list(claims, claim):
                if not (self._other_side(claim.mention, known) or _told_anew(page.doc, claim.mention, known)):
                    continue
                claim.mention.form, claim.mention.definite = "article", False
            if claim.kind == "killed" and self._died_of_it(claim.mention, singles.get("injured")):
                hurt = singles.pop("injured")
                made = {k: mark for k, mark in made.items() if mark is not hurt}
            mark = self._casualty(page, claim)
            again = known is not None and not _in_list(claims, claim) and not _other_name(known, mark)
            again = again and known is not None and _same_past(page.doc, known, mark)
            if claim.mention.form in ("name", "definite") and again:
                mark.same_as = known
            elif claim.mention.form in ("name", "definite") and claim.whole is None and not _in_list(claims, claim):
                mark.part_of = self._total_before(made.values(), mark)
            made[id(claim)] = mark
            if mark.best == 1:
                singles[claim.kind] = mark
            self._note(claim.mention, mark, fresh, definite)
        for claim in claims.values():
            if claim.whole is not None and id(claim) in made and id(claim.whole) in made:
                made[id(claim)].part_of = made[id(claim.whole)]
        out = list(made.values())
        for group in groups:
            mark = self._group(page, group)
            self._note(group.mention, mark, fresh, definite)
            out.append(mark)
        out.sort(key=lambda q: (q.span.start, q.span.end))
        for mark in out:
            mark.side = side_of(mark, doc, self.words)
        relate(out, fresh, definite, frozenset(CASUALTY), self.words)
        return current(out, frozenset(CASUALTY), self.words)

    def _total_before(self, marks: Iterable[QuantityMark], one: QuantityMark) -> QuantityMark | None:
        """A victim named after a total in the same article is one of them; an attacker is none of "nine guests"."""
        totals = [
            m
            for m in marks
            if m.kind == one.kind and m.mode == one.mode and m.part_of is None and (m.best or 0) > 1 and _close(m, one)
        ]
        if self.words.klass(one.head.lower_) == "attacker":
            totals = [m for m in totals if m.head.like_num or m.head.lower_ in self.words.sets["inclusive"]]
        return max(totals, key=lambda m: m.best or 0) if totals else None

    def _also(self, page: Page, claim: Claim) -> bool:
        """ "The foreign minister also died": nobody told of before."""
        told = page.lower[claim.mention.end : claim.at + 1]
        return claim.mention.form in ("name", "definite") and not self.words.sets["also"].isdisjoint(told)

    def _hurt_before(self, page: Page, claim: Claim, dead: QuantityMark) -> bool:
        """ "A guard died of his wounds. Sergeant Sow had been shot on Monday": how one of the dead came to harm."""
        m, known = claim.mention, self.words.klass(dead.head.lower_)
        again = m.form in ("name", "definite", "possessive") and 0 < m.start - dead.span.end < _AGAIN
        again = again and not self._other_side(m, dead) and (m.klass == known or m.klass in ("person", None))
        if not again or any("\n" in t.text for t in page.doc[dead.span.end : m.start]):
            return False
        return not self.words.sets["had"].isdisjoint(page.lower[max(page.left[claim.at], claim.at - 3) : claim.at])

    def _died_of_it(self, m: Mention, hurt: QuantityMark | None) -> bool:
        """ "Wounded an officer. The officer died in hospital": nobody besides him was hurt."""
        if hurt is None or m.form != "definite" or not 0 < m.start - hurt.span.end < _AGAIN:
            return False
        return hurt.span.doc[m.head].lower_ == hurt.head.lower_

    def _other_side(self, m: Mention, one: QuantityMark) -> bool:
        """ "A guard was killed. The attacker was shot dead": an attacker is not the victim told before."""
        klass = self.words.klass(one.head.lower_)
        return (m.klass == "attacker") != (klass == "attacker") and klass is not None

    @staticmethod
    def _note(m: Mention, mark: QuantityMark, fresh: set[int], definite: set[int]) -> None:
        if m.other or m.form == "ordinal":
            fresh.add(id(mark))
        if m.definite and not m.partitive:
            definite.add(id(mark))

    def _casualty(self, page: Page, claim: Claim) -> QuantityMark:
        m = claim.mention
        mode = claim.mode or ("cumulative" if self._context.cumulative(page, claim.mention, claim.at) else "event")
        return QuantityMark(
            span=page.doc[m.start : m.end],
            head=page.doc[m.head],
            kind=cast(QuantityKind, claim.kind),
            low=m.low,
            best=m.best,
            high=m.high,
            qualifier=cast("Qualifier | None", m.qualifier),
            mode=cast(QuantityMode, mode),
        )

    def _group(self, page: Page, group: Group) -> QuantityMark:
        m = group.mention
        mark = QuantityMark(
            span=page.doc[m.start : m.end],
            head=page.doc[m.head],
            kind=cast(QuantityKind, group.kind),
            low=m.low,
            best=m.best,
            high=m.high,
            qualifier=cast("Qualifier | None", m.qualifier),
            mode=cast(QuantityMode, group.mode),
            status=group.status,
        )
        more = self.words.groups["more"]
        fresh = any(w in more for w in page.lower[m.start : m.end + 2])  # "600 additional troops … this month"
        if mark.kind == "troops" and not fresh and self._context.total(page, m, page.left[m.head], page.right[m.head]):
            mark.mode = "cumulative"
        if group.unit is not None:
            times = m.best or 1
            mark.low, mark.best, mark.high, mark.qualifier = group.unit[0] * times, None, group.unit[1] * times, "unit"
        return mark
