"""Who speaks for a state whose spokesman no gazetteer knows; and figures that only a unit's name gives."""

from __future__ import annotations

from itertools import permutations

import pytest

from processors.stories import Linkable, StoryLinker
from processors.stories.linkable import Entry
from tests.stories.facts import actor, analysis, event, quantity
from tocsin.commands.report import figures

NAMES, TERMS = ["Vardana", "Ostrava", "Kelm", "Border"], ["troops", "pull", "back", "frontier"]
STATE = actor("Westland", "country:WL", country="WL", sector="GOV")
SPOKESMAN = actor("Ivo Kelm", "person:ivo-kelm")
ASKED = actor("Vardana", "country:VA", country="VA", sector="GOV")


def asks(article: str, who: object, mode: str = "yield", whom: object = ASKED, day: str = "2024-05-02") -> Linkable:
    one = event(article, 0, "REQUEST", mode, when=day, actors=[who], recipients=[whom])
    item = analysis(article, "en", "2024-05-03", NAMES, TERMS, events=[one])
    return item.model_copy(update={"entities": {"country:WL": Entry(label="GPE", name="Westland")}})


def happenings(*items: Linkable) -> int:
    (story,) = StoryLinker().add(items).stories
    return len(story.happenings)


def test_a_spokesman_of_whom_no_text_says_whose_he_is_asks_with_his_state() -> None:
    items = (asks("a", STATE), asks("b", SPOKESMAN), asks("c", STATE))
    assert {happenings(*order) for order in permutations(items)} == {1}


@pytest.mark.parametrize(
    "other",
    [
        asks("b", SPOKESMAN, mode="policy"),
        asks("b", SPOKESMAN, whom=actor("Ostrava", "country:OS", country="OS", sector="GOV")),
        asks("b", actor("Ivo Kelm", "person:ivo-kelm", country="EA", sector="GOV")),
        asks("b", actor("Red Union", "org:red-union")),
        asks("b", SPOKESMAN, day="2024-04-29"),
        asks("b", SPOKESMAN).model_copy(update={"entities": {}}),
    ],
    ids=["something else", "another", "another state's", "an organisation", "another day", "the state not named"],
)
def test_who_asks_something_else_or_for_another_stays_apart(other: Linkable) -> None:
    assert happenings(asks("a", STATE), other) == 2


@pytest.mark.parametrize(("qualifier", "said"), [("unit", True), ("about", False)])
def test_a_figure_that_only_a_unit_gives_says_so(qualifier: str, said: bool) -> None:
    troops = quantity("troops", 300, None, 1000, qualifier=qualifier, mode="flow_in", event=0)
    moved = event("a", 0, "MOBILIZE", "troops", "TROOP_BUILDUP", when="2024-05-02", actors=[STATE], quantities=[0])
    item = analysis("a", "en", "2024-05-03", NAMES, TERMS, events=[moved], quantities=[troops])
    (story,) = StoryLinker().add([item]).stories
    shown = figures(story.happenings[0].quantities)
    assert "300–1,000 troops" in shown
    assert ("estimated from a unit" in shown) is said


@pytest.mark.parametrize(("other", "count"), [("FR", 1), ("BE", 2)])
def test_organs_of_one_state_do_one_deed(other: str, count: int) -> None:
    """ "France arrested twelve" and "French police arrested twelve"."""
    doers = actor("France", "country:FR", country="FR"), actor("the police", "org:police", country=other, sector="COP")
    deeds = (event("a", 0, "COERCE", "arrest", when="2024-05-02", actors=[who]) for who in doers)
    items = (
        analysis(name, "en", "2024-05-03", NAMES, TERMS, events=[deed.model_copy(update={"id": name})])
        for name, deed in zip("ab", deeds, strict=True)
    )
    assert happenings(*items) == count
