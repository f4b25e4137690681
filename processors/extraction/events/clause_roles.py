"""Which nouns act and which are acted upon, by the clause of a trigger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from spacy.tokens import Token

from processors.extraction.events.asked import conditional, repelled
from processors.extraction.events.doers import (
    against_behind,
    between_whom,
    fallen_against,
    inverted,
    joined,
    led_by,
    left_name,
    pitted,
    sufferers_before,
)
from processors.extraction.events.frames import Frame
from processors.extraction.events.subjects import VERBAL
from processors.extraction.events.suffering import Suffering
from processors.extraction.events.view import View
from processors.extraction.syntax import case_of

SAID = frozenset({"REQUEST", "ACCUSE", "REJECT", "SUPPORT", "THREATEN", "AGREE", "CONCEDE"})
"""What is done by words: the subject may be the one who speaks."""
_UTTERED = frozenset({"REQUEST", "AGREE", "REJECT", "THREATEN"})
"""What a participle without "by" does not tell of its noun."""
_AIMED = frozenset({"ASSAULT", "THREATEN", "SANCTION", "PROTEST"})
_COLON = frozenset({":", ";"})
_DONE_TO = frozenset({"release", "arrest", "abduct", "convict"})
"""Modes whose nouns are told with those to whom it is done."""


class ClauseRoles:
    """Reads the nouns around a trigger; prepositions come from ``events_roles.yaml``."""

    def __init__(self, data: Mapping[str, Any]) -> None:
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
        self._suffering = Suffering(data)
        self._light = frozenset(data.get("light_verbs", ()))
        self._guarded = frozenset(data.get("guarded", ()))
        self._struck = frozenset(data.get("post_kinds", ())).union(*data.get("posts", {}).values())

    def read(self, view: View, start: int, end: int, predicate: Token, frame: Frame) -> tuple[list[Token], list[Token]]:
        """The nouns that act and those that are acted upon, the trigger's own words among them."""
        doers, sufferers = self._by_clause(view, start, end, predicate, frame)
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
        return doers, sufferers

    def _by_clause(
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
            if frame.type in SAID and not doers and (speaker := inverted(predicate, sufferers)) is not None:
                doers, sufferers = joined(speaker), [t for t in sufferers if t.i < predicate.i]
            if self._suffering.of(view, predicate, end):
                agents = [t for t in doers if t.i > predicate.i and case_of(t) in self._by | self._source]
                doers, sufferers = agents, [t for t in (*doers, *sufferers) if t not in agents]
            if self._suffering.beside(view, predicate):
                doers = [t for t in doers if t.i > predicate.i]
            for token in view.doc[start:end] if not doers else ():
                self.told_of(view, token, doers, [])
        elif (met := self._suffering.met_by(view, predicate)) is not None:
            sufferers += joined(met)
        else:
            objective = frame.mode in _DONE_TO or "objective" in frame.flags
            self._nominal(view, predicate, doers, sufferers, objective=objective)
            if frame.type == "MOBILIZE":  # "the sending of troops": the troops do not send
                doers = [t for t in doers if t.dep_ not in ("nmod", "obl:arg", "prep", "pobj")]
        return doers, sufferers

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

    def told_of(self, view: View, noun: Token, doers: list[Token], sufferers: list[Token]) -> None:
        """Participles behind a noun: "an attack claimed by X", "une frappe attribuée à X", "carried out by X"."""
        for child in noun.children:
            if child.dep_.startswith("acl") and child.pos_ in VERBAL and child.i > noun.i:
                if child.lemma_.lower() in self._guarded:  # "the attack on a convoy escorted by the army"
                    continue
                laid = not self._laid_to.isdisjoint((child.lower_, child.lemma_.lower()))
                if not laid and child.dep_ != "acl":
                    continue
                for role, case, token in view.arguments(child):
                    if role == "agent" or case in self._by or (laid and role == "oblique" and case in self._against):
                        doers += joined(token)
                    elif role == "oblique" and case in self._against and token.i > child.i:
                        sufferers += joined(token)

    def _nominal(self, view: View, noun: Token, doers: list[Token], sufferers: list[Token], *, objective: bool) -> None:
        """Arguments of a noun; ``objective``: whom it is "of" suffers it ("the release of eight fishermen")."""
        self.told_of(view, noun, doers, sufferers)
        for role, case, token in view.arguments(noun):
            if case in self._by or case in self._source or role in ("subject", "passive_subject"):
                doers += joined(token)
            elif case in self._between:
                doers += joined(token)
                sufferers += joined(token)
            elif case in self._against or (case in self._of and (objective or token.lower_ in self._struck)):
                sufferers += joined(token)  # "l'attaque d'un poste"
            elif case in self._of or (role == "modifier" and _modifies(noun, token)):
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

    def below(self, view: View, tokens: list[Token], inside: range) -> Iterator[Token]:
        """Whom a thing concerns: "ties with X", "aid to X", "negotiations avec X"."""
        for token in tokens:
            if token.pos_ in ("NOUN", "PROPN"):
                for _, case, argument in view.arguments(token):
                    if case in self._against and argument.i not in inside:
                        yield argument
                        yield from argument.conjuncts


def _modifies(noun: Token, token: Token) -> bool:
    """Whether a modifier tells whose deed it is: not "attaque armée", nor "Knife attack at X: a policewoman killed"."""
    if token.dep_ == "conj" or token.pos_ == "VERB":
        return False
    return token.i < noun.i or all(t.text not in _COLON for t in noun.doc[noun.i + 1 : token.i])
