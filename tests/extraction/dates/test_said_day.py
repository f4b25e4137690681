"""The day before the one on which something was said; a summons that has been sent."""

from __future__ import annotations

import pytest

from tests.extraction.events.pipeline import events


@pytest.mark.parametrize(
    ("language", "text", "type_", "day"),
    [
        ("en", "The army said on Monday that rebels had killed nine soldiers the previous day.", "ASSAULT", 3),
        ("en", "Police said on Monday that gunmen had attacked a bar in Cali the night before.", "ASSAULT", 3),
        ("fr", "L'armée a indiqué lundi que des rebelles avaient tué neuf soldats la veille.", "ASSAULT", 3),
        ("fr", "La Pologne a convoqué lundi l'ambassadeur de Russie.", "ACCUSE", 4),
        ("fr", "Berlin a appelé lundi Israël à ouvrir les points de passage.", "REQUEST", 4),
    ],
)
def test_day(language: str, text: str, type_: str, day: int) -> None:
    """Published on Tuesday 5 March 2024."""
    event = next(e for e in events(language, text) if e.type == type_)
    assert event.date is not None
    assert str(event.date.start) == f"2024-03-0{day}"
