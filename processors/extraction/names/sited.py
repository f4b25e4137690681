"""What the words around a name say of it: "the hamlet of X", "X district", "shelled X" tell of a place.

Words: ``places_before``, ``place_nouns``, ``place_of``, ``place_behind`` and ``struck`` of ``names.yaml``.
"""

from __future__ import annotations

import itertools
from typing import Any

from spacy.tokens import Doc

from processors.extraction import lexicon

_BRACKETS = 8
"""Tokens of brackets that are looked at."""
_DEEP = 4
"""Tokens before a name within which the noun stands that it is the name of ("site de déplacés de X")."""


class Sited:
    """The words of a language that show a place."""

    def __init__(self, language: str, overlay: str | None) -> None:
        words: dict[str, Any] = lexicon.load(language, "names", overlay)
        self._before = frozenset(words.get("places_before", []))
        self._nouns = frozenset(words.get("place_nouns", []))
        self._of = frozenset(words.get("place_of", []))
        self._behind = frozenset(words.get("place_behind", []))
        self._struck = frozenset(words.get("struck", []))
        self._bare = bool(words.get("place_nouns_bare", False))

    def led_to(self, doc: Doc, start: int) -> bool:
        """Whether a preposition of place, or two words such as "village of", stand right before a token."""
        if start == 0:
            return False
        before = doc[start - 1].lower_
        return before in self._before or (start > 1 and f"{doc[start - 2].lower_} {before}" in self._before)

    def of_place(self, doc: Doc, start: int) -> bool:
        """Whether a token begins the name of a place: "hamlet of X", "site de déplacés de X", "commune X"."""
        if start == 0:
            return False
        before = doc[start - 1].lower_
        if self._bare and before in self._nouns:
            return True
        if before not in self._of:
            return False
        for i in range(start - 2, max(-1, start - 2 - _DEEP), -1):
            token = doc[i]
            if token.lower_ in self._nouns:
                return True
            between = token.lower_ in self._of or token.pos_ in ("NOUN", "ADJ")
            if not between or token.text[:1].isupper():
                return False
        return False

    def goes_before(self, doc: Doc, end: int) -> bool:
        """Whether a noun for a place follows right behind a name: "X district", "X island"."""
        return end < len(doc) and doc[end].lower_ in self._behind

    def bracketed(self, doc: Doc, end: int) -> bool:
        """Whether brackets behind a name tell where it lies: "X (région de Y)", "X (Y district)"."""
        if end + 1 >= len(doc) or doc[end].text != "(":
            return False
        inside = [t.lower_ for t in itertools.takewhile(lambda t: t.text != ")", doc[end + 1 : end + 1 + _BRACKETS])]
        return bool(inside) and (inside[0] in self._nouns or inside[-1] in self._behind)

    def struck(self, doc: Doc, start: int) -> bool:
        """Whether a verb stands right before that is done to places: "shelled X", "a bombardé X"."""
        return start > 0 and doc[start - 1].lower_ in self._struck
