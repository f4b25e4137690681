"""Dispatches told freely: deeds, pledges, demands and threats in many words, and look-alikes of other subjects."""

from __future__ import annotations

from pathlib import Path

import pytest

from processors.extraction.events.forms import verb_forms
from tests.extraction.events.pipeline import events, read


def _lines(language: str) -> list[tuple[str, str]]:
    path = Path(__file__).parent / f"free_{language}.txt"
    rows = [line.split(" | ", 1) for line in path.read_text("utf-8").splitlines() if " | " in line]
    return [(kind.strip(), text) for kind, text in rows]


def _tells(language: str, kind: str, text: str) -> bool:
    name, _, realis = kind.partition(":")
    found = read(language, text, before="tocsin_relevance")._.events
    return any(name in (e.type, f"{e.type}/{e.mode}") and realis in ("", e.realis) for e in found)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_free_telling(language: str) -> None:
    rows = [(kind, text) for kind, text in _lines(language) if kind != "-" and not kind.startswith("#")]
    missed = [row for row in rows if not _tells(language, *row)]
    assert len(missed) <= 0.05 * len(rows), missed


@pytest.mark.parametrize("language", ["en", "fr"])
def test_look_alikes_of_free_telling(language: str) -> None:
    told = [text for kind, text in _lines(language) if kind == "-" and events(language, text)]
    assert len(told) <= 2, told


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("maintenir", {"maintient", "maintiendra", "maintenu"}),
        ("rejoindre", {"rejoint", "rejoignent", "rejoindra"}),
        ("démentir", {"dément", "démenti", "démentait"}),
        ("commettre", {"commis", "commettent"}),
        ("découvrir", {"découvert", "découvre"}),
        ("interrompre", {"interrompt", "interrompu"}),
        ("recevoir", {"reçoit", "reçu", "recevra"}),
    ],
)
def test_french_families(verb: str, forms: set[str]) -> None:
    assert forms <= verb_forms(verb, "fr", {})


def test_doubled_consonants() -> None:
    assert {"patrolled", "patrolling"} <= verb_forms("patrol", "en", {})


def test_a_toll_belongs_to_the_attack_told_before() -> None:
    doc = read(
        "en",
        "Gunmen attacked a convoy near Gao on Monday, the army said. "
        "Seven wounded soldiers were flown to Bamako. The ministry in Bamako said three soldiers had been killed.",
    )
    assert [e.type for e in doc._.events if e.type == "ASSAULT"] == ["ASSAULT"]


def test_who_was_seized_on_another_day_and_freed_makes_two() -> None:
    doc = read("en", "Two engineers abducted in the delta on 3 June were released on Sunday, police said.")
    assert {(e.type, e.mode) for e in doc._.events} >= {("ASSAULT", "abduct"), ("RETREAT", "release")}


def test_a_raid_that_people_are_arrested_in_is_no_attack() -> None:
    doc = read("en", "Police arrested 30 opposition activists in dawn raids across Minsk on Saturday.")
    assert {e.type for e in doc._.events} == {"COERCE"}


def test_a_year_in_the_clause_of_a_noun() -> None:
    doc = read("en", "A ceasefire signed in 1994 between the army and the rebels ended the first war in the province.")
    assert {e.realis for e in doc._.events} == {"historical"}


@pytest.mark.parametrize(
    ("language", "text", "types"),
    [
        ("fr", "Le mouvement a rappelé 900 combattants pour reprendre les faubourgs.", ["MOBILIZE"]),
        ("en", "Chad sent 300 soldiers to retake the town.", ["MOBILIZE"]),
        ("fr", "Un colonel rebelle a été tué lundi par une frappe aérienne à Sirte.", ["ASSAULT"]),
        ("fr", "L'évêque de Zuma, écroué depuis mars, a entamé une grève de la faim.", ["PROTEST"]),
        ("fr", "La police a tiré des grenades lacrymogènes, blessant douze manifestants.", ["ASSAULT"]),
        ("fr", "Le parti nie toute part dans les pillages et appelle au calme.", ["REQUEST"]),
    ],
)
def test_what_is_told_by_the_way_is_no_event(language: str, text: str, types: list[str]) -> None:
    assert [e.type for e in read(language, text, before="tocsin_relevance")._.events] == types


def test_the_dead_of_the_lead_are_not_of_a_fire_told_after() -> None:
    text = "Dix villageois ont été tués mardi dans l'attaque de Dogo. Les assaillants ont incendié les greniers."
    modes = [e.mode for e in read("fr", text, before="tocsin_relevance")._.events]
    assert len(modes) == 2
    assert modes.count("destroy") == 1


def test_land_taken_has_its_signal_whatever_the_verb() -> None:
    for text in (
        "Les rebelles ont pris le contrôle de la colline.",
        "Une colonne rebelle a investi la ville de Sévaré.",
    ):
        assert [e.signal for e in events("fr", text)] == ["TERRITORY_SEIZED"]
