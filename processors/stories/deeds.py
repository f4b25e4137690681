"""By what means, by whom and against whom: what keeps two deeds of one town and day apart."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Protocol

from processors.stories.homes import Counted, victims_of
from processors.stories.weights import fold_simple
from tocsin.records import Actor

MEANS: Mapping[str, str] = {
    **dict.fromkeys(("explosives", "suicide-attack"), "blast"),
    **dict.fromkeys(("aerial", "drone", "heavy-weapons"), "strike"),
    "firearms": "arms",
    "crowd-control": "crowd",
}
SORTS: Mapping[str, str] = {
    **dict.fromkeys(("MIL", "COP", "GOV"), "state"),
    **dict.fromkeys(("REB", "UAF", "SEP", "PRM"), "armed"),
}
"""Soldiers, police and guards are often taken for each other; so are all who fight them."""
CIVIL, ANYBODY, UNKNOWN = "civil", "anybody", "unknown"
GENERIC = ("group:", "norp:", "person:", "office:", "city:")
"""Ids of actors that name a kind of people, or who speaks for a side, rather than a side."""


class Happened(Protocol):
    """An event of an article, or a happening."""

    @property
    def mode(self) -> str | None:
        """How it was done."""

    @property
    def actors(self) -> Sequence[Actor]:
        """Who acts."""

    @property
    def recipients(self) -> Sequence[Actor]:
        """Who is acted upon."""


@dataclass(frozen=True)
class Deed:
    """``victims``: the sorts of those who were counted as killed, or else as injured, and ``toll`` how many.

    ``sites``: kinds of places in its town that the telling sentences name.
    """

    means: str | None = None
    acting: tuple[str, ...] = ()
    acted: tuple[str, ...] = ()
    victims: tuple[str, ...] = ()
    toll: tuple[int, ...] = ()
    sites: tuple[str, ...] = ()


NO_DEED = Deed()


def deed(event: Happened, counted: Iterable[Counted], told: Iterable[str]) -> Deed:
    """What an event says of itself: ``counted`` are its figures, ``told`` the sentences that tell it."""
    hurt = victims_of(counted)
    return Deed(
        MEANS.get(event.mode or ""),
        tuple(sorted({actor.id for actor in event.actors if actor.id})),
        tuple(sorted({actor.id for actor in event.recipients if actor.id})),
        tuple(sorted({_sort(one.side, event) for one in hurt})),
        tuple(sorted({one.best for one in hurt if one.best is not None})),
        tuple(sorted({site for text in told for word in text.split() if (site := _sites().get(word.strip(SIGNS)))})),
    )


SIGNS = ".,;:!?()\"'«»“”‘’"


@cache
def _sites() -> Mapping[str, str]:
    text = (files(__package__) / "data" / "sites.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {word: kind for kind, words in rows for word in words.split()}


def _sort(side: str | None, event: Happened) -> str:
    """Soldiers, fighters, surely civilians, or anybody: "12 people" may be all of these."""
    if side is None:
        return CIVIL if event.recipients and all(map(_civil, event.recipients)) else ANYBODY
    actor = next((a for a in (*event.recipients, *event.actors) if side in (a.id, a.name, a.text)), None)
    if actor is None:
        return UNKNOWN
    if actor.sector in (None, "CVL"):
        return CIVIL if _civil(actor) else ANYBODY if actor.sector else UNKNOWN
    return SORTS.get(actor.sector, UNKNOWN)


def _civil(actor: Actor) -> bool:
    words = re.findall(r"\w+", fold_simple(actor.text))
    return actor.sector in (None, "CVL") and not _civilians().isdisjoint(words)


@cache
def _civilians() -> frozenset[str]:
    text = (files(__package__) / "data" / "civilians.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def at_odds(one: Deed, other: Deed) -> bool:
    """The two cannot be one deed, though town, day and toll be the same.

    Either other people died by other means (soldiers by a mine, traders by the guns of an ambush; an
    attack by nobody of which no more is said is read as one with arms), or others died and
    who acts in one is acted upon in the other, or so many died at a mosque and so many others at a market.
    A fight that both sides tell is one, by whomever it is told.
    """
    if _none_common(one.sites, other.sites) and _none_common(one.toll, other.toll):
        return True
    if one.means and other.means and one.means != other.means:
        vague = any(told.means == "arms" and not told.acting for told in (one, other))
        if _others_died(one, other, loosely=not vague):
            return True
    turned = _reversed(one, other) or _reversed(other, one)
    return turned and _others_died(one, other, loosely=True)


def _none_common(mine: Collection[object], theirs: Collection[object]) -> bool:
    """Both are known, and nothing is in both."""
    return bool(mine and theirs) and set(mine).isdisjoint(theirs)


def _others_died(one: Deed, other: Deed, *, loosely: bool) -> bool:
    """No sort of victims is common; fighters who were killed are not called people."""
    mine, theirs = set(one.victims), set(other.victims)
    if not mine or not theirs or mine & theirs or UNKNOWN in mine | theirs:
        return False
    return ANYBODY not in mine | theirs or (loosely and {"armed"} in (mine, theirs))


def _turned(one: Deed, other: Deed) -> set[str]:
    """Sides that only act in one and are only acted upon in the other: who exchange fire do both."""
    acting, acted = set(one.acting) - set(one.acted), set(other.acted) - set(other.acting)
    return {key for key in acting & acted if not key.startswith(GENERIC)}


def _reversed(one: Deed, other: Deed) -> bool:
    """Who acts in one suffers in the other, at the hands of somebody whom the one does not tell as its victim.

    From afar (air strike, shells, a bomb) one direction is one deed, even between the same two.
    """
    if not _turned(one, other) or set(one.acting) & set(other.acting):
        return False
    fight = bool(set(other.acting) & set(one.acted)) or not other.acting
    return not fight or (one.means in AFAR and other.means in AFAR)


AFAR = ("blast", "strike")
