"""Who does it to whom: actors and recipients of an event from the arguments of its trigger."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.tokens import Doc, Span, Token

from processors.extraction import lexicon
from processors.extraction.events.frames import Frame
from processors.extraction.events.view import VERBAL, View
from processors.extraction.marks import ActorMark

ActorOf = Callable[[Token | Span, Doc], ActorMark | None]
_LIMIT = 4


def actor_finder() -> ActorOf:
    """The function of the names component that turns a nominal into an actor."""
    from processors.extraction.names.actors import actor_of

    return actor_of


class Arguments:
    """Reads actors and recipients of a match; prepositions come from ``events_roles.yaml``."""

    def __init__(self, language: str, overlay: str | None) -> None:
        data = lexicon.load(language, "events_roles", overlay)
        self._by = frozenset(data.get("by", ()))
        self._of = frozenset(data.get("of", ()))
        self._against = frozenset(data.get("against", ()))
        self._between = frozenset(data.get("between", ()))
        self._light = frozenset(data.get("light_verbs", ()))
        self._reversed = frozenset(data.get("object_is_actor", ()))

    def read(
        self, view: View, start: int, end: int, frame: Frame, actor_of: ActorOf
    ) -> tuple[list[ActorMark], list[ActorMark]]:
        """Actors and recipients, each once, in the order of the text."""
        if not view.parsed:
            return [], []
        predicate = view.predicate(start, end)
        doers: list[Token] = []
        sufferers: list[Token] = []
        if predicate.pos_ in VERBAL or not self._nominal(view, predicate, doers, sufferers):
            self._verbal(view, predicate, doers, sufferers)
        inside = range(start, end)
        actors = _marks(view.doc, (t for t in doers if t.i not in inside), actor_of)
        recipients = _marks(view.doc, (t for t in sufferers if t.i not in inside), actor_of)
        if "mutual" in frame.flags:
            both = _merge(actors, recipients)
            return both, list(both) if frame.type == "ASSAULT" else []
        known = {_key(a) for a in actors}
        return actors, [r for r in recipients if _key(r) not in known]

    def _verbal(self, view: View, verb: Token, doers: list[Token], sufferers: list[Token]) -> None:
        for role, case, token in view.arguments(verb):
            if role in ("subject", "agent") or (role == "oblique" and case in self._by):
                doers += [token, *token.conjuncts]
            elif role in ("object", "passive_subject"):
                sufferers += [token, *token.conjuncts]
            elif role == "oblique" and case in self._between:
                doers += [token, *token.conjuncts]
                sufferers += [token, *token.conjuncts]
            elif role == "oblique" and case in self._against:
                sufferers += [token, *token.conjuncts]

    def _nominal(self, view: View, noun: Token, doers: list[Token], sufferers: list[Token]) -> bool:
        for role, case, token in view.arguments(noun):
            if case in self._by:
                doers += [token, *token.conjuncts]
            elif case in self._between:
                doers += [token, *token.conjuncts]
                sufferers += [token, *token.conjuncts]
            elif case in self._against:
                sufferers += [token, *token.conjuncts]
            elif case in self._of or (role == "modifier" and token.dep_ != "conj"):
                doers.append(token)
        head = noun.head
        if head.i != noun.i and head.pos_ in VERBAL:
            for role, _, token in view.arguments(head):
                if role in ("subject", "agent") and token.i != noun.i and head.lemma_.lower() in self._light:
                    doers += [token, *token.conjuncts]
                elif role in ("object", "passive_subject") and token.i != noun.i and not sufferers:
                    sufferers += [token, *token.conjuncts]
        return True


def _marks(doc: Doc, tokens: Iterator[Token], actor_of: ActorOf) -> list[ActorMark]:
    found: list[ActorMark] = []
    seen: set[object] = set()
    for token in tokens:
        mark = actor_of(token, doc)
        if mark is not None and _key(mark) not in seen:
            seen.add(_key(mark))
            found.append(mark)
    return found[:_LIMIT]


def _key(mark: ActorMark) -> object:
    return mark.id or mark.name or mark.span.text.lower()


def _merge(left: list[ActorMark], right: list[ActorMark]) -> list[ActorMark]:
    known = {_key(a) for a in left}
    return left + [r for r in right if _key(r) not in known]
