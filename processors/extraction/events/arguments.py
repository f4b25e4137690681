"""Who does it to whom: actors and recipients of an event from the arguments of its trigger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

from processors.extraction import lexicon
from processors.extraction.events.belonging import belonging, owners
from processors.extraction.events.frames import Frame
from processors.extraction.events.referents import (
    PLACES,
    ActorOf,
    as_state,
    country_mark,
    is_town,
    of_country,
    owner,
    referent,
)
from processors.extraction.events.stand_ins import blamed, commanding, joined, left_name, sufferers_before
from processors.extraction.events.suffering import Suffering
from processors.extraction.events.view import VERBAL, View
from processors.extraction.marks import ActorMark
from processors.extraction.syntax import case_of

_LIMIT = 4
_WORDS = frozenset({"REQUEST", "ACCUSE", "REJECT", "SUPPORT", "THREATEN", "SANCTION", "CONSULT", "AID", "CONCEDE"})
_SAID = frozenset({"REQUEST", "ACCUSE", "REJECT", "SUPPORT", "THREATEN", "AGREE", "CONCEDE"})
_UTTERED = frozenset({"REQUEST", "AGREE", "REJECT", "THREATEN"})
"""What a participle without "by" does not tell of its noun."""
_ARMED = frozenset({"ASSAULT", "MOBILIZE", "RETREAT", "COERCE", "SANCTION"})
_SPEAKS = frozenset({"ccomp", "parataxis", "parataxis:insert", "xcomp"})
_BETWEEN = 12
"""Tokens behind a trigger within which "between" says who is meant."""
_I = frozenset({"i", "we", "je", "j'", "nous", "on", "us"})


def actor_finder() -> ActorOf:
    """The function of the names component that turns a nominal into an actor."""
    from processors.extraction.names.actors import actor_of

    return actor_of


class Arguments:
    """Reads actors and recipients of a match; prepositions come from ``events_roles.yaml``."""

    def __init__(self, language: str, overlay: str | None) -> None:
        data = lexicon.load(language, "events_roles", overlay)
        self._by = frozenset(data.get("by", ()))
        self._source = frozenset(data.get("source", ()))
        self._laid_to = frozenset(data.get("laid_to", ()))
        self._of = frozenset(data.get("of", ()))
        self._against = frozenset(data.get("against", ()))
        self._between = frozenset(data.get("between", ()))
        self._where = frozenset(data.get("where", ()))
        self._signs = frozenset(data.get("signs", ()))
        self._suffering = Suffering(data)
        self._light = frozenset(data.get("light_verbs", ()))
        self._saying = frozenset(lexicon.load(language, "places", overlay).get("speech", ()))

    def read(
        self, view: View, start: int, end: int, frame: Frame, actor_of: ActorOf
    ) -> tuple[list[ActorMark], list[ActorMark]]:
        """Actors and recipients, each once, in the order of the text."""
        if not view.parsed:
            return [], []
        predicate = view.predicate(start, end)
        doers, sufferers = self._roles(view, start, end, predicate, frame)
        if frame.mode != "release" and (not sufferers or frame.type == "ASSAULT"):
            self._inner(view, start, end, predicate, doers, sufferers)
        if "mutual" in frame.flags and len(doers) < 2:
            doers += [t for t in self._between_whom(view, start, end) if t not in doers]
        inside = range(start, end)
        doc = view.doc
        state = frame.type in _ARMED
        outside = "mutual" not in frame.flags  # "clashes between the army and X": both, in the trigger or behind it
        actors = _marks(doc, (t for t in doers if not (outside and t.i in inside)), actor_of, state)
        if not actors:
            actors = _marks(doc, (t for t in doers if t.i in inside and t.i != predicate.i), actor_of, state)
        actors = [of_country(a) for a in actors]
        if not actors and state and predicate.pos_ not in VERBAL:
            actors = [mark] if (mark := owner(predicate, doc, actor_of)) is not None else []
        if not actors and frame.type in _SAID:
            actors = self._speaker(view, predicate, doers, actor_of)
        if not actors and (frame.type != "ASSAULT" or frame.mode == "crowd-control"):
            actors = self._governing(view, predicate, inside, actor_of, state)
        if not actors and frame.type == "MOBILIZE":
            actors = owners(doc, (*sufferers, *(doc[i] for i in inside)), actor_of)
        if frame.type == "MOBILIZE":
            actors = commanding(actors)
        if frame.type in ("ACCUSE", "REQUEST") and not any(t.ent_type_ for t in sufferers):
            sufferers += blamed(view, predicate)
        recipients = self._recipients(view, frame, predicate, sufferers, inside, actor_of)
        if "mutual" in frame.flags:
            both = _merge(actors, recipients)
            return both, list(both) if frame.type == "ASSAULT" else []
        known = {_key(a) for a in actors}
        return actors, [r for r in recipients if _key(r) not in known]

    def _roles(
        self, view: View, start: int, end: int, predicate: Token, frame: Frame
    ) -> tuple[list[Token], list[Token]]:
        """The nouns that act and those that are acted upon, by the clause of the trigger."""
        doers: list[Token] = []
        sufferers: list[Token] = []
        if predicate.pos_ in VERBAL:
            self._verbal(view, predicate, doers, sufferers, frame.mode)
            aimed = not self._against.isdisjoint(view.words[start:end]) and predicate.head.dep_ == "ROOT"
            if not doers and predicate.dep_ == "acl" and (frame.type in _UTTERED or aimed):
                # a main verb that the parser takes for a participle: "X called for …"
                doers = [t for t in sufferers if t.i < predicate.i]
                sufferers = [t for t in sufferers if t.i > predicate.i]
            if not doers and not sufferers_before(predicate, sufferers):
                doers = [t for t in left_name(predicate) if not start <= t.i < end]
            if self._suffering.of(view, predicate, end):
                agents = [t for t in doers if t.i > predicate.i and case_of(t) in self._by | self._source]
                doers, sufferers = agents, [t for t in (*doers, *sufferers) if t not in agents]
            for token in view.doc[predicate.i + 1 : end] if not doers else ():
                self._told_of(view, token, doers, [])
        elif (met := self._suffering.met_by(view, predicate)) is not None:
            sufferers += joined(met)
        else:
            self._nominal(view, predicate, doers, sufferers)
            if frame.type == "MOBILIZE":  # "the sending of troops": the troops do not send
                doers = [t for t in doers if t.dep_ not in ("nmod", "obl:arg", "prep", "pobj")]
        return doers, sufferers

    def _recipients(
        self,
        view: View,
        frame: Frame,
        predicate: Token,
        sufferers: list[Token],
        inside: range,
        actor_of: ActorOf,
    ) -> list[ActorMark]:
        """Those who are acted upon, or else whose the things are."""
        doc, state = view.doc, frame.type in _ARMED
        objects = [t for t in sufferers if t.i not in inside or t.ent_type_]
        inner = [t for t in sufferers if t.i in inside and t.i != predicate.i and not t.ent_type_]
        if frame.type == "ASSAULT" and _marks(doc, inner, actor_of, state):  # "tiré sur X à Y, au Pérou": at a place
            objects = [t for t in objects if t.ent_type_ not in PLACES or case_of(t) not in self._where]
        if frame.type == "PROTEST":  # whose flag is waved is not whom the protest is against
            objects = [t for t in objects if self._signs.isdisjoint((t.lower_, t.lemma_.lower()))]
        recipients = _marks(doc, objects, actor_of, state)
        if not recipients and frame.type in _WORDS:
            recipients = _marks(
                doc, self._below(view, [*sufferers, *(doc[i] for i in inside)], inside), actor_of, state
            )
        if not recipients and frame.type in _WORDS:
            recipients = owners(doc, [*objects, *(doc[i] for i in inside)], actor_of)
        struck = frame.type == "ASSAULT" and frame.mode != "crowd-control" and "mutual" not in frame.flags
        if not recipients and (struck or frame.mode in ("seize", "release", "arrest")):
            own = [t for t in sufferers if t.i in inside and t.i != predicate.i]
            freed = frame.mode == "release"
            people = [m for m in _marks(doc, own, actor_of, state) if freed or m.name != "hostages"]
            recipients = people if people or frame.type == "RETREAT" else belonging(doc, [*objects, *own], actor_of)
        return recipients

    def _verbal(self, view: View, verb: Token, doers: list[Token], sufferers: list[Token], mode: str | None) -> None:
        for role, case, token in view.arguments(verb):
            if mode == "seize" and case in self._source:  # "took the town from the rebels"
                sufferers.insert(0, token)
            elif role in ("subject", "agent") or (role == "oblique" and case in self._by):
                doers += joined(token)
            elif role in ("object", "passive_subject"):
                sufferers += joined(token)
            elif role == "oblique" and case in self._between:
                doers += joined(token)
                sufferers += joined(token)
            elif role == "oblique" and case in self._against and mode != "release":
                sufferers += joined(token)

    def _between_whom(self, view: View, start: int, end: int) -> list[Token]:
        """Who stands between "between" and "and" in or behind a trigger, wherever the parse hangs them."""
        last = view.bounds[end - 1][1]
        for i in range(start, min(last, end + _BETWEEN)):
            if view.words[i] in self._between:
                head = view.doc[i].head
                if head.i <= i and head.dep_ not in ("prep",):  # ClearNLP hangs the noun under the preposition
                    head = next(iter(view.doc[i].children), head)
                return joined(head) if head.i > i else []
        return []

    def _told_of(self, view: View, noun: Token, doers: list[Token], sufferers: list[Token]) -> None:
        """Participles behind a noun: "an attack claimed by X", "une frappe attribuée à X", "carried out by X"."""
        for child in noun.children:
            if child.dep_ == "acl" and child.pos_ in VERBAL and child.i > noun.i:
                laid = not self._laid_to.isdisjoint((child.lower_, child.lemma_.lower()))
                for role, case, token in view.arguments(child):
                    if role == "agent" or case in self._by or (laid and role == "oblique" and case in self._against):
                        doers += joined(token)
                    elif role == "oblique" and case in self._against and token.i > child.i:
                        sufferers += joined(token)

    def _nominal(self, view: View, noun: Token, doers: list[Token], sufferers: list[Token]) -> None:
        self._told_of(view, noun, doers, sufferers)
        for role, case, token in view.arguments(noun):
            if case in self._by or case in self._source or role in ("subject", "passive_subject"):
                doers += joined(token)
            elif case in self._between:
                doers += joined(token)
                sufferers += joined(token)
            elif case in self._against:
                sufferers += joined(token)
            elif case in self._of or (role == "modifier" and token.dep_ != "conj"):
                doers.append(token)
        head = noun.head
        if head.i != noun.i and head.pos_ in VERBAL:
            for role, _, token in view.arguments(head):
                if role in ("subject", "agent") and token.i != noun.i and head.lemma_.lower() in self._light:
                    doers += joined(token)
                elif role in ("object", "passive_subject") and token.i != noun.i and not sufferers:
                    sufferers += joined(token)

    def _inner(
        self, view: View, start: int, end: int, predicate: Token, doers: list[Token], sufferers: list[Token]
    ) -> None:
        """Arguments of the noun that a phrase takes in: "fired tear gas at X", "launched an attack on X"."""
        for i in range(start, end):
            token = view.doc[i]
            if i == predicate.i or token.pos_ not in ("NOUN", "VERB"):
                continue
            verb = token.pos_ == "VERB"
            for role, case, argument in view.arguments(token):
                told = case in self._against or (verb and role == "object")
                if told and argument.i > token.i and argument not in sufferers:
                    sufferers += joined(argument)

    def _below(self, view: View, tokens: list[Token], inside: range) -> Iterator[Token]:
        """Whom a thing concerns: "ties with X", "aid to X", "negotiations avec X"."""
        for token in tokens:
            if token.pos_ in ("NOUN", "PROPN"):
                for _, case, argument in view.arguments(token):
                    if case in self._against and argument.i not in inside:
                        yield argument
                        yield from argument.conjuncts

    def _governing(
        self, view: View, predicate: Token, inside: range, actor_of: ActorOf, state: bool
    ) -> list[ActorMark]:
        """Subject of the verb above a noun: "issued an appeal for calm", "placed its guards on alert"."""
        if predicate.pos_ in VERBAL:
            return []
        token = predicate
        for _ in range(3):
            head = token.head
            if head.i == token.i:
                return []
            if head.pos_ in VERBAL:
                if token.dep_ in _SPEAKS or head.lemma_.lower() in self._saying:
                    return []
                found = [t for role, _, t in view.arguments(head) if role in ("subject", "agent") and t.i not in inside]
                return _marks(view.doc, (t for t in found if t.i != token.i), actor_of, state)
            token = head
        return []

    def _speaker(self, view: View, predicate: Token, doers: list[Token], actor_of: ActorOf) -> list[ActorMark]:
        """ "We shall answer", said X: who says I or we is X."""
        if doers and not any(t.lower_ in _I for t in doers):
            return []
        token = predicate
        for _ in range(4):
            head = token.head
            if head.i == token.i:
                break
            if token.dep_ in _SPEAKS and head.pos_ in VERBAL:
                found = [t for role, _, t in view.arguments(head) if role == "subject" and t.lower_ not in _I]
                return _marks(view.doc, found, actor_of, False)
            token = head
        for child in token.children:
            if child.dep_ in ("parataxis", "parataxis:insert") and child.pos_ in VERBAL:
                found = [t for role, _, t in view.arguments(child) if role == "subject" and t.lower_ not in _I]
                if found:
                    return _marks(view.doc, found, actor_of, False)
        return []


def _marks(doc: Doc, tokens: Iterable[Token], actor_of: ActorOf, state: bool) -> list[ActorMark]:
    """Actors of tokens; ``state``: a people's adjective stands for its state, since peoples do not strike."""
    found: list[ActorMark] = []
    seen: set[object] = set()
    for token in tokens:
        mark = referent(token, doc, actor_of)
        if mark is not None:
            mark = as_state(mark, doc)
        if mark is not None and state and mark.span.root.ent_type_ == "NORP" and token.dep_ in ("amod", "nmod"):
            mark = country_mark(mark.span, doc) or mark
        if mark is not None and not is_town(mark) and _key(mark) not in seen:
            seen.add(_key(mark))
            found.append(mark)
    return found[:_LIMIT]


def _key(mark: ActorMark) -> object:
    return mark.id or mark.name or mark.span.text.lower()


def _merge(left: list[ActorMark], right: list[ActorMark]) -> list[ActorMark]:
    known = {_key(a) for a in left}
    return left + [r for r in right if _key(r) not in known]
