"""The summary line is built from facts: the toll in it is that of the event."""

from __future__ import annotations

from processors.extraction.summary import summary_line
from tests.extraction.events.pipeline import read


def summary(text: str) -> str | None:
    doc = read("en", text)
    return summary_line(doc, doc._.events, doc._.quantities)


def test_the_largest_figure_of_the_event_is_its_toll() -> None:
    line = summary(
        "An air strike killed two soldiers in Damascus on Monday, officials said. "
        "The Syrian Observatory for Human Rights later raised the toll to 13."
    )
    assert line is not None
    assert "13 killed" in line


def test_the_dead_of_both_sides_told_by_one_voice_are_added_up() -> None:
    line = summary(
        "Rebels attacked an army post near Goma on Monday. "
        "Four soldiers and nine fighters of the M23 were killed, officials said."
    )
    assert line is not None
    assert "13 killed" in line


def test_what_another_voice_claims_is_not_added() -> None:
    line = summary(
        "Rebels attacked an army post near Goma on Monday, killing four soldiers, officials said. "
        "The rebels said they had killed 30 soldiers and lost nine fighters."
    )
    assert line is not None
    assert "4 killed" in line
