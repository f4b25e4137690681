"""Who contradicts whom: speakers whose figures stand side by side, whoever of them spoke last (docs/claims.md, 4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from processors.stories.figures import figure
from processors.stories.weights import LAND, canonical, fold_simple
from tocsin.records import Actor, Claim

STATE = ("GOV", "MIL", "COP", "JUD", "SPY")
"""Sectors of organs of a state, which speak for it."""


@dataclass(frozen=True)
class Rivals:
    """Tells speakers who contradict each other from those who report one after the other.

    Args:
        parties: names of those who take part in the happening.
        camps: folded name of a party → whose it is.
        opposed: pairs whose figures an article has set against each other.
    """

    parties: Collection[str] = frozenset()
    camps: Mapping[str, str] = field(default_factory=dict)
    opposed: Collection[frozenset[str]] = frozenset()

    def between(self, one: frozenset[str], other: frozenset[str]) -> bool:
        """Do any two of them contradict each other? Never where one speaks in both, or nobody in one."""
        if one & other or one <= {""} or other <= {""}:
            return False
        return any(self._are(a, b) for a in one for b in other if a and b)

    def _are(self, one: str, other: str) -> bool:
        if frozenset((one, other)) in self.opposed:
            return True
        mine, theirs = self.camp(one), self.camp(other)
        if mine is not None and theirs is not None:
            return mine != theirs
        return self.has_name(one) and self.has_name(other)

    def camp(self, speaker: str) -> str | None:
        """The party that a speaker speaks for: itself, or its state; None for others."""
        name = fold_simple(speaker)
        if name in self.camps:
            return self.camps[name]
        lands = (canonical(word) for word in name.split())
        land = next((one for one in lands if one is not None and one.startswith(LAND)), None)
        return land or (name if speaker in self.parties else None)

    def take_part(self, speakers: frozenset[str]) -> bool:
        """Does any of them speak for a party?"""
        return any(one in self.parties or self.camp(one) in self.camps.values() for one in speakers if one)

    def opponents(self, one: str, other: str) -> bool:
        """Two sides of a fight who cannot be one: a state and others, or two states. Rebels may have many names."""
        mine, theirs = self.camp(one), self.camp(other)
        states = [camp is not None and camp.startswith(LAND) for camp in (mine, theirs)]
        return None not in (mine, theirs) and mine != theirs and any(states)

    def has_name(self, speaker: str) -> bool:
        """A party, or someone with a name of their own: not "a hospital official", whose count the next one raises."""
        return speaker in self.parties or speaker[:1].isupper()

    def in_article(self, claims: Sequence[Claim]) -> list[tuple[Claim, Claim]]:
        """Pairs of figures of an article for the same people that two speakers with a name give, and that exclude."""
        loose = [c for c in claims if c.attributed_to and not (c.part_of or c.same_as or c.revised_from)]
        return [
            (one, other)
            for one, other in combinations([c for c in loose if self.has_name(c.attributed_to or "")], 2)
            if one.attributed_to != other.attributed_to
            and fold_simple(one.side or "") == fold_simple(other.side or "")
            and not figure(one).meets(figure(other))
        ]

    def readings(self, claims: Sequence[Claim]) -> list[list[Claim]]:
        """An article's claims as each of those who contradict each other in it would have them."""
        pairs = self.in_article(claims)
        if not pairs:
            return [list(claims)]
        theirs = {claim.id for pair in pairs for claim in pair}
        speakers = list(dict.fromkeys(claim.attributed_to for pair in pairs for claim in pair))
        return [[c for c in claims if c.id not in theirs or c.attributed_to == speaker] for speaker in speakers]


def opposed(rivals: Rivals, articles: Iterable[Sequence[Claim]]) -> frozenset[frozenset[str]]:
    """Pairs of speakers that some article sets against each other."""
    pairs = (pair for claims in articles for pair in rivals.in_article(claims))
    return frozenset(frozenset((one.attributed_to or "", other.attributed_to or "")) for one, other in pairs)


def camps_of(actors: Iterable[Actor]) -> dict[str, str]:
    """Folded names of those who take part → whose they are: their state for its organs, else themselves."""
    camps: dict[str, str] = {}
    for actor in actors:
        whose = fold_simple(actor.name or actor.text)
        if actor.country and (actor.sector in STATE or (actor.id or "").startswith("country:")):
            whose = LAND + actor.country.casefold()
        for name in (actor.name, actor.text):
            if name:
                camps.setdefault(fold_simple(name), whose)
    return camps
