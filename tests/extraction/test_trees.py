"""What the parser hangs on a day of the week is read as the verb's."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from processors.extraction.trees import DayRepair
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


@pytest.mark.parametrize(
    ("text", "type_", "recipients"),
    [
        ("La police a arrêté samedi quarante manifestants à Tunis.", "COERCE", {"protesters"}),
        ("Les rebelles ont capturé mercredi sept soldats à Kidal, au Mali.", "ASSAULT", {"Malian Armed Forces"}),
        ("Berlin a appelé lundi Israël à ouvrir les points de passage.", "REQUEST", {"Israel"}),
    ],
)
def test_the_object_behind_a_day(text: str, type_: str, recipients: set[str]) -> None:
    event = next(e for e in events("fr", text) if e.type == type_)
    assert {r.name for r in event.recipients} == recipients


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Des drones russes ont frappé un immeuble d'Odessa dans la nuit, faisant quatre morts.", {"Russia"}),
        ("Trois missiles russes sont tombés vendredi sur Kharkiv, tuant sept personnes.", {"Russia"}),
        ("Des pirates somaliens ont capturé lundi six marins dans le golfe d'Aden.", {"Somali pirates"}),
    ],
)
def test_the_adjective_of_a_people_is_not_the_noun(text: str, actors: set[str]) -> None:
    event = next(e for e in events("fr", text) if e.type == "ASSAULT")
    assert {a.name for a in event.actors} == actors


@pytest.mark.parametrize(
    ("text", "type_", "actor"),
    [
        ("UNIFIL, which has 9,000 men in the south, urged both armies to hold their fire.", "REQUEST", "UNIFIL"),
        ("Armenia, which lost the region in 2023, recalled its ambassador to Moscow.", "SANCTION", "Armenia"),
        ("Hezbollah, which is armed by Iran, fired rockets at Haifa on Monday.", "ASSAULT", "Hezbollah"),
        ("MONUSCO, which has a base there, was accused of idleness by Kinshasa.", "ACCUSE", None),
    ],
)
def test_a_name_before_a_relative_clause_is_the_subject(text: str, type_: str, actor: str | None) -> None:
    told = [e for e in events("en", text) if e.type == type_]
    assert [a.name for e in told for a in e.actors if e.type != "ACCUSE"] == ([actor] if actor else [])


def test_a_clause_that_the_parser_took_for_a_sentence_of_its_own_is_left_alone() -> None:
    words, pos = ["UNIFIL", ",", "which", "left", "."], ["PROPN", "PUNCT", "PRON", "VERB", "PUNCT"]
    deps = ["ROOT", "punct", "nsubj", "ROOT", "punct"]
    doc = Doc(spacy.blank("en").vocab, words, heads=[0, 0, 3, 3, 3], deps=deps, pos=pos)
    assert [t.head.i for t in DayRepair("en", None)(doc)] == [0, 0, 3, 3, 3]


@pytest.mark.parametrize(
    ("text", "type_", "mode", "recipients"),
    [
        ("Gao : douze présumés terroristes interpellés.", "COERCE", "arrest", {"militants"}),
        ("Quatre membres d'une coopérative enlevés à Gao.", "ASSAULT", "abduct", None),
        ("Le maire de Kaya assassiné lundi.", "ASSAULT", "targeted", {"mayor"}),
    ],
)
def test_participles_without_an_auxiliary(text: str, type_: str, mode: str, recipients: set[str] | None) -> None:
    event = next(e for e in events("fr", text) if e.type == type_)
    assert event.mode == mode
    assert recipients is None or {r.name for r in event.recipients} == recipients


def test_a_finite_verb_keeps_its_subject() -> None:
    told = [e for e in events("fr", "L'armée dit avoir abattu neuf rebelles à Bouira, en Algérie.") if e.actors]
    assert {a.name for e in told for a in e.actors} == {"Algerian Armed Forces"}
