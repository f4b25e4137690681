"""A text of one sentence costs no more a word for being long, and no sentence of news is touched."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest
import spacy
from spacy.tokens import Doc

from processors.cleaning.clean import clean
from processors.extraction.extract import Extractor
from processors.extraction.sentences import LATEST, LONGEST, SentenceLimit
from tocsin.records import Article, CleanArticle

EXTRACTOR = Extractor()


def parsed(words: list[str], heads: list[int]) -> Doc:
    vocab = spacy.blank("en").vocab
    deps = ["ROOT" if i == head else "conj" for i, head in enumerate(heads)]
    return Doc(vocab, words=words, heads=heads, deps=deps)


def test_a_sentence_of_natural_length_stays_as_it_is() -> None:
    count = 3 * LONGEST
    doc = parsed(["word"] * count, [i - i % LONGEST for i in range(count)])
    before = doc.to_bytes()
    assert SentenceLimit()(doc).to_bytes() == before


def test_a_longer_one_is_cut_behind_a_sign_and_each_part_is_a_tree() -> None:
    count = 3 * LONGEST
    words = ["word"] * count
    words[LONGEST - 20] = ","
    heads = [max(0, i - 1) if i % 7 else 0 for i in range(count)]
    doc = SentenceLimit()(parsed(words, heads))
    sentences = list(doc.sents)
    assert [len(s) for s in sentences] == [LONGEST - 19, LONGEST, LONGEST, 19]
    assert all(s.start <= t.head.i < s.end for s in sentences for t in s)
    assert all(sum(t.dep_ == "ROOT" for t in s) == 1 for s in sentences)
    assert [t.head.i for t in doc[: LONGEST - 19]] == heads[: LONGEST - 19]


def test_the_sentences_beside_a_long_one_keep_their_trees() -> None:
    heads = [2, 2, 2] + [3] * (2 * LONGEST) + [2 * LONGEST + 4] * 3
    doc = SentenceLimit()(parsed(["word"] * len(heads), heads))
    assert [t.head.i for t in doc[:3]] == heads[:3]
    assert [t.head.i for t in doc[-3:]] == heads[-3:]
    assert [len(s) for s in doc.sents] == [3, LONGEST, LONGEST, 3]


def test_without_a_parse_only_the_bounds_are_set() -> None:
    doc = Doc(spacy.blank("en").vocab, words=["word"] * (LONGEST + LATEST))
    doc[0].is_sent_start = True
    for token in doc[1:]:
        token.is_sent_start = False
    assert [len(s) for s in SentenceLimit()(doc).sents] == [LONGEST, LATEST]


def calls(article: CleanArticle) -> int:
    """Functions of ours entered, loops of generators included: a clock of the work that no other process disturbs."""
    count = 0

    def count_up(frame: FrameType, kind: str, _value: object) -> None:
        nonlocal count
        count += kind in ("call", "c_call")

    sys.setprofile(count_up)
    try:
        EXTRACTOR.extract(article)
    finally:
        sys.setprofile(None)
    return count


HOSTILE: dict[str, tuple[str, Callable[[int], str]]] = {
    "participles": ("en", lambda n: "Shot in the leg, " * n),
    "verbs": ("en", lambda n: "killed " * 3 * n),
    "speech": ("en", lambda n: "he said that " * n),
    "figures": ("en", lambda n: " ".join(str(7 * i % 997) for i in range(3 * n))),
    "propositions": ("fr", lambda n: "les rebelles ont tué cinq soldats et " * (n // 2)),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_the_cost_of_a_word_does_not_grow_with_the_sentence(name: str) -> None:
    language, text = HOSTILE[name]
    short, long = (clean(Article(body=text(n), language=language)) for n in (300, 900))
    calls(clean(Article(body=text(10), language=language)))  # what is read when first needed
    assert calls(long) <= 3 * 1.5 * calls(short)
