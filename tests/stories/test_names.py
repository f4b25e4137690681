"""Names by spelling: what a sentence merely begins with is none."""

from __future__ import annotations

from processors.extraction.spelled import spelled


def names(text: str, *common: str) -> set[str]:
    return set(spelled("", text, lambda word: word == "the", frozenset(common)))


def test_a_common_word_that_begins_a_sentence_is_no_name() -> None:
    assert names("Gunmen came to Gao. The town slept.", "Gunmen") == {"@gao"}


def test_a_word_nobody_knows_is_one() -> None:
    assert names("Gunmen came to Gao.") == {"@gunmen", "@gao"}
