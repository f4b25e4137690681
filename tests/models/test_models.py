"""The two packages load with plain spaCy and read sentences of our own sensibly."""

import json
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

MODELS = Path(__file__).parents[2] / "models"
PIPES = ["tok2vec", "morphologizer", "blank_lines", "parser", "trainable_lemmatizer", "ner"]
LABELS = {"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "MILUNIT", "WEAPON"}


@pytest.fixture(scope="module")
def english() -> Language:
    return spacy.load(MODELS / "en_tocsin_news")


@pytest.fixture(scope="module")
def french() -> Language:
    return spacy.load(MODELS / "fr_tocsin_news")


def roles(nlp: Language, text: str) -> dict[str, str]:
    """Return dependency label → lemma of the direct children of the root, with the root itself."""
    doc = nlp(text)
    root = next(token for token in doc if token.dep_ == "ROOT")
    return {child.dep_: child.lemma_.lower() for child in root.children} | {"ROOT": root.lemma_}


def entities(nlp: Language, text: str) -> dict[str, str]:
    return {entity.text: entity.label_ for entity in nlp(text).ents}


@pytest.mark.parametrize("name", ["en_tocsin_news", "fr_tocsin_news"])
def test_package_is_small_and_plain(name: str) -> None:
    folder = MODELS / name
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 15_000_000
    assert json.loads((folder / "meta.json").read_text())["name"] == "tocsin_news"
    assert "CC BY-SA" in (folder / "README.md").read_text()


def test_components(english: Language, french: Language) -> None:
    for nlp in (english, french):
        extra = ["verb_lemmas"] if nlp.lang == "fr" else []
        assert nlp.pipe_names == [*PIPES[:-1], *extra, PIPES[-1]]
        assert set(nlp.get_pipe("ner").labels) == LABELS


def test_english_active_and_passive(english: Language) -> None:
    active = roles(english, "Rebels attacked the garrison on Tuesday.")
    assert (active["nsubj"], active["ROOT"], active["obj"]) == ("rebel", "attack", "garrison")
    passive = roles(english, "Two policemen were killed by gunmen.")
    assert passive["ROOT"] == "kill"
    assert passive["obl:agent"] == "gunman"
    assert "nsubj:pass" in passive


def test_french_active_and_passive(french: Language) -> None:
    active = roles(french, "Les rebelles ont attaqué la garnison mardi.")
    assert (active["nsubj"], active["ROOT"], active["obj"]) == ("rebelle", "attaquer", "garnison")
    passive = roles(french, "Deux policiers ont été tués par des hommes armés.")
    assert (passive["ROOT"], passive["nsubj:pass"], passive["obl:agent"]) == ("tuer", "policier", "homme")


def test_french_irregular_verbs(french: Language) -> None:
    doc = french("Les miliciens tenaient le pont et détruisaient les maisons.")
    assert {token.lemma_ for token in doc if token.pos_ == "VERB"} == {"tenir", "détruire"}


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_french_elision_reads_the_same_with_both_apostrophes(french: Language, apostrophe: str) -> None:
    doc = french(f"L{apostrophe}armée a bombardé la ville.")
    assert [(token.pos_, token.dep_) for token in doc][:4] == [
        ("DET", "det"),
        ("NOUN", "nsubj"),
        ("AUX", "aux"),
        ("VERB", "ROOT"),
    ]


def test_english_names(english: Language) -> None:
    found = entities(english, "GOMA (AFP) - Colonel Joseph Mwamba said NATO would send observers to Kampala.")
    assert found["Joseph Mwamba"] == "PERSON"
    assert found["NATO"] == "ORG"
    assert found["Kampala"] == "GPE"


def test_french_names(french: Language) -> None:
    found = entities(french, "Le général Moussa Keita a rencontré des délégués de l’Union africaine à Bamako.")
    assert found["Moussa Keita"] == "PERSON"
    assert found["Union africaine"] == "ORG"
    assert found["Bamako"] == "GPE"


def test_no_sentence_crosses_an_empty_line(english: Language, french: Language) -> None:
    text = "Shelling heard near the airport\n\nResidents fled overnight\n \nThe mayor said"
    assert len(list(english(text).sents)) >= 3
    for nlp in (english, french):
        for sentence in nlp("Tirs à Goma\n\nFighting near Goma\n\n\nCalm in Goma").sents:
            assert "\n\n" not in sentence.text.strip()


def test_french_hyphens(french: Language) -> None:
    words = [token.text for token in french("Le Royaume-Uni a-t-il cédé ce week-end ? dit-il.")]
    assert words == ["Le", "Royaume-Uni", "a", "-t", "-il", "cédé", "ce", "week-end", "?", "dit", "-il", "."]
