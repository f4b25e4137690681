"""What the parser hangs on a day of the week is read as the verb's."""

from __future__ import annotations

import pytest

from tests.extraction.events.pipeline import events


@pytest.mark.parametrize(
    ("text", "type_", "actors", "recipients"),
    [
        (
            "Deux Palestiniens ont été abattus vendredi par des soldats israéliens à Qalqilya.",
            "ASSAULT",
            {"Israel"},
            None,
        ),
        (
            "L'armée serbe a été placée vendredi en état d'alerte maximale près de la frontière avec le Kosovo.",
            "MOBILIZE",
            {"Serbia"},
            {"Kosovo"},
        ),
        ("Trois soldats ont été tués mardi par des rebelles à Kidal, au Mali.", "ASSAULT", {"rebels"}, None),
    ],
)
def test_phrases_behind_a_day(text: str, type_: str, actors: set[str], recipients: set[str] | None) -> None:
    event = next(e for e in events("fr", text) if e.type == type_)
    assert {a.name for a in event.actors} == actors
    assert recipients is None or {r.name for r in event.recipients} == recipients
