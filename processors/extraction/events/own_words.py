"""Groups of people that no list of ours knows, by the words of the text: "coca growers", "des transporteurs".

A noun in the plural with an ending of people (``suffixes`` of the language's ``quantities.yaml``) that is told to act
is a group of that name, but for ``things`` there and ``not_people`` of ``actors.yaml`` ("powers", "tankers").
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from spacy.tokens import Doc, Token

from processors.extraction import lexicon
from processors.extraction.marks import ActorMark
from processors.extraction.names import actor_words
from processors.extraction.names.folding import slug

_SHORT = 5
"""Letters of the shortest word whose ending says anything."""


def by_own_words(doc: Doc, tokens: Iterable[Token]) -> list[ActorMark]:
    """The groups that nouns tell of which are in no list."""
    endings, things = _people(doc.lang_ or "en")
    role = actor_words.load(doc.lang_ or "en").role
    found: list[ActorMark] = []
    for token in tokens:
        lower = token.lower_
        if token.pos_ != "NOUN" or token.ent_type_ or len(lower) < _SHORT or lower in things or role(token) is not None:
            continue
        if not lower.endswith(endings) or "Plur" not in token.morph.get("Number", []):
            continue
        first = token.i
        while first and doc[first - 1].dep_ == "compound" and doc[first - 1].pos_ == "NOUN":
            first -= 1
        name = doc[first : token.i + 1].text.lower()
        found.append(ActorMark(doc[first : token.i + 1], f"group:{slug(name)}", name, None, "CVL"))
    return found


@cache
def _people(language: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Endings of nouns for people in a language, and the nouns with such an ending that are none."""
    data, nouns = lexicon.load(language, "quantities"), lexicon.load(language, "actors")
    return tuple(map(str, data["suffixes"])), frozenset(map(str, [*data["things"], *nouns["not_people"]]))
