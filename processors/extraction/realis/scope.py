"""What a cue reaches: neither across a clause that is joined on, nor from a phrase of its own, nor from an adjective.

"Thwarted a plot and arrested 17 people", "allows searches without a warrant and imposes a curfew", "alleged rebels
attacked a village", "announced that the troops had left": the cue is near, and says nothing of the trigger.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from spacy.tokens import Span, Token

from processors.extraction.events.frames import Step
from processors.extraction.events.subjects import NOMINAL, VERBAL
from processors.extraction.events.view import View
from processors.extraction.lexicon import function_words
from processors.extraction.marks import EventMark
from processors.extraction.realis.shape import mood

_JOINED = frozenset({"conj", "parataxis"})
_SUBJECT = frozenset({"nsubj", "nsubj:pass", "csubj", "expl:subj"})
_CASE = frozenset({"case", "mark"})
_ADVERBIAL = ("advcl", "obl", "nmod")
_RELATIVE = frozenset({"acl:relcl", "relcl"})
_FOLLOWING = function_words("following")
_BESIDE = 2


def is_apart(cue: Token, predicate: Token, *, lasting: bool) -> bool:
    """Whether a cue stands in a clause that does not hold the predicate: one joined before it, or a relative one.

    "Ruled out talks and said it had shut the border", "no civilians died and the army took the town", "Chad, which
    denied sending arms, closed …". What a clause joined on has no words of its own for it shares: "did not attack or
    burn". ``lasting``: what tells of the time or the source holds for both clauses.
    """
    chain = [predicate, *predicate.ancestors]
    above = {token.i: k for k, token in enumerate(chain)}
    token, branch = cue, None
    while token.i not in above:
        if token.dep_ in _RELATIVE:
            return True
        if token.head.i == token.i:
            return False
        branch, token = token, token.head
    below = chain[above[token.i] - 1] if above[token.i] else None
    if below is None or below.dep_ not in _JOINED or below.pos_ not in VERBAL:
        return False
    if branch is None:
        return token.pos_ in VERBAL
    if lasting or not _is_clause(below):
        return False
    own = any(c.dep_ in _SUBJECT for c in below.children)
    return own or (branch.dep_ not in _SUBJECT and (branch.i > token.i or branch.i == cue.i))


def _is_clause(verb: Token) -> bool:
    """Whether a verb joined to another is finite, or has a subject or an auxiliary of its own."""
    if any(c.dep_ in _SUBJECT or c.dep_.startswith("aux") for c in verb.children):
        return True
    return "Fin" in verb.morph.get("VerbForm", []) and verb.tag_ != "VB"


def governors(predicate: Token, terminators: frozenset[str], until: frozenset[str]) -> set[int]:
    """What is above a predicate in the parse, as far as its own clause is not one of time or reason.

    And its subject with its article: "none of the vehicles …", "no vehicle … had left".
    """
    subjects = [c for c in predicate.children if c.dep_ in _SUBJECT]
    found = {t.i for c in subjects for t in (c, *(d for d in c.children if d.dep_ == "det"))}
    token = predicate
    while token.head.i != token.i:
        apart = token.dep_ in _RELATIVE
        marks = {c.lower_ for c in token.children if c.i < token.i} if token.dep_.startswith(_ADVERBIAL) else set()
        if marks and token.tag_ != "VBG" and "Inf" not in token.morph.get("VerbForm", []):
            marks -= until
        if apart or not terminators.isdisjoint(marks):
            break
        token = token.head
        found.add(token.i)
    return found


def reaches(cue: Token, trigger: Span) -> bool:
    """Whether a preposition ("without") or an adjective ("alleged") says something of the trigger."""
    head = cue.head
    if cue.dep_ in ("amod", "acl") and head.i != cue.i:
        return trigger.start <= head.i < trigger.end
    if trigger.start - cue.i <= _BESIDE:
        return True
    if head.i == cue.i:
        return True
    inside = range(trigger.start, trigger.end)
    if cue.dep_ in _CASE:
        return head.i in inside or any(a.i == head.i for a in trigger.root.ancestors)
    return head.i in inside


def says_who(cue: Token, predicate: Token) -> bool:
    """ "Two men accused of spying were jailed": the cue tells who the subject is, and asks or blames nothing more."""
    return cue.dep_ in ("acl", "amod") and any(a.i == predicate.i for a in cue.ancestors)


def is_long_past(after: Token, trigger: Span) -> bool:
    """ "Ten years after the massacre, gunmen killed": behind the comma the day before publication may be told of."""
    if after.lower_ not in _FOLLOWING or after.dep_ not in _CASE:
        return False
    past = after.head
    return (
        past.i != trigger.root.i
        and all(a.i != past.i for a in trigger.root.ancestors)
        and "," in (t.text for t in trigger.doc[after.i : trigger.start])
    )


def told_as_done(verb: Token | None) -> bool:
    """Whether a verb stands in a tense of the past of its own: "said the troops had left", "a annoncé avoir tué".

    The French imperfect does not: after "a annoncé que" it stands for a present ("qu'elle augmentait sa présence").
    """
    if verb is None:
        return False
    parts = [verb, *(c for c in verb.children if c.dep_.startswith("aux"))]
    if any(t.lower_ in _AHEAD or mood(t) for t in parts):
        return False
    if any(c.lower_ in _TO and c.pos_ == "PART" for c in verb.children):
        return False
    if verb.tag_ == "VBG" or any(t.lower_ in _BEING for t in parts[1:]):
        return False
    having = any(t.lemma_.lower() in _HAVE and t.dep_ != "aux:pass" for t in parts[1:])
    return having or any("Past" in t.morph.get("Tense", []) and "Fin" in t.morph.get("VerbForm", []) for t in parts)


def shared_auxiliaries(verb: Token) -> list[Token]:
    """Auxiliaries of the verb, or of the one it is joined to without a subject of its own: "will shut and send"."""
    token = verb
    for _ in range(3):
        own = [c for c in token.children if c.pos_ in VERBAL and c.dep_.startswith("aux")]
        if own or token.dep_ != "conj" or any(c.dep_ in _SUBJECT for c in token.children):
            return own
        if token.head.pos_ not in VERBAL or ("Fin" in token.morph.get("VerbForm", []) and token.tag_ in _FINITE):
            return own
        token = token.head
    return []


def headline_to(verb: Token, aims: frozenset[str]) -> Span | None:
    """The "to" of a headline: "Kenya to send more police". Not that of an aim: "bid to seize power fails"."""
    to = next((c for c in verb.lefts if c.lower_ in _TO and c.pos_ == "PART"), None)
    if to is None or to.i == to.sent.start:
        return None
    before = to.nbor(-1)
    if before.pos_ not in NOMINAL or before.lemma_.lower() in aims or any(t.pos_ == "DET" for t in before.lefts):
        return None
    finite = any("Fin" in t.morph.get("VerbForm", []) for t in to.sent)
    if finite or verb.head.i not in (verb.i, before.i, before.head.i):
        return None
    return to.doc[to.i : to.i + 1]


def doubled(words: list[str], i: int, first: int, no: Iterable[str]) -> bool:
    """Whether a verb of denial is itself denied: "has not ruled out", "n'a pas exclu"."""
    return not frozenset(no).isdisjoint(words[max(first, i - 4) : i])


def is_state(event: EventMark) -> bool:
    """Whether a country or an organisation acts."""
    return any(a.country or (a.id or "").startswith(("country:", "org:")) for a in event.actors)


def long_before(year: int, published: datetime) -> bool:
    """Whether a year ended more than a month before publication."""
    return year < published.year and (year < published.year - 1 or published.month > 1)


def match(view: View, i: int, steps: tuple[Step, ...], limit: int) -> int | None:
    """The end of a cue that begins at a token, or None."""
    at = i + 1
    if len(steps) == 1:
        return at
    for step in steps[1:]:
        stop = min(limit, at + step.gap + 1)
        while at < stop and view.words[at] not in step.forms:
            at += 1
        if at >= stop:
            return None
        at += 1
    return at


_TO = function_words("to")
_BEING = function_words("being")
_HAVE = function_words("perfect_lemmas")
_AHEAD = function_words("ahead")
_FINITE = frozenset({"VBD", "VBZ"})


def governing_verb(view: View, token: Token) -> Token | None:
    """The verb whose clause a token stands in: itself, or the nearest verb above it."""
    if not view.parsed:
        return None
    for _ in range(6):
        if token.pos_ in VERBAL or token.dep_ == "ROOT":
            return token
        token = token.head
    return None
