"""Victims who are told by what they are and then by name: "a judge was shot dead … Ramon Castro, 58, had …".

The name stands behind the noun between commas, or opens a sentence soon after, with the age that reports give of the
dead; who tells something there is no victim. Soldiers and policemen stay their force. Words: ``speech`` of
``dates.yaml``, ``victims`` of ``events_roles.yaml`` (nouns that lead to a victim's name), ``age`` of
``function_words.yaml``.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from processors.extraction.lexicon import every_language, function_words
from processors.extraction.marks import ActorMark, EventMark, Name, name_of, quantities_of
from processors.extraction.names import actor_words
from processors.extraction.sectors import ARMED

_SPEECH = every_language("dates", "speech")
_LEADS = every_language("events_roles", "victims")
_HAD = every_language("quantities", "had")
_AGED = function_words("age")
_YEARS = function_words("years")
_NEAR = 7
"""Tokens behind a noun within which its name is told between commas."""
_SOON = 120
"""Tokens behind an event within which a sentence opens with the victim's name."""
_TITLE = 4
"""Tokens before a name that opens a sentence: "The victim, …", "Judge …"."""
_DIGITS = 2
"""Of an age."""


def name_victims(events: list[EventMark]) -> None:
    """Put the name in place of the one of whom it is said what he was."""
    for event in events:
        if event.type == "ASSAULT" and len(event.recipients) == 1 and _is_one(event.recipients[0]):
            victim = event.recipients[0]
            ent = _beside(victim) or _later(event)
            if ent is not None:
                name: Name = name_of(ent) or Name(None, ent.text)
                event.recipients = [ActorMark(ent, name.id, name.name or ent.text, name.country, name.sector)]


def _is_one(mark: ActorMark) -> bool:
    """A single person of no force, told by a noun."""
    root = mark.span.root
    serves = (mark.name or "") in actor_words.load(root.doc.lang_ or "en").stands_for
    if serves or mark.sector in ARMED or root.ent_type_ or not (mark.id or "").startswith(("group:", "office:")):
        return False
    counted = (q for q in quantities_of(root.doc) if q.head.i == root.i)
    quantity = next(counted, None)
    return quantity.best == 1 if quantity is not None else "Sing" in root.morph.get("Number", [])


def _beside(mark: ActorMark) -> Span | None:
    """ "A candidate for mayor, Luis Castro, was …": the name between commas."""
    doc, root = mark.span.doc, mark.span.root
    for i in range(root.i + 1, min(len(doc) - 1, root.i + _NEAR)):
        if doc[i].text == ",":
            return _person(doc, i + 1)
        if doc[i].pos_ in ("VERB", "AUX", "PUNCT"):
            break
    return None


def _later(event: EventMark) -> Span | None:
    """The name that opens a sentence behind the event, told with an age or as the victim's."""
    doc, first = event.trigger.doc, event.sentence.end
    while first < min(len(doc), event.sentence.end + _SOON):
        sentence = doc[first].sent
        first = sentence.end
        name = _opening(sentence)
        if name is None or _speaks(sentence.root):
            continue
        before = {t.lower_ for t in doc[sentence.start : name.start]}
        if _has_age(name) or not before.isdisjoint(_LEADS):
            return name
    return None


def _opening(sentence: Span) -> Span | None:
    """The person named at the start of a sentence, known as one or by capitals alone ("Galo Castro, 44, …")."""
    told = next((e for e in sentence.ents if e.label_ == "PERSON" and e.start - sentence.start <= _TITLE), None)
    if told is not None:
        return told
    doc = sentence.doc
    stop = next((t.i for t in sentence[: _TITLE + 1] if t.text == ","), sentence.start)
    words = doc[sentence.start : stop]
    return Span(doc, sentence.start, stop, "PERSON") if len(words) > 1 and all(t.is_title for t in words) else None


def _speaks(verb: Token) -> bool:
    """ "X, 58, said …"; not "X, 58, had said …": that was before he was killed."""
    return verb.lemma_.lower() in _SPEECH and not any(child.lower_ in _HAD for child in verb.children)


def _has_age(ent: Span) -> bool:
    """ "X, 58, …", "X, who was 37, …", "X, 58 ans, …"."""
    doc, end = ent.doc, ent.end
    if end + 2 >= len(doc) or doc[end].text != ",":
        return False
    near = doc[end + 1 : end + 5]
    number = next((t for t in near if t.text.isdigit()), None)
    if number is None or len(number.text) > _DIGITS:
        return False
    told = number.i == end + 1 or any(t.lower_ in _AGED or t.pos_ == "AUX" for t in near)
    return told and (doc[number.i + 1].is_punct or doc[number.i + 1].lower_ in _YEARS)


def _person(doc: Doc, at: int) -> Span | None:
    return next((ent for ent in doc.ents if ent.label_ == "PERSON" and ent.start == at), None)
