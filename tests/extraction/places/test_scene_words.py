"""Scenes that words decide: parts of towns, capitals as datelines, clauses below, places within places."""

from __future__ import annotations

import pytest

from tests.extraction.events.pipeline import read


def _scene(language: str, text: str, words: str) -> str | None:
    (event,) = [e for e in read(language, text)._.events if words in e.trigger.text]
    return event.place.name if event.place is not None else None


@pytest.mark.parametrize(
    ("language", "text", "words", "place"),
    [
        ("en", "NAIROBI (Reuters) - Police arrested 30 men suspected of a plot on Monday.", "arrested", "Kenya"),
        ("en", "NAIROBI (Reuters) - Police fired tear gas at protesters on Monday.", "tear gas", "Nairobi"),
        ("en", "Ukrainian troops took the town of Sudzha in Russia's Kursk region on Sunday.", "took", "Sudzha"),
        ("en", "Warplanes bombed camps in northern Iraq on Monday, after rebels killed nine soldiers near Hakkari.",
         "bombed", "Iraq"),
        ("fr", "Un millier de personnes ont manifesté lundi à Novi Sad.", "manifesté", "Novi Sad"),
    ],
)  # fmt: skip
def test_scene(language: str, text: str, words: str, place: str) -> None:
    assert _scene(language, text, words) == place


def test_no_place_is_made_of_a_word_that_opens_a_sentence() -> None:
    from processors.extraction.places.told import told

    doc = read("fr", "Créée en 1999 après une campagne de bombardement, la mission est au Kosovo.")
    assert [place.name for place in told(doc).places] == ["Kosovo"]
