"""The table says what the ruler of the package says, and nothing else is replaced."""

from __future__ import annotations

import pytest
import spacy

from processors.extraction.lemma_table import LemmaTable, look_up_lemmas
from processors.extraction.load import MODELS, trained

TEXT = (
    "Les insurgés abattaient un drone lundi. Trois villages que les rebelles tenaient encore brûlaient dimanche, "
    "et les habitants fuyaient : l'armée reprenait la colline, étendait ses lignes et abattait deux hélicoptères."
)


def test_the_table_gives_the_lemmas_of_the_ruler() -> None:
    plain, ours = spacy.load(MODELS / "fr_tocsin_news"), trained("fr")
    assert plain.pipe_names == ours.pipe_names
    assert isinstance(ours.get_pipe("verb_lemmas"), LemmaTable)
    assert not isinstance(ours.get_pipe("blank_lines"), LemmaTable)
    assert [t.lemma_ for t in ours(TEXT)] == [t.lemma_ for t in plain(TEXT)]


@pytest.mark.parametrize(
    ("pattern", "attrs"),
    [
        ([{"LOWER": "fell"}], {"LEMMA": "fall"}),
        ([{"LOWER": "fell", "POS": "VERB"}], {"LEMMA": "fall", "POS": "VERB"}),
        ([{"LOWER": "fell", "POS": "VERB"}, {"LOWER": "ill"}], {"LEMMA": "fall"}),
        ([{"LOWER": {"IN": ["fell"]}, "POS": "VERB"}], {"LEMMA": "fall"}),
    ],
)
def test_a_ruler_that_asks_or_sets_more_stays(pattern: list[dict[str, object]], attrs: dict[str, str]) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("attribute_ruler").add([pattern], attrs)  # type: ignore[attr-defined]
    assert not isinstance(look_up_lemmas(nlp).get_pipe("attribute_ruler"), LemmaTable)


def test_the_later_row_holds() -> None:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("attribute_ruler")
    for lemma in ("fell", "fall"):
        ruler.add([[{"LOWER": "fell", "POS": "VERB"}]], {"LEMMA": lemma})  # type: ignore[attr-defined]
    table = look_up_lemmas(nlp).get_pipe("attribute_ruler")
    doc = nlp.make_doc("Fell fell")
    doc[0].pos_, doc[1].pos_ = "VERB", "NOUN"
    assert [t.lemma_ for t in table(doc)] == ["fall", ""]
