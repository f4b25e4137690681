"""Actors: who a noun phrase stands for. Trees are written by hand, so that no trained weights are needed."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

import processors.extraction.names.component  # noqa: F401 - registers the factory
from processors.extraction.names.actors import actor_of

NLP = {}


def _doc(language: str, *rows: tuple[str, int, str, str]) -> Doc:
    """A doc from (word, head index, dependency, part of speech), with its names."""
    if language not in NLP:
        NLP[language] = spacy.blank(language)
        NLP[language].add_pipe("tocsin_names", config={"lexicon": language})
    nlp = NLP[language]
    doc = Doc(
        nlp.vocab,
        words=[row[0] for row in rows],
        heads=[row[1] for row in rows],
        deps=[row[2] for row in rows],
        pos=[row[3] for row in rows],
        lemmas=[row[0].lower() for row in rows],
    )
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def test_demonym_and_group() -> None:
    doc = _doc("en", ("Maltese", 1, "amod", "ADJ"), ("protesters", 2, "nsubj", "NOUN"), ("marched", 2, "ROOT", "VERB"))
    mark = actor_of(doc[1], doc)
    assert mark is not None
    assert (mark.name, mark.country, mark.sector) == ("Maltese protesters", "MT", "CVL")


def test_soldiers_of_a_country_are_its_forces() -> None:
    doc = _doc("en", ("Turkish", 1, "amod", "ADJ"), ("soldiers", 2, "nsubj", "NOUN"), ("fired", 2, "ROOT", "VERB"))
    mark = actor_of(doc[1], doc)
    assert mark is not None
    assert mark.name == "Turkish Armed Forces"


def test_a_seat_of_government_is_its_country() -> None:
    doc = _doc("en", ("Warsaw", 1, "nsubj", "PROPN"), ("protested", 1, "ROOT", "VERB"))
    mark = actor_of(doc[0], doc)
    assert mark is not None
    assert (mark.id, mark.name) == ("country:PL", "Poland")


def test_the_army_is_that_of_the_article() -> None:
    doc = _doc(
        "en",
        ("In", 1, "case", "ADP"), ("Chad", 4, "obl", "PROPN"), ("the", 3, "det", "DET"), ("army", 4, "nsubj", "NOUN"),
        ("fired", 4, "ROOT", "VERB"),
    )  # fmt: skip
    mark = actor_of(doc[3], doc)
    assert mark is not None
    assert (mark.name, mark.country) == ("Chadian Armed Forces", "TD")


def test_soldiers_of_a_mission_are_the_mission() -> None:
    doc = _doc(
        "fr",
        ("soldats", 3, "nsubj", "NOUN"), ("de", 2, "case", "ADP"), ("Finul", 0, "nmod", "PROPN"),
        ("arrivent", 3, "ROOT", "VERB"),
    )  # fmt: skip
    mark = actor_of(doc[0], doc)
    assert mark is not None
    assert mark.id == "org:unifil"


def test_counted_groups() -> None:
    doc = _doc(
        "en", ("Dozens", 3, "nsubj", "NOUN"), ("of", 2, "case", "ADP"), ("gunmen", 0, "nmod", "NOUN"),
        ("came", 3, "ROOT", "VERB"),
    )  # fmt: skip
    mark = actor_of(doc[0], doc)
    assert mark is not None
    assert (mark.name, mark.sector) == ("gunmen", "UAF")


def test_office_of_a_country() -> None:
    doc = _doc(
        "fr",
        ("président", 3, "nsubj", "NOUN"), ("du", 2, "case", "ADP"), ("Togo", 0, "nmod", "PROPN"),
        ("parle", 3, "ROOT", "VERB"),
    )  # fmt: skip
    mark = actor_of(doc[0], doc)
    assert mark is not None
    assert mark.name == "President of Togo"


@pytest.mark.parametrize("word", ["table", "rain"])
def test_things_are_nobody(word: str) -> None:
    doc = _doc("en", (word, 1, "nsubj", "NOUN"), ("fell", 1, "ROOT", "VERB"))
    assert actor_of(doc[0], doc) is None


def test_the_other_label_scheme() -> None:
    """ClearNLP hangs the noun under its preposition."""
    doc = _doc(
        "en", ("soldiers", 3, "nsubj", "NOUN"), ("of", 0, "prep", "ADP"), ("KFOR", 1, "pobj", "PROPN"),
        ("came", 3, "ROOT", "VERB"),
    )  # fmt: skip
    mark = actor_of(doc[0], doc)
    assert mark is not None
    assert mark.id == "org:kfor"
