"""Patterns of the lexicon: cut as the tokenizer cuts a text, so that none is there that can never match."""

from collections.abc import Iterator
from typing import Any

import pytest

from processors.extraction import lexicon
from processors.extraction.events.frames import TOPICS
from processors.extraction.events.patterns import spread, words_of
from processors.extraction.load import trained

KEYS = frozenset({"verbs", "nouns", "phrases", "before", "after", "exempt", "inside", "calling", "denying"})


@pytest.mark.parametrize(
    ("language", "pattern", "cut"),
    [
        ("en", "join march|sit-in", [["join", "march"], ["join", "sit", "-", "in"]]),
        ("en", "people's|village militia", [["village", "militia"], ["people", "'s", "militia"]]),
        ("en", "will ~ be|v:meet fire", [["will", "~", "be", "fire"], ["will", "~", "v:meet", "fire"]]),
        ("fr", "sit-in", [["sit-in"]]),
        (
            "fr",
            "v:prendre|s'emparer ~2 pouvoir",
            [["v:prendre", "~2", "pouvoir"], ["s'", "v:emparer", "~2", "pouvoir"]],
        ),
        ("fr", "jusqu’à|vers", [["vers"], ["jusqu'", "à"]]),
        ("fr", "d'|de ~ chars", [["d'|de", "~", "chars"]]),
    ],
)
def test_what_the_tokenizer_cuts_is_a_pattern_of_its_own(language: str, pattern: str, cut: list[list[str]]) -> None:
    assert [words_of(one, language) for one in spread(pattern, language)] == cut


@pytest.mark.parametrize("pattern", ["armed men, tanks", "stay away from|", "will|would:shall go"])
def test_what_can_be_no_word_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="can be no word"):
        [words_of(one, "en") for one in spread(pattern, "en")]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_alternative_is_one_word_of_the_tokenizer(language: str) -> None:
    cut = trained(language).tokenizer
    dead = sorted(
        {
            f"{option!r} in {pattern!r}"
            for pattern in patterns(language)
            for one in spread(pattern, language)
            for word in words_of(one, language)
            for option in word.removeprefix("v:").split("|")
            if not option.startswith(("@", "~")) and not _stands_alone(option, cut)
        }
    )
    assert dead == []


def _stands_alone(word: str, cut: Any) -> bool:
    """Is it a token of its own, before another word or glued to it ("d'assaut")?"""
    glued = f"x {word}assaut" if word.endswith("'") else f"x {word} assaut"
    return word in {token.text.lower() for text in (glued, glued.upper()) for token in cut(text)}


def patterns(language: str) -> Iterator[str]:
    """All patterns of events and of realis."""
    for topic in (*TOPICS, "realis"):
        yield from _under(lexicon.load(language, topic), "")


def _under(value: Any, key: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, below in value.items():
            yield from _under(below, str(name))
    elif isinstance(value, list):
        for below in value:
            yield from _under(below, key)
    elif key in KEYS:
        yield str(value)
