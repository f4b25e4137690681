"""Who acts upon whom, what is one order of an authority, and what a summary line says of the day."""

from __future__ import annotations

import pytest

from processors.extraction.when import redated
from processors.stories import Linkable, StoryLinker
from processors.stories.titles import told_figures
from processors.stories.totals import totals
from tests.alerting.stories import count, happening
from tests.stories.facts import actor, analysis, event
from tocsin.records import EventDate, Happening

POLICE = actor("Serbian police", "org:police", country="RS", sector="COP")
CROWD = actor("protesters", "group:protesters", sector="CVL")


def happenings(*items: Linkable) -> list[Happening]:
    (story,) = StoryLinker().add(items).stories
    return story.happenings


def names(happening: Happening) -> tuple[list[str | None], list[str | None]]:
    return [who.name for who in happening.actors], [who.name for who in happening.recipients]


def test_a_riot_has_one_direction() -> None:
    (riot,) = happenings(
        analysis(
            "a", "en", "2024-05-03", ["Serbia"], ["protest"],
            events=[
                event("a", 0, "PROTEST", "riot", "VIOLENT_PROTEST", where="Zvecan", when="2024-05-02",
                      actors=[CROWD, POLICE]),
                event("a", 1, "ASSAULT", "crowd-control", "CROWD_CONTROL_FORCE", where="Zvecan", when="2024-05-02",
                      actors=[POLICE], recipients=[CROWD]),
                event("a", 2, "PROTEST", "riot", "VIOLENT_PROTEST", where="Zvecan", when="2024-05-02", actors=[CROWD]),
            ],
        )
    )  # fmt: skip
    assert names(riot) == (["protesters"], ["Serbian police"])


def test_police_who_demonstrate_act() -> None:
    (demo,) = happenings(
        analysis(
            "a", "en", "2024-05-03", ["Serbia"], ["protest"],
            events=[event("a", 0, "PROTEST", "demo", "PROTEST_OR_BLOCKADE", where="Zvecan", when="2024-05-02",
                          actors=[POLICE])],
        )
    )  # fmt: skip
    assert names(demo) == (["Serbian police"], [])


def test_a_riot_in_which_people_were_shot_stays_one() -> None:
    riot = event("a", 0, "PROTEST", "riot", "VIOLENT_PROTEST", where="Zvecan", when="2024-05-02", actors=[CROWD])
    shots = riot.model_copy(update={"id": "a-e1", "type": "ASSAULT", "mode": "firearms", "signal": "ARMED_CLASH"})
    (one,) = happenings(analysis("a", "en", "2024-05-03", ["Serbia"], ["protest"], events=[riot, shots]))
    assert one.signals == ["VIOLENT_PROTEST", "ARMED_CLASH"]


def test_a_curfew_and_the_ban_that_comes_with_it_are_one_order() -> None:
    orders = [
        event("a", number, "COERCE", mode, "CLOSURE_CURFEW_EMERGENCY", where="Zvecan", when="2024-05-02", actors=[who])
        for number, (mode, who) in enumerate([("curfew", actor("governor", "office:governor")), ("restrict", POLICE)])
    ]
    assert len(happenings(analysis("a", "en", "2024-05-02", ["Serbia"], ["curfew"], events=orders))) == 1


def test_people_freed_are_not_added_to_those_taken() -> None:
    taken = happening("h1", quantities={"abducted": count(61)})
    freed = happening("h2", quantities={"abducted": count(28, mode="flow_out")})
    known = totals([taken, freed])
    assert {kind: q.best for kind, q in known.items()} == {"abducted": 61, "abducted:flow_out": 28}
    assert told_figures(known) == ["61 abducted", "28 freed"]
    assert {kind: q.best for kind, q in totals([freed]).items()} == {"abducted": 28}


def test_one_is_no_plural() -> None:
    assert told_figures({"attackers": count(1), "vehicles": count(2)}) == ["1 attacker", "2 vehicles"]


@pytest.mark.parametrize(
    ("line", "old", "place", "expected"),
    [
        ("Shots in Gao on 1 May 2024, 4 killed.", "2024-05-01", "Gao", "Shots in Gao on 24 April 2024, 4 killed."),
        ("Shots in Gao, 4 killed.", None, "Gao", "Shots in Gao on 24 April 2024, 4 killed."),
        ("Shots, 4 killed.", None, None, "Shots, 4 killed."),
    ],
)  # fmt: skip
def test_a_summary_takes_the_day_of_its_story(line: str, old: str | None, place: str | None, expected: str) -> None:
    before = EventDate(start=old, end=old, anchor="publication") if old else None
    assert redated(line, before, EventDate(start="2024-04-24", end="2024-04-24", anchor="sibling"), place) == expected
