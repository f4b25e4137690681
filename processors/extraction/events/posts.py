"""Whose post it is that is attacked: "an army outpost", "une brigade de gendarmerie", "the garrison of X".

Nobody is named, but barracks are the army's and a police station is the police's, of the country where it lies. Words:
``posts`` (word → force) and ``posts_of`` (words that are a post only beside one that says of whom → force) of the
language's ``events_roles.yaml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from processors.extraction import lexicon
from processors.extraction.events.parties import of_one_side
from processors.extraction.marks import ActorMark, EventMark, lowers
from processors.extraction.names.actors import force_at
from processors.extraction.names.context import context_of

_BEHIND = 9
"""Tokens behind the beginning of a trigger within which the post is told that is attacked."""
_BESIDE = 4
"""Tokens around a post within which it is told whose it is."""


@dataclass(frozen=True, slots=True)
class _Words:
    posts: dict[str, str]
    kinds: frozenset[str]
    whose: dict[str, str]


def posts(event: EventMark) -> list[ActorMark]:
    """The force whose post an attack of others hits, told in the words of the attack or right behind them."""
    if event.mode in ("crowd-control", "abduct", "targeted"):
        return []
    words = _words(event.trigger.doc.lang_ or "en")
    doc, sentence = event.trigger.doc, event.sentence
    text = lowers(doc)
    for i in range(event.trigger.start, min(sentence.end, event.trigger.start + _BEHIND)):
        role = words.posts.get(text[i])
        if role is None and text[i] in words.kinds:
            near = text[max(sentence.start, i - _BESIDE + 1) : min(sentence.end, i + _BESIDE)]
            role = next((words.whose[word] for word in near if word in words.whose), None)
        if role is not None:
            mark = force_at(event.trigger, role, context_of(doc), doc.lang_ or "en")
            return [] if mark is None or of_one_side(mark, event.actors) else [mark]
    return []


@cache
def _words(language: str) -> _Words:
    data: dict[str, Any] = lexicon.load(language, "events_roles")
    whose = {str(word): str(role) for role, forms in (data.get("posts_of") or {}).items() for word in forms}
    own = {str(word): str(role) for role, forms in (data.get("posts") or {}).items() for word in forms}
    return _Words(own, frozenset(map(str, data.get("post_kinds", ()))), whose)
