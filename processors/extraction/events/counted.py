"""Who suffers an event, by whose dead and wounded its sentence counts."""

from __future__ import annotations

from processors.extraction.events.referents import is_town, referent
from processors.extraction.marks import ActorMark, EventMark, quantities_of
from processors.extraction.names.actors import actor_of

_COUNTED = ("killed", "injured")
_JOINED = 5
"""Tokens between two nouns that are counted together: "20 soldats nigériens et cinq civils"."""


def struck(event: EventMark) -> list[ActorMark]:
    """Those whose deaths and wounds the sentence counts: "28 soldiers perished in an assault on a post"."""
    doc, sentence = event.trigger.doc, event.sentence
    known = {(a.id, a.name) for a in event.actors}
    found: list[ActorMark] = []
    for quantity in quantities_of(doc):
        if quantity.kind in _COUNTED and sentence.start <= quantity.head.i < sentence.end:
            mark = referent(quantity.head, doc, actor_of)
            if mark is None and quantity.side == "civilians":  # loggers, shoppers: nouns that are no group of ours
                mark = ActorMark(quantity.span, "group:civilians", "civilians", None, "CVL")
            if mark is not None and not is_town(mark) and (mark.id, mark.name) not in known:
                known.add((mark.id, mark.name))
                found.append(mark)
    return found[:3]


def counted_with(event: EventMark) -> list[ActorMark]:
    """The recipients, and those counted right before the first of them, whatever the parse makes of "au moins N"."""
    if not event.recipients:
        return []
    doc, first = event.trigger.doc, min(event.recipients, key=lambda r: r.span.start)
    for quantity in quantities_of(doc):
        head = quantity.head
        if quantity.kind not in _COUNTED or not 1 < first.span.start - head.i <= _JOINED:
            continue
        joined = any(t.pos_ == "CCONJ" for t in doc[head.i + 1 : first.span.start])
        if not joined or any(t.pos_ in ("VERB", "AUX", "PUNCT") for t in doc[head.i : first.span.start]):
            continue
        mark = referent(head, doc, actor_of)
        if mark is not None and not is_town(mark) and all(mark.name != r.name for r in event.recipients):
            return [mark, *event.recipients]
    return event.recipients
