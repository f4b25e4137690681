"""Finds triggers in a document: patterns of the frame book whose surroundings fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from processors.extraction.events.frames import GAP, PASSIVE, Frame, FrameBook, Step, Trigger
from processors.extraction.events.subjects import VERBAL
from processors.extraction.events.view import BREAKS, View
from processors.extraction.lexicon import function_words
from processors.extraction.lexicon.grammar import grammar_of

_TO = function_words("near_to")
"""Behind an adjective that is written as a verb: "close to the border" shuts nothing."""
_HAVE = function_words("perfect_lemmas")
_OF_VERBS = frozenset({"obj", "dobj", "nsubj:pass", "nsubjpass", "aux:pass", "auxpass"})


@dataclass(frozen=True, slots=True)
class Match:
    """A trigger found: tokens ``start`` to ``end``, and the frame that it stands for."""

    start: int
    end: int
    frame: Frame
    length: int

    @property
    def weight(self) -> tuple[bool, int, int, int]:
        """Longer patterns first, then frames that ask more, then the more informative; late ones behind all others."""
        return (not self.frame.late, self.length, len(self.frame.require) + len(self.frame.forbid), self.frame.rank)


def find(view: View, book: FrameBook) -> list[Match]:
    """All matches of a document, the best where several overlap, in the order of the text."""
    candidates: list[Match] = []
    index, longer = book.index, book.longer
    for i, word in enumerate(view.words):
        if word in index:
            candidates.extend(_at(view, i, index[word], book.surely))
        if word in longer:
            near = _followed(view, i, book.followers(word))
            if near:
                candidates.extend(_at(view, i, near, book.surely))
    taken: set[int] = set()
    kept: list[Match] = []
    for match in sorted(candidates, key=lambda m: (m.weight, -m.start), reverse=True):
        covered = range(match.start, match.end)
        if taken.isdisjoint(covered):
            taken.update(covered)
            kept.append(match)
    return sorted(kept, key=lambda m: m.start)


def _followed(view: View, i: int, followers: dict[str, list[Trigger]]) -> list[Trigger]:
    """Triggers of several words whose second stands near enough; each once."""
    last = min(view.bounds[i][1], i + GAP + 2)
    near = view.words[i + 1 : last]
    if followers.keys().isdisjoint(near):
        return []
    found: dict[int, Trigger] = {}
    for gap, word in enumerate(near):
        if word in followers:
            for trigger in followers[word]:
                if gap <= trigger.steps[1].gap:
                    found.setdefault(id(trigger), trigger)
    return list(found.values())


def _at(view: View, i: int, triggers: list[Trigger], surely: frozenset[str]) -> Iterator[Match]:
    for trigger in triggers:
        end = _steps(view, i, trigger.steps, surely)
        if end is None or not _part_of_speech(view, i, trigger, surely):
            continue
        frame = trigger.frame
        if not view.named(i, end) and _allowed(view, frame, i, end):
            yield Match(i, end, frame, 1 if trigger.kind == PASSIVE else len(trigger.steps))


def _allowed(view: View, frame: Frame, start: int, end: int) -> bool:
    """Whether the surroundings are what a frame asks for."""
    for kind, words in frame.forbid:
        if view.test(kind, words, start, end):
            return False
    return not frame.require or all(view.test(kind, words, start, end) for kind, words in frame.require)


def _steps(view: View, i: int, steps: tuple[Step, ...], surely: frozenset[str]) -> int | None:
    """End of the pattern that begins at ``i``, or None. Never leaves the sentence."""
    at = i + 1
    if len(steps) == 1:
        return at
    words, last = view.words, view.bounds[i][1]
    for step in steps[1:]:
        stop = min(last, at + step.gap + 1)
        while at < stop and not (words[at] in step.forms and _fits(view, at, step, surely)):
            if words[at] in BREAKS:
                return None
            at += 1
        if at >= stop:
            return None
        at += 1
    return at


def _fits(view: View, at: int, step: Step, surely: frozenset[str]) -> bool:
    """Whether a form of a step is one of its words; "clashes" and "strikes" that are nouns are no verbs."""
    if view.words[at] in surely:
        return True
    return not (step.verbal and view.tagged and view.doc[at].pos_ == "NOUN")


def _modifies(token: Token) -> bool:
    """A participle before its noun; a verb of the past before a name ("the minister, X, blamed Y") was misread."""
    if token.dep_ != "amod" or (token.i and token.nbor(-1).lemma_.lower() in _HAVE):
        return False  # "had halted aid", which the parser reads as aid that is halted
    return not (token.tag_ in ("VBD", "VBN") and token.head.pos_ == "PROPN" and _after_comma(token))


def _has_object(token: Token) -> bool:
    """What the tagger calls a noun, though the parser gives it an object, or joins a verb to it.

    "A motorcyclist shot the mayor"; "Masked men shot and killed the mayor".
    """
    return any(
        c.dep_ in _OF_VERBS or (c.dep_ == "conj" and c.pos_ == "VERB" and c.i == token.i + 2) for c in token.children
    )


def _in_name(token: Token) -> bool:
    """A proper noun within a name: "Royal Dutch Shell halted the loading of ships" tells of no shelling."""
    doc, after = token.doc, token.i + 1
    begins = token.ent_iob_ == "B" and after < len(doc) and doc[after].ent_iob_ == "I"
    whole = token.ent_type_ == "ORG" and not token.is_sent_start  # "Amnesty said"
    return (begins or whole or token.ent_iob_ == "I") and token.pos_ == "PROPN" and token.is_title


def _after_comma(token: Token) -> bool:
    return token.i > 0 and bool(token.nbor(-1).text == ",")


def _part_of_speech(view: View, i: int, trigger: Trigger, surely: frozenset[str]) -> bool:
    """A bare verb must be tagged as one, a bare noun likewise; a pattern of several words speaks for itself.

    Even then a participle that only modifies a noun ("suspected rebels") begins no pattern of a verb.
    """
    if not view.tagged:
        return True
    token, grammar = view.doc[i], grammar_of(view.doc.lang_)
    if trigger.verbal and token.pos_ == "NOUN" and view.parsed and _has_object(token):
        return True
    if trigger.verbal and view.words[i] in surely and not grammar.ends(view.words[i], "regular_past"):
        return True  # "overran", "retook": no other word is written so
    if len(trigger.steps) > 1 or trigger.kind == "phrase":
        modifier = view.parsed and _modifies(token) and grammar.ends(view.words[i], "participle_like")
        noun = token.pos_ in ("NOUN", "ADP", "DET") or modifier or _in_name(token)
        near = token.pos_ in ("ADJ", "ADV") and token.i + 1 < len(view.words) and view.words[i + 1] in _TO
        return not (trigger.verbal and (noun or near))
    if trigger.kind == "verb":
        if _modifies(token):
            return False
        if token.pos_ in VERBAL or (view.words[i] in surely and token.dep_ == "ROOT"):
            return True
        if token.is_sent_start and token.pos_ == "PROPN" and not token.ent_type_:  # "Kidnappée à Carrefour, …"
            return grammar.ends(view.words[i], "participle_like")
        return token.pos_ == "ADJ" and grammar.ends(view.words[i], "participle_like")
    return token.pos_ not in VERBAL and not (token.pos_ == "ADJ" and token.dep_ == "amod")  # "positions avancées"
