"""Known phrases found in a text, by its words in lower case.

What spaCy's ``PhraseMatcher`` does, in the same order, without making a lexeme of each word it knows: that took most
of the time in which the names are loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from spacy.language import Language

Node = dict[str | None, Any]
"""The next words; under None, that a phrase may end here."""


class Phrases:
    """A tree of words."""

    def __init__(self, nlp: Language, forms: Iterable[str]) -> None:
        self._first: Node = {}
        for words in _split(nlp, forms):
            node = self._first
            for word in words:
                node = node.setdefault(word, {})
            node[None] = None

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Begin and end of each, in order; those that begin alike from the shortest on."""
        count = len(words)
        first = self._first
        for start, word in enumerate(words):
            if word not in first:
                continue
            node, at = first[word], start + 1
            while node is not None:
                if None in node:
                    yield start, at
                node = node.get(words[at]) if at < count else None
                at += 1


def _split(nlp: Language, forms: Iterable[str]) -> Iterator[list[str]]:
    """Words of forms as the tokenizer parts them; plain words need no tokenizer, which is most of the time saved."""
    rules = getattr(nlp.tokenizer, "rules", None)
    special = frozenset(rules) if isinstance(rules, dict) else None

    @cache
    def pieces(chunk: str) -> list[str]:
        return [token.lower_ for token in nlp.make_doc(chunk)]

    for form in forms:
        if form.isalpha():
            yield [form.lower()]
        elif special is None or not all(chunks := form.split(" ")):
            yield pieces(form)
        else:
            words: list[str] = []
            for chunk in chunks:
                words += [chunk.lower()] if chunk.isalpha() and chunk not in special else pieces(chunk)
            yield words
