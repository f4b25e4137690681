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
         "bombed", "northern Iraq"),
        ("fr", "Un millier de personnes ont manifesté lundi à Novi Sad.", "manifesté", "Novi Sad"),
        # whence somebody comes
        ("fr", "Des jeunes venus de Kasese ont mis à sac le marché de Kampala mardi.", "mis à sac", "Kampala"),
        ("en", "Peru is calm. Brazil sent 60 soldiers flown in from Manaus to Juba on Monday.", "sent", "Juba"),
        # by which source, at whose request, in which other event
        ("fr", "Une attaque contre un convoi à Bor, au Soudan du Sud, a fait vingt blessés, selon trois témoins joints "
         "au Kenya.", "attaque", "Bor"),
        ("fr", "Le Kenya enverra 300 policiers en Haïti après l'assassinat de deux infirmières près de Cabaret.",
         "enverra", "Haiti"),
        ("en", "Kenya will send 300 police officers to Haiti, officials in Nairobi said on Friday.", "send", "Haiti"),
        # a town that acts on a day, forces where they land, sites out of town, natural features
        ("en", "On Monday Ankara rolled ten rocket launchers up to Kilis.", "rolled", "Kilis"),
        ("fr", "Ebolowa a été bombardé lundi pour l'anniversaire de la proclamation de l'Ambazonie.", "bombardé",
         "Ebolowa"),
        ("en", "Militiamen fired three rockets at Mount Karsha on Sunday.", "fired", "Mount Karsha"),
        # what is closed or cut for a whole country
        ("en", "In Niamey, the junta closed the country's airspace on Monday.", "airspace", "Niger"),
        ("fr", "KAMPALA (AFP) - L'internet a été coupé lundi.", "coupé", "Uganda"),
    ],
)  # fmt: skip
def test_scene(language: str, text: str, words: str, place: str) -> None:
    assert _scene(language, text, words) == place


def test_prisoners_are_exchanged_nowhere() -> None:
    text = "Armenia is calm. Gunmen shot dead a soldier in Goris on Sunday. The two sides exchanged 20 prisoners."
    assert _scene("en", text, "exchanged") is None


def test_no_place_is_made_of_a_word_that_opens_a_sentence() -> None:
    from processors.extraction.places.told import told

    doc = read("fr", "Créée en 1999 après une campagne de bombardement, la mission est au Kosovo.")
    assert [place.name for place in told(doc).places] == ["Kosovo"]
