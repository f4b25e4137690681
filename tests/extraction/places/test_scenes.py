"""Scenes told by a common noun, regions named after towns, and places that only speak."""

from __future__ import annotations

import pytest

from tests.extraction.events.pipeline import events


def scenes(language: str, text: str, type_: str) -> list[str | None]:
    """Names of the places of the events of a type, in the order of the text."""
    return [e.place.name if e.place is not None else None for e in events(language, text) if e.type == type_]


@pytest.mark.parametrize(
    ("language", "text", "type_", "place"),
    [
        (
            "en",
            "Rebels marched into Goma in eastern Congo on Monday. Soldiers shot dead four looters in the city.",
            "ASSAULT",
            "Goma",
        ),
        (
            "en",
            "Peru is on edge. Police arrested 40 people across the country on Monday, 12 in Cusco.",
            "COERCE",
            "Peru",
        ),
        ("fr", "Le Mali a peur. Deux soldats ont été tués lundi dans la capitale.", "ASSAULT", "Bamako"),
        ("en", "Four villagers were shot dead by gunmen in Kaduna state on Monday.", "ASSAULT", "Kaduna"),
        ("en", "Jets bombed a depot near Homs on Monday, according to Beirut.", "ASSAULT", "Homs"),
        ("fr", "Des avions ont bombardé un dépôt près de Homs lundi, selon Beyrouth.", "ASSAULT", "Homs"),
        ("en", "Gunmen attacked the market of Kaya in northern Burkina Faso on Sunday.", "ASSAULT", "Kaya"),
    ],
)
def test_scene(language: str, text: str, type_: str, place: str) -> None:
    assert place in scenes(language, text, type_)
