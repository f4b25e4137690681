"""The syntactic distance of a date from a trigger, and the verb of its sentence that it dates."""

from __future__ import annotations

from spacy.tokens import Span, Token

from processors.extraction import lexicon
from processors.extraction.dates.tense import governor, imperfect
from processors.extraction.marks import DateMark, events_of, lowers
from processors.extraction.syntax import OBJECT, PASSIVE_SUBJECT, SUBJECT, chain

_FOLLOWING = lexicon.function_words("following")
_OF = lexicon.function_words("of_day")
_SINCE = lexicon.function_words("since")
_WHEN = lexicon.function_words("when")
_BESIDE = frozenset({"parataxis", "conj", "ccomp"})
"""How the words that say who tells it hang beside what is told: "…, officials said on Monday"."""
RELATIVE = frozenset({"acl:relcl", "relcl"})
_SPOT = frozenset({"ASSAULT", "PROTEST", "COERCE"})
"""What follows at once on what is told behind "after": "fired tear gas on Monday after stones were thrown"."""
_BEHIND = 8
LOOSE = 3.0
"""Cost from which a date is rather that of the statement, or of another clause."""

QUALIFIES, STATED = 3.5, 4.0
"""Costs of a date whose clause only says who is meant, and, from there on, of a date of the statement."""


def cost(trigger: Span, mark: DateMark, speech: frozenset[str], realis: str) -> float | None:
    """How far a date is from a trigger in the tree; None: it belongs to something else."""
    head, date_token = trigger.root, mark.span.root
    if mark.tense == "clause":
        return 0.2 if stands_behind(mark, trigger) else None
    if _at_that_time(trigger, mark):
        return 0.1
    if since(mark):
        return None
    apart = 2.0 if _apart(trigger, mark) else 0.0
    up = chain(date_token)
    verb, own = dated(mark, speech), governor(head)
    beside = verb is not None and verb != own and _tells_beside(verb) and verb.lemma_.lower() in speech
    if beside and realis != "announced":
        return 5.0
    if head in up:
        aside = mark.precision != "day" and any(t.dep_.startswith("acl") for t in up[: up.index(head)])
        return (1.1 if aside else 0.0) + 0.1 * up.index(head) + apart
    if verb is None or own is None:
        return 2.0 + apart
    says = verb.lemma_.lower() in speech
    if verb == own:
        if says and head != own:
            return 1.5 if realis == "announced" else 4.0 if verb.dep_ == "ROOT" and mark.span.start > head.i else 3.0
        return 1.0 + apart
    outside = date_token.i not in {t.i for t in own.subtree}
    if outside and mark.precision != "year" and _told_before(own, verb):
        return None
    if says:
        return 5.0
    if outside and _only_qualifies(own, verb):
        return QUALIFIES
    if verb in chain(own) or own in chain(verb):
        return 2.0 + 0.1 * abs(mark.span.start - trigger.start) / 10 + apart
    return 3.0


def _tells_beside(verb: Token) -> bool:
    """Whether a verb of saying stands beside what is told; without a conjunction it is no adverbial clause."""
    loose = verb.dep_ == "advcl" and not any(c.dep_ == "mark" for c in verb.children) and verb.tag_ != "VBG"
    return verb.dep_ in _BESIDE or loose


def dated(mark: DateMark, speech: frozenset[str]) -> Token | None:
    """The verb that a date dates; a comma parts it from who tells it ("… on Friday, medics said on Sunday")."""
    verb = governor(mark.span.root)
    if verb is None or verb.lemma_.lower() not in speech or mark.span.end > verb.i:
        return verb
    doc = mark.span.doc
    parts = SUBJECT | PASSIVE_SUBJECT
    front = [c for c in verb.children if c.i < verb.i and (c.dep_.startswith("aux") or c.dep_ in parts)]
    begins = min([verb.i, *(c.left_edge.i for c in front)])
    if begins < mark.span.end or not any(t.text == "," for t in doc[mark.span.end : begins]):
        return verb
    for i in range(mark.span.start - 1, mark.span.sent.start - 1, -1):
        if doc[i].pos_ == "VERB" and doc[i].lemma_.lower() not in speech:
            return doc[i]
    return verb


