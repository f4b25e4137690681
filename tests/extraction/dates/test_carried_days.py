"""Days that a text tells elsewhere than in the sentence of an event: heads of entries, the lead, the night after."""

from __future__ import annotations

from datetime import date

import pytest

from tests.extraction.events.pipeline import events


@pytest.mark.parametrize(
    ("language", "text", "trigger", "day"),
    [
        ("en", "Rebels shelled Uvira on Sunday. During the night drones hit the port of Kalemie.", "drones hit", 4),
        ("fr", "Les rebelles ont bombardé Uvira dimanche. Dans la nuit, des drones ont frappé Kalemie.", "drones", 4),
        (
            "en",
            "1 March. A crowd of farmers rallied in Gulu. Guards drove them off with tear gas.",
            "tear gas",
            1,
        ),
        (
            "en",
            "Four miners were hurt in Sunday's riot in Zaruma.\n\nRioters took an engineer hostage at noon.",
            "hostage",
            3,
        ),
        ("en", "Raiders shot dead nine herders across Karamoja on Friday, a bishop said on Saturday.", "shot dead", 1),
        (
            "fr",
            "Deux détenus ont péri dans la mutinerie de dimanche à Machala.\n\nIls ont pris un gardien en otage.",
            "otage",
            3,
        ),
        (
            "en",
            "Raiders storm gold town\n\nFighters overran the town of Gayeri on Sunday, burning its market.",
            "storm",
            3,
        ),
        (
            "fr",
            "Mutinerie dans une prison\n\nDes détenus armés ont pris samedi trois gardiens en otage à Machala.",
            "Mutinerie",
            2,
        ),
    ],
)
def test_day(language: str, text: str, trigger: str, day: int) -> None:
    found = [e.date for e in events(language, text) if trigger in e.trigger.text]
    assert date(2024, 3, day) in [d.start for d in found if d is not None]


def test_arrests_told_after_a_day_are_not_of_that_day() -> None:
    text = "Soldiers clashed with rebels in Goma on Friday. Police have arrested 200 people."
    found = [e.date for e in events("en", text) if e.mode == "arrest"]
    assert [d.anchor for d in found if d is not None] == ["publication"]


@pytest.mark.parametrize(
    ("language", "text", "trigger", "months"),
    [
        ("en", "Two years ago Fada was cut off for five months after rebels mined the road.", "mined", {2022}),
        ("fr", "La ville a été coupée pendant cinq mois après que des rebelles ont miné la route.", "miné", set()),
    ],
)
def test_how_long_something_lasted_is_no_day(language: str, text: str, trigger: str, months: set[int]) -> None:
    found = [e.date for e in events(language, text) if trigger in e.trigger.text]
    assert {d.start.year for d in found if d is not None and d.anchor != "publication"} <= months


@pytest.mark.parametrize(
    ("language", "text", "trigger"),
    [
        (
            "en",
            "The army shelled Gao. Turkey, which promised Mali aid in February, condemned it.",
            "condemned",
        ),
        (
            "fr",
            "L'armée a bombardé Gao. La Turquie, qui a promis une aide en février, a condamné l'attaque.",
            "condamné",
        ),
    ],
)
def test_the_month_of_a_clause_that_says_who_is_meant_dates_nothing_else(
    language: str, text: str, trigger: str
) -> None:
    (found,) = [e.date for e in events(language, text) if trigger in e.trigger.text]
    assert found is not None and found.anchor == "publication"
