"""Who does it to whom: actors and recipients of an event from the arguments of its trigger."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from processors.extraction import lexicon
from processors.extraction.events.asked import asked, conditional, repelled, warned
from processors.extraction.events.belonging import belonging, owners
from processors.extraction.events.doers import (
    against_behind,
    agent_behind,
    between_whom,
    blamed,
    commanding,
    fallen_against,
    joined,
    led_by,
    left_name,
    opening,
    pitted,
    sufferers_before,
)
from processors.extraction.events.frames import Frame
from processors.extraction.events.governors import Governors
from processors.extraction.events.own_words import by_own_words
from processors.extraction.events.parties import parties_of, party_key, together
from processors.extraction.events.referents import PLACES, ActorOf, is_place, of_country, owner, sent_abroad
from processors.extraction.events.suffering import Suffering
from processors.extraction.events.view import VERBAL, View
from processors.extraction.marks import ActorMark
from processors.extraction.syntax import case_of

_WORDS = frozenset({"REQUEST", "ACCUSE", "REJECT", "SUPPORT", "THREATEN", "SANCTION", "CONSULT", "AID", "CONCEDE"})
_SAID = frozenset({"REQUEST", "ACCUSE", "REJECT", "SUPPORT", "THREATEN", "AGREE", "CONCEDE"})
_UTTERED = frozenset({"REQUEST", "AGREE", "REJECT", "THREATEN"})
"""What a participle without "by" does not tell of its noun."""
_ARMED = frozenset({"ASSAULT", "MOBILIZE", "RETREAT", "COERCE", "SANCTION"})
_AIMED = frozenset({"ASSAULT", "THREATEN", "SANCTION", "PROTEST"})
_DONE_TO = frozenset({"release", "arrest", "abduct", "convict"})
"""Modes whose nouns are told with those to whom it is done."""


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
        self._means = frozenset(data.get("means", ()))
        self._opposed = frozenset(data.get("opposed", ()))
        self._opposes = frozenset(data.get("opposes", ()))
        self._partitive = frozenset(data.get("partitive", ()))
        self._clash = frozenset(data.get("clash", ()))
        self._signs = frozenset(data.get("signs", ()))
        self._suffering = Suffering(data)
        self._light = frozenset(data.get("light_verbs", ()))
        self._governors = Governors(language, overlay)

    def read(
        self, view: View, start: int, end: int, frame: Frame, actor_of: ActorOf
    ) -> tuple[list[ActorMark], list[ActorMark]]:
        """Actors and recipients, each once, in the order of the text."""
        if not view.parsed:
            return [], []
        predicate = view.predicate(start, end)
        doers, sufferers = self._roles(view, start, end, predicate, frame)
        if frame.type == "ASSAULT" and (told := repelled(predicate)) is not None:
            doers, sufferers = told
        elif frame.mode != "release" and (not sufferers or frame.type == "ASSAULT"):
            self._inner(view, start, end, predicate, doers, sufferers)
        if frame.type == "ASSAULT" and (rivals := pitted(view, start, end, self._opposes, self._against)):
            doers, sufferers = rivals, []
        elif not sufferers and frame.type in _AIMED and predicate.pos_ not in VERBAL:
            sufferers = against_behind(view, predicate, self._opposed)
        if frame.type == "THREATEN" and predicate.dep_ != "ROOT" and doers and conditional(predicate):
            doers, sufferers = [], doers  # "if X attacks": it is X that is threatened
        if "seen" in frame.flags:  # "X detected ships of Y": it is Y that has moved them
            doers, sufferers = sufferers, doers
        if "mutual" in frame.flags and len(doers) < 2:
            doers += [t for t in between_whom(view, start, end, self._between) if t not in doers]
        clash = frame.type == "ASSAULT" and not self._clash.isdisjoint(view.words[start:end])
        if clash and not doers:
            doers = between_whom(view, start, end, self._between)
            doers = doers or fallen_against(view, predicate, self._against, self._suffering)
        inside, doc = range(start, end), view.doc
        actors = self._actors(view, inside, predicate, frame, doers, sufferers, actor_of)
        if frame.type in ("ACCUSE", "REQUEST") and not any(t.ent_type_ for t in sufferers):
            sufferers += blamed(view, predicate)
        recipients = self._recipients(view, frame, predicate, sufferers, inside, actor_of)
        if frame.type == "REQUEST" and predicate.pos_ in VERBAL:
            recipients = [of_country(r) for r in parties_of(doc, asked(predicate), actor_of, state=True)] or recipients
        if frame.type == "REQUEST" and not recipients:
            recipients = by_own_words(doc, sufferers)
        if frame.type == "THREATEN" and not recipients:
            recipients = parties_of(doc, warned(predicate), actor_of, True)
        if "mutual" in frame.flags:
            both = together(actors, recipients)
            return both, list(both) if frame.type == "ASSAULT" else []
        if frame.type == "MOBILIZE" and "seen" not in frame.flags:  # own forces that are moved
            return actors, []
        known = {party_key(a) for a in actors}
        return actors, [r for r in recipients if party_key(r) not in known]

    def _actors(
        self,
        view: View,
        inside: range,
        predicate: Token,
        frame: Frame,
        doers: list[Token],
        sufferers: list[Token],
        actor_of: ActorOf,
    ) -> list[ActorMark]:
        """Those who act: by the clause, else by the words before and behind it, else by what governs it."""
        doc, state = view.doc, frame.type in _ARMED
        outside = "mutual" not in frame.flags  # "clashes between the army and X": both, in the trigger or behind it
        actors = parties_of(doc, (t for t in doers if not (outside and t.i in inside)), actor_of, state)
        if not actors:
            actors = parties_of(doc, (t for t in doers if t.i in inside and t.i != predicate.i), actor_of, state)
        if not actors:  # "rockets fired by X hit Y"
            behind: list[Token] = []
            for token in doers:
                self._told_of(view, token, behind, [])
            actors = parties_of(doc, behind, actor_of, state)
        actors = [of_country(a) for a in actors]
        if not actors and state and predicate.pos_ not in VERBAL:
            actors = [mark] if (mark := owner(predicate, doc, actor_of)) is not None else []
        if not actors and predicate.pos_ in VERBAL:
            passive = sufferers_before(predicate, sufferers)
            last = view.bounds[predicate.i][1]
            others = agent_behind(predicate, last, self._by) if passive else left_name(doc[inside.start])
            others = others or ([] if passive else opening(predicate))
            actors = [of_country(a) for a in parties_of(doc, others, actor_of, state)]
        if not actors and frame.type in _SAID:
            quoted = frame.type == "THREATEN"  # "whoever attacks us will be crushed", said X
            actors = self._governors.speaking(view, predicate, [] if quoted else doers, actor_of)
        if not actors and (frame.type != "ASSAULT" or frame.mode == "crowd-control"):
            actors = self._governors.acting(view, predicate, inside, actor_of, state=state)
        if not actors and frame.type == "MOBILIZE":
            actors = owners(doc, (*sufferers, *(doc[i] for i in inside)), actor_of)
        if not actors and predicate.pos_ in VERBAL:
            actors = by_own_words(doc, doers)
        if frame.type == "MOBILIZE":
            actors = commanding(actors) if "seen" not in frame.flags else [sent_abroad(a) for a in actors]
        return actors

    def _roles(
        self, view: View, start: int, end: int, predicate: Token, frame: Frame
    ) -> tuple[list[Token], list[Token]]:
        """The nouns that act and those that are acted upon, by the clause of the trigger."""
        doers: list[Token] = []
        sufferers: list[Token] = []
        if predicate.pos_ in VERBAL:
            self._verbal(view, predicate, doers, sufferers, frame.mode)
            if (
                not sufferers and frame.mode in _DONE_TO
            ):  # "handed over two soldiers": the parser takes the particle for a preposition
                sufferers += [
                    t for role, _, t in view.arguments(predicate) if role == "oblique" and led_by(t, start, end)
                ]
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
            if self._suffering.beside(view, predicate):
                doers = [t for t in doers if t.i > predicate.i]
            for token in view.doc[start:end] if not doers else ():
                self._told_of(view, token, doers, [])
        elif (met := self._suffering.met_by(view, predicate)) is not None:
            sufferers += joined(met)
        else:
            self._nominal(view, predicate, doers, sufferers, objective=frame.mode in _DONE_TO)
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
        if frame.mode == "arrest" or frame.type == "ASSAULT":  # "tiré sur X à Y", "arrêtés à Y": at a place
            others = [*inner, *(t for t in objects if t.ent_type_ not in PLACES)]
            known = frame.mode == "arrest" or bool(parties_of(doc, others, actor_of, state))
            objects = [t for t in objects if not (case_of(t) in self._where and is_place(t, doc, country=known))]
        if frame.type == "PROTEST":  # whose flag is waved is not whom the protest is against
            objects = [t for t in objects if self._signs.isdisjoint((t.lower_, t.lemma_.lower()))]
        recipients = parties_of(doc, objects, actor_of, state)
        if not recipients and frame.type in _WORDS:
            recipients = parties_of(
                doc, self._below(view, [*sufferers, *(doc[i] for i in inside)], inside), actor_of, state
            )
        if not recipients and frame.type in _WORDS:
            recipients = owners(doc, [*objects, *(doc[i] for i in inside)], actor_of)
        struck = frame.type == "ASSAULT" and frame.mode != "crowd-control" and "mutual" not in frame.flags
        if not recipients and (struck or frame.mode in ("seize", "release", "arrest")):
            own = [t for t in sufferers if t.i in inside and t.i != predicate.i]
            freed = frame.mode == "release"
            people = [m for m in parties_of(doc, own, actor_of, state) if freed or m.name != "hostages"]
            recipients = people if people or frame.type == "RETREAT" else belonging(doc, [*objects, *own], actor_of)
        return recipients

    def _verbal(self, view: View, verb: Token, doers: list[Token], sufferers: list[Token], mode: str | None) -> None:
        for role, case, token in view.arguments(verb):
            if token.dep_ == "compound" and token.i == verb.i - 1:  # "rebel shelling", a noun that is taken for a verb
                doers.append(token)
            elif mode == "seize" and case in self._source:  # "took the town from the rebels"
                sufferers.insert(0, token)
            elif role in ("subject", "agent") or (role == "oblique" and case in self._by):
                doers += joined(token)
            elif role in ("object", "passive_subject"):
                sufferers += joined(token)
            elif role == "oblique" and case in self._between:
                doers += joined(token)
                sufferers += joined(token)
            elif (role == "oblique" and case in self._against and mode != "release") or (
                role == "oblique" and case in self._partitive and token.i > verb.i
            ):
                sufferers += joined(token)

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

    def _nominal(self, view: View, noun: Token, doers: list[Token], sufferers: list[Token], *, objective: bool) -> None:
        """Arguments of a noun; ``objective``: whom it is "of" suffers it ("the release of eight fishermen")."""
        self._told_of(view, noun, doers, sufferers)
        for role, case, token in view.arguments(noun):
            if case in self._by or case in self._source or role in ("subject", "passive_subject"):
                doers += joined(token)
            elif case in self._between:
                doers += joined(token)
                sufferers += joined(token)
            elif case in self._against or (objective and case in self._of):
                sufferers += joined(token)
            elif case in self._of or (role == "modifier" and token.dep_ != "conj"):
                doers.append(token)
        head = noun.head
        if head.i != noun.i and head.pos_ in VERBAL:
            beside = case_of(noun) in self._where  # "puts the dead in the ambush at 14": he has laid none
            acts = head.lemma_.lower() in self._light
            if case_of(noun) in self._means and not self._suffering.tells(head):  # "beaten with machetes by X"
                acts, beside = True, False
            for role, case, token in view.arguments(head):
                if case in self._between and token.i != noun.i:  # "fire was exchanged between X and Y"
                    doers += joined(token)
                    sufferers += joined(token)
                elif role in ("subject", "agent") and token.i != noun.i and acts:
                    if beside:
                        continue
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
