"""What the grammar file of a language says of it."""

from pathlib import Path

import pytest
import spacy

from processors.extraction.elision import cut_words
from processors.extraction.lexicon.grammar import apart, grammar_of


def test_a_language_without_the_file_has_no_traits() -> None:
    assert not grammar_of("nl").has("adjectives_follow")
    assert not grammar_of("nl").ends("gedood", "participle")


def test_a_trait_that_no_rule_knows_is_refused(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "grammar.yaml").write_text("traits: [adjective_follows]\n")
    with pytest.raises(ValueError, match=r"en/grammar\.yaml.*adjective_follows"):
        grammar_of("en", str(tmp_path))


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("prise d'otages", ["prise", "d'", "otages"]),
        ("jusqu’au port", ["jusqu’", "au", "port"]),
        ("didn't survive", ["did", "n't", "survive"]),
        ("the rebels’ and the people's army", ["the", "rebels’", "and", "the", "people", "'s", "army"]),
        ("aujourd'hui", ["aujourd'hui"]),
    ],
)
def test_phrases_are_cut_as_the_tokenizers_cut_them(phrase: str, words: list[str]) -> None:
    assert apart(phrase).split() == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’« opération » qu'« il » veut", ["L’", "«", "opération", "»", "qu'", "«", "il", "»", "veut"]),
        ('menace d\'"agir"', ["menace", "d'", '"', "agir", '"']),
        ("d’“assaut” d'élan", ["d’", "“", "assaut", "”", "d'", "élan"]),
    ],
)
def test_elided_words_are_whole_before_a_quotation_mark(text: str, words: list[str]) -> None:
    nlp = spacy.blank("fr")
    cut_words(nlp)
    assert [t.text for t in nlp(text)] == words


def test_words_that_mean_nothing_in_parts_are_whole() -> None:
    nlp = spacy.blank("en")
    cut_words(nlp)
    assert [t.text for t in nlp("Off-duty, an off-duty half-brother")] == [
        "Off-duty", ",", "an", "off-duty", "half", "-", "brother",
    ]  # fmt: skip
