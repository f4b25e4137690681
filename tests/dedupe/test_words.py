"""Texts are read byte by byte where that can be done, and otherwise by characters: both say the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from processors.dedupe import words

PIECES = [*"aBÉéŒßŸ_²ªµ'’”“«»()[]-–—.,!…:\n\t", " ", "\xa0", "\x1c", "12", "123", "1,234", "1 234 567", "two", "The"]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_bytes_and_characters_are_read_alike(text):
    by_byte, by_character = words._western(text), words._any_script(text)
    assert by_byte is not None
    assert by_byte[0] == by_character[0]
    if by_byte[0]:
        assert by_byte[1] == by_character[1]
        assert by_byte[2].tolist() == by_character[2].tolist()
        assert by_byte[3].tolist() == by_character[3].tolist()


def test_thousands_are_one_number_and_sentences_begin_small():
    assert words.words_of("Some 1,200 fled. They walked")[1] == b"some 1200 fled they walked"
    marks = [int(word) & 3 for word in words.words_of("Some 1,200 fled. They reached Arlen")[0]]
    assert marks == [0, words.NUMBER, 0, 0, 0, words.NAME]


def test_other_scripts_are_read_by_characters():
    assert words._western("Сегодня 1,234") is None
    assert words.words_of("Сегодня 1,234")[1] == "сегодня 1234".encode()
