"""The day of a story: what is told on in the past, after whom, and whose day a statement is."""

from __future__ import annotations

import pytest

from tests.extraction.events.pipeline import read


def _dates(language: str, text: str) -> dict[str, str | None]:
    """Trigger → its day, and whether it is only that of publication (Tuesday 5 March 2024)."""
    found: dict[str, str | None] = {}
    for event in read(language, text)._.events:
        mark = event.date
        day = None if mark is None else mark.start.isoformat() + (" pub" if mark.anchor == "publication" else "")
        found[event.trigger.text] = day
    return found


@pytest.mark.parametrize(
    ("language", "text", "words", "day"),
    [
        ("en", "Gunmen killed nine on Sunday near Djibo.\n\nThe attackers burned dozens of huts.", "burned", "03"),
        ("fr", "Des jihadistes ont tué neuf civils dimanche à Djibo.\n\nIls ont brûlé le marché.", "brûlé", "03"),
        ("en", "Shelling killed six people in Zamzam on Saturday and Sunday, medics said on Monday.", "Shelling", "02"),
        ("en", "Police shot dead two men in Gazipur on Saturday, police said on Monday. "
         "Workers blocked the road the same day.", "blocked", "02"),
        ("fr", "Un raid a tué six soldats dimanche à Djibo, a dit lundi un porte-parole. "
         "La veille, une embuscade en avait tué deux à Arbinda.", "embuscade", "02"),
        ("en", "On 2 March 2024, kidnappers broke into a hostel in Zaria, whisking four guests away.",
         "whisking", "02"),
        ("en", "Looting: On 2 March 2024, masked raiders stripped six houses of their roofs.", "stripped", "02"),
        ("en", "Some 900 people have been detained since Friday, 40 of them on Monday alone, a minister said.",
         "detained", "01"),
    ],
)  # fmt: skip
def test_day_of_the_story(language: str, text: str, words: str, day: str) -> None:
    (found,) = [day for trigger, day in _dates(language, text).items() if words in trigger]
    assert found == f"2024-03-{day}"


def test_what_has_been_done_by_now_is_of_no_day() -> None:
    text = "Gunmen killed nine herders on Sunday near Djibo.\n\nTwelve people have been arrested since then."
    found = _dates("en", text)
    assert all(day is None or day.endswith("pub") for trigger, day in found.items() if "arrested" in trigger)
