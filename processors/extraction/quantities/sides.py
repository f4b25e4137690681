"""Whose people a quantity counts."""

from __future__ import annotations

from spacy.tokens import Doc

from processors.extraction.marks import QuantityMark
from processors.extraction.quantities.words import Words

_BY_CLASS = {"protester": "protesters", "person": "civilians", "displaced": "civilians"}


def side_of(mark: QuantityMark, doc: Doc, words: Words) -> str | None:
    """Canonical name of the side, or a general one."""
    return _BY_CLASS.get(words.klass(mark.head.lower_) or "")
