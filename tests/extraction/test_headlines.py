"""A row of nouns of which one is a verb in the present tense is read so; other rows stay."""

from __future__ import annotations

import pytest

from tests.extraction.events.pipeline import events, read


@pytest.mark.parametrize(
    ("text", "verb", "subject", "object_"),
    [
        ("Jets pound rebel hideouts in northern Idlib", "pound", "Jets", "hideouts"),
        ("Mob torches clinic in Matadi", "torches", "Mob", "clinic"),
        ("Gunmen storm army camp near Quetta", "storm", "Gunmen", "camp"),
        ("Mali: rebels ambush army convoy", "ambush", "rebels", "convoy"),
        ("Insurgents shell government-held town", "shell", "Insurgents", "town"),
        ("Turkey backs Azerbaijan in border row", "backs", "Turkey", "Azerbaijan"),
    ],
)
def test_the_verb_of_a_headline_is_one(text: str, verb: str, subject: str, object_: str) -> None:
    found = {t.dep_: t.text for t in read("en", text) if t.dep_ in ("ROOT", "nsubj", "obj")}
    assert found == {"ROOT": verb, "nsubj": subject, "obj": object_}


@pytest.mark.parametrize(
    "text",
    [
        "Rebels shell casings found near school",
        "Army attack kills six in Mopti",
        "Taliban assault on a post",
    ],
)
def test_a_noun_stays_one(text: str) -> None:
    doc = read("en", text)
    assert doc[1].pos_ == "NOUN"


def test_the_tree_is_one_and_names_who_did_it() -> None:
    doc = read("en", "Separatists torch bus near Buea, two hurt")
    for line in doc.sents:
        assert all(line.root in (t, *t.ancestors) for t in line)
    [event] = events("en", "Separatists torch bus near Buea")
    assert (event.type, event.mode) == ("ASSAULT", "destroy")
    assert [a.name for a in event.actors] == ["separatists"]


@pytest.mark.parametrize(
    ("text", "verb", "subject", "object_"),
    [
        ("The army on Sunday shelled positions near Goma.", "shelled", "army", "positions"),
        ("The United States on Friday imposed visa restrictions.", "imposed", "States", "restrictions"),
    ],
)
def test_a_verb_behind_a_day_is_one(text: str, verb: str, subject: str, object_: str) -> None:
    doc = read("en", text)
    token = next(t for t in doc if t.text == verb)
    assert token.dep_ == "ROOT"
    assert {t.dep_: t.text for t in token.children if t.dep_ in ("nsubj", "obj")} == {"nsubj": subject, "obj": object_}


def test_what_opens_with_another_place_is_another_happening() -> None:
    text = "Gunmen killed six soldiers near Menaka on Monday. The same day, a bomb killed four civilians near Tera."
    assert sorted(e.mode or "" for e in events("en", text)) == ["explosives", "firearms"]