def since(mark: DateMark) -> bool:
    """ "since 2016", "depuis juillet": the beginning of a state, not the day of an event."""
    first = mark.span[0].lower_
    before = mark.span.doc[mark.span.start - 1].lower_ if mark.span.start else ""
    return first in _SINCE or before in _SINCE


def of_noun(mark: DateMark) -> bool:
    """ "The coup of 26 July", "le putsch du 26 juillet": a day and month that only say which is meant."""
    first = mark.span[0].lower_
    before = mark.span.doc[mark.span.start - 1].lower_ if mark.span.start else ""
    return (first in _OF or before in _OF) and any(c.isdigit() for c in mark.span.text)


def acts(verb: Token) -> bool:
    """ "Declared an emergency on Sunday": a verb of saying with an object rather than words is a deed."""
    said = any(c.dep_ in ("ccomp", "parataxis") for c in verb.children) or verb.dep_ in _BESIDE
    return not said and any(c.dep_ in OBJECT for c in verb.children)


def stands_behind(mark: DateMark, trigger: Span) -> bool:
    """ "A day after gunmen shot …", "un an après l'assaut …": whether a trigger belongs to what "after" governs.

    Where the parse hangs "after" on the unit, what stands behind it up to the next comma.
    """
    after = mark.span[-1]
    if trigger.end <= mark.span.end:
        return False
    told = after.head
    if told.dep_ in SUBJECT | PASSIVE_SUBJECT:
        told = told.head  # a parser's "after" before "gunmen shot" hangs on the gunmen
    if told.i > after.i:
        return told in chain(trigger.root)
    return trigger.start < mark.span.end + _BEHIND and "," not in lowers(trigger.doc)[mark.span.end : trigger.start]


def relative(date: Span) -> Token | None:
    """The verb of the clause saying who is meant in which a date stands ("the soldiers who took power on 26 July")."""
    verb = governor(date.root)
    return None if verb is None else next((t for t in chain(verb) if t.dep_ in RELATIVE), None)


def of_whom(date: Span, trigger: Span) -> bool:
    """ "France, which left in December 2022, shelled …": the date stands in a clause that only says who is meant."""
    clause = relative(date)
    if clause is None or trigger.start <= clause.head.i < trigger.end:  # "the truce that began on 3 August holds"
        return False
    return clause not in chain(trigger.root)


def _apart(trigger: Span, mark: DateMark) -> bool:
    """Whether a semicolon stands between a trigger and a date."""
    first, last = sorted([(trigger.start, trigger.end), (mark.span.start, mark.span.end)])
    return any(t.text == ";" for t in trigger.doc[first[1] : last[0]])


def _at_that_time(trigger: Span, mark: DateMark) -> bool:
    """ "The deadliest since March, when gunmen shot dead 25": the clause tells what was on that day."""
    end, start = mark.span.end, trigger.start
    if not end < start or trigger.sent.start > mark.span.start:
        return False
    opened = lowers(trigger.doc)[end : min(end + 2, start)]
    clause = governor(trigger.root)
    within = clause is not None and all(t.i >= end for t in clause.subtree)
    return bool(opened) and opened[-1] in _WHEN and opened[0] in (",", opened[-1]) and within


def _told_before(own: Token, verb: Token) -> bool:
    """ "Was under siege on Monday after gunmen murdered eight": the day is not that of what was before.

    What is done on the spot follows at once ("fired tear gas on Monday after stones were thrown").
    """
    for token in chain(own):
        if token == verb:
            return False
        marked = any(c.lower_ in _FOLLOWING and c.dep_ in ("mark", "case", "advmod") for c in token.children)
        if marked and token.dep_.startswith("advcl") and verb in chain(token):
            return not any(e.type in _SPOT and e.trigger.start <= verb.i < e.trigger.end for e in events_of(own.doc))
    return False


def _only_qualifies(own: Token, verb: Token) -> bool:
    """ "Arrested on Monday a man who shot two": the clause says who is meant, not what happened on the day.

    Behind a comma, with "where" or in the imperfect it goes on with the story ("clashed with police, who fired
    tear gas", "students who were marching").
    """
    if imperfect(own) or own.tag_ == "VBG":
        return False
    for token in chain(own):
        if token == verb:
            return False
        if token.dep_ in RELATIVE:
            first = token.left_edge
            before = first.nbor(-1).text if first.i else ""
            return before != "," and first.text != "," and first.lower_ not in _WHEN
    return False
