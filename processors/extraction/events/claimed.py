"""Claims of responsibility: they are no events, they name who did it.

"Al Shabaab said it was behind both attacks": attacks told before it by nobody, or by gunmen and attackers, are its
deeds. Cues: ``claims`` of the language's ``events_roles.yaml``.
"""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc, Span

from processors.extraction import lexicon
from processors.extraction.marks import ActorMark, EventMark, Name, lowers
from processors.extraction.realis.blame import CLAIMS
from processors.extraction.sectors import REBELS

_UNNAMED = frozenset({"gunmen", "attackers", "bombers", "fighters", "militants", "rebels", "insurgents"})
_REACH = 220
"""Tokens before a claim within which the deed was told."""
_SECTORS = REBELS | {None}


def name_claimants(doc: Doc, events: list[EventMark]) -> None:
    """Complete ``actors`` of attacks that a group of the article says it made."""
    deeds = [e for e in events if e.type == "ASSAULT" and e.realis != "historical" and _open(e)]
    if not deeds:
        return
    several, denied = _words(doc.lang_ or "en")
    words = lowers(doc)
    for i, word in enumerate(words):
        if word not in CLAIMS:
            continue
        sentence = doc[i].sent
        near = words[sentence.start : sentence.end]
        who = _claimant(doc, sentence, i)
        if who is None or not denied.isdisjoint(near):
            continue
        told = [e for e in deeds if i - _REACH < e.trigger.start < sentence.end and _open(e)]
        for event in told if not several.isdisjoint(near) else told[-1:]:
            name: Name = who._.name
            event.actors = [ActorMark(who, name.id, name.name, name.country, name.sector)]
            event.recipients = [r for r in event.recipients if r.id != name.id]


def _open(event: EventMark) -> bool:
    """Whether it is not told who did it."""
    return all((a.name or "") in _UNNAMED for a in event.actors)


def _claimant(doc: Doc, sentence: Span, cue: int) -> Span | None:
    """The armed group named in the sentence of a claim, the one before the cue rather than the one behind."""
    groups = [
        ent
        for ent in doc.ents
        if ent.label_ in ("ORG", "MILUNIT")
        and sentence.start <= ent.start < sentence.end
        and ent._.name is not None
        and ent._.name.sector in _SECTORS
        and (ent._.name.sector is not None or (ent._.name.id or "").startswith("org:"))
    ]
    known = [g for g in groups if g._.name.sector is not None] or groups
    before = [g for g in known if g.start < cue]
    return before[0] if before else known[0] if known else None


@cache
def _words(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """What says that several deeds are claimed, and that none is."""
    data = lexicon.load(language, "events_roles")
    several = frozenset(map(str, data.get("claims_several", ())))
    return several, frozenset(map(str, data.get("claims_denied", ())))
