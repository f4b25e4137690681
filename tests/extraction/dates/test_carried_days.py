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
    ],
)
def test_day(language: str, text: str, trigger: str, day: int) -> None:
    found = [e.date for e in events(language, text) if trigger in e.trigger.text]
    assert date(2024, 3, day) in [d.start for d in found if d is not None]


def test_arrests_told_after_a_day_are_not_of_that_day() -> None:
    text = "Soldiers clashed with rebels in Goma on Friday. Police have arrested 200 people."
    found = [e.date for e in events("en", text) if e.mode == "arrest"]
    assert [d.anchor for d in found if d is not None] == ["publication"]
