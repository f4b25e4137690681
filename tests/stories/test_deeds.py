"""Two deeds of one town, day and toll stay two; two tellings of one deed stay one, and no toll is lost or doubled."""

from __future__ import annotations

from typing import Any

import pytest

from processors.stories import Linkable
from processors.stories.build import happenings_of
from processors.stories.deeds import Deed, at_odds, deed
from processors.stories.totals import totals
from tests.stories.facts import actor, analysis, event, exact
from tocsin.records import Actor

DAY = "2023-05-29"
ARMY = actor("soldiers", "force:XK:army", country="XK", sector="MIL")
FRONT = actor("Front of the North", "org:front", country="XK", sector="REB")
RAIDERS = actor("raiders", "group:raiders", sector="UAF")
PEOPLE = actor("9 people", "group:civilians", sector="CVL")
SHEPHERDS = actor("Neuf bergers", "group:civilians", sector="CVL")
WEAVERS = actor("nine weavers", "group:weavers")


def told(article: str, mode: str, by: Actor | None, dead: Actor, number: int = 9, **more: Any) -> Linkable:
    """An article that tells one deed in Zvecan, on one day."""
    side = dead.name if dead.sector else None
    one = event(
        article, 0, "ASSAULT", mode, "ARMED_CLASH", where="Zvecan", when=DAY,
        actors=[by] if by is not None else [], recipients=[dead], quantities=[0], **more,
    )  # fmt: skip
    figures = [exact("killed", number, side=side, event=0)]
    return analysis(article, "en", "2023-05-30", ["Zvecan"], ["attack"], events=[one], quantities=figures)


def outcome(*articles: Linkable) -> tuple[int, int | None]:
    """How many happenings, and how many were killed in all of them."""
    found = happenings_of(articles, "range")
    return len(found), totals(found)["killed"].best


@pytest.mark.parametrize("mode", ["explosives", "suicide-attack", "aerial", "drone", "heavy-weapons"])
@pytest.mark.parametrize("gunmen", [RAIDERS, None])
def test_soldiers_by_a_bomb_and_shepherds_by_guns_are_two(mode: str, gunmen: Actor | None) -> None:
    bomb, guns = told("a1", mode, None, ARMY), told("a2", "firearms", gunmen, SHEPHERDS)
    assert outcome(bomb, guns) == (2, 18)
    assert outcome(guns, bomb) == (2, 18)


def test_who_kills_in_one_and_is_killed_in_the_other_makes_two() -> None:
    raid, sweep = told("a1", "firearms", FRONT, SHEPHERDS), told("a2", "firearms", ARMY, FRONT)
    assert outcome(raid, sweep) == (2, 18)
    assert outcome(sweep, raid) == (2, 18)
    assert outcome(told("a1", "firearms", FRONT, PEOPLE), sweep) == (2, 18)


def test_strikes_of_two_enemies_on_each_other_are_two() -> None:
    assert outcome(told("a1", "aerial", ARMY, FRONT), told("a2", "heavy-weapons", FRONT, ARMY)) == (2, 18)


def test_a_fight_that_both_sides_tell_is_one() -> None:
    found = happenings_of([told("a1", "firearms", FRONT, ARMY), told("a2", "firearms", ARMY, FRONT, 12)], "range")
    assert len(found) == 1


def test_an_exchange_of_fire_is_no_reversal_whatever_the_other_calls_its_men() -> None:
    """One tells that both fire at each other, the other that a force by another name killed soldiers."""
    fire = told("a1", "firearms", FRONT, FRONT, 15)
    both = fire.events[0].model_copy(update={"actors": [FRONT, ARMY], "recipients": [FRONT, ARMY]})
    guards = actor("border guards", "force:ZZ:army", country="ZZ", sector="MIL")
    found = happenings_of(
        [fire.model_copy(update={"events": [both]}), told("a2", "firearms", guards, ARMY, 7)], "range"
    )
    assert len(found) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (told("a1", "explosives", None, PEOPLE), told("a2", "firearms", RAIDERS, PEOPLE)),
        (told("a1", "explosives", None, PEOPLE), told("a2", "firearms", RAIDERS, SHEPHERDS)),
        (told("a1", "explosives", None, PEOPLE), told("a2", "firearms", RAIDERS, ARMY)),
        (told("a1", "explosives", None, WEAVERS), told("a2", "firearms", RAIDERS, ARMY)),
        (told("a1", "explosives", None, ARMY), told("a2", "suicide-attack", RAIDERS, SHEPHERDS)),
        (told("a1", "explosives", None, ARMY), told("a2", "firearms", RAIDERS, ARMY)),
        (told("a1", "firearms", RAIDERS, ARMY), told("a2", "firearms", RAIDERS, SHEPHERDS)),
    ],
)
def test_what_may_be_one_deed_in_other_words_stays_one(one: Linkable, other: Linkable) -> None:
    assert outcome(one, other) == (1, 9)
    assert outcome(other, one) == (1, 9)


def test_later_tellings_join_the_deed_that_they_tell() -> None:
    bomb, guns = told("a1", "explosives", None, ARMY), told("a2", "firearms", RAIDERS, SHEPHERDS)
    later = [told("a3", "explosives", None, ARMY, 11), told("a4", "firearms", RAIDERS, SHEPHERDS, 10)]
    assert outcome(bomb, guns, *later) == (2, 21)


def at_a(site: str, article: str, number: int) -> Linkable:
    one = told(article, "firearms", RAIDERS, SHEPHERDS, number)
    quoted = one.events[0].evidence.model_copy(update={"text": f"Raiders shot shepherds at a {site}, police said."})
    return one.model_copy(update={"events": [one.events[0].model_copy(update={"evidence": quoted})]})


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (("mosque", 9), ("market", 4), (2, 13)),
        (("mosque", 9), ("marché", 4), (2, 13)),
        (("mosque", 9), ("market", 9), (1, 9)),
        (("mosque", 9), ("church", 4), (1, 9)),
        (("mosque", 4), ("mosque beside a market", 9), (1, 9)),
        (("mosque", 4), ("Market Street", 9), (1, 9)),
    ],
)
def test_another_site_with_another_toll_is_another_deed(
    one: tuple[str, int], other: tuple[str, int], found: tuple[int, int]
) -> None:
    happened, dead = outcome(at_a(one[0], "a1", one[1]), at_a(other[0], "a2", other[1]))
    assert (happened, dead) == found


def test_nobody_counted_sets_nothing_apart() -> None:
    bomb = deed(told("a1", "explosives", None, ARMY).events[0], [], [])
    guns = told("a2", "firearms", RAIDERS, SHEPHERDS)
    assert not at_odds(bomb, deed(guns.events[0], guns.quantities, []))
    assert not at_odds(Deed(), Deed())
