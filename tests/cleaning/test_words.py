"""Words found by cutting at blanks are those that the pattern finds."""

from __future__ import annotations

import re

import pytest

from processors.cleaning.words import apart, words_of

TEXTS = (
    "", "Two soldiers died, (AFP) said; “more” follows…", "L’armée n'a rien dit : « non »\n\nÀ l'aube_2\x0b3\x1c4",
    "Погибли двое-трое солдат", "عاجل، مقتل جنديين", "五人死亡。", "e\u0301té", "a\ud800b © 2026 (c)",
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_the_same_words_as_the_pattern(text: str) -> None:
    assert words_of(text) == set(re.findall(r"\w+", text))


def test_signs_apart_keep_length_and_lines() -> None:
    assert apart("a-b’c\n\n(d)") == "a b’c\n\n d "
