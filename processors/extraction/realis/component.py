"""spaCy component ``tocsin_realis``: settles realis with dates, then fills in place and date of each event."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from processors.extraction import marks
from processors.extraction.marks import DateMark, EventMark, as_datetime

marks.install()

TODAY = frozenset({"actual", "reported", "announced"})
MONTH = timedelta(days=35)
"""Events that ended longer than this before publication are history ("more than about a month")."""


@Language.factory("tocsin_realis", default_config={"lexicon": "en", "overlay": None})
def create(nlp: Language, name: str, lexicon: str, overlay: str | None) -> RealisComponent:
    """Factory: ``lexicon`` is the language folder, ``overlay`` a user's folder or None."""
    return RealisComponent(nlp, lexicon, overlay)


class RealisComponent:
    """Reads the cues that ``tocsin_events`` left, and the dates; drops what was only asked for."""

    def __init__(self, nlp: Language, language: str, overlay: str | None) -> None:
        self.language = language
        self._scene_of = _optional("processors.extraction.places.scene", "scene_of")
        self._date_of = _optional("processors.extraction.dates.attach", "date_of")

    def __call__(self, doc: Doc) -> Doc:
        """Keep what is an event, date and place it."""
        events: list[EventMark] = [e for e in doc._.events if e.confidence > 0]
        published = as_datetime(doc)
        for event in events:
            if published is not None and event.realis in TODAY:
                memory = old_sentence(event, doc._.dates, published.date())
                if memory is not None:
                    event.realis, event.cue = "historical", memory
            if self._date_of is not None:
                event.date = self._date_of(event.trigger, doc, event.realis)
                if (
                    published is not None
                    and event.date is not None
                    and event.realis in TODAY
                    and event.date.end < published.date() - MONTH
                ):
                    event.realis = "historical"
                    event.cue = event.date.span
            if self._scene_of is not None:
                event.place = self._scene_of(event.trigger, doc)
        doc._.events = events
        return doc


def old_sentence(event: EventMark, dates: list[DateMark], published: date) -> Span | None:
    """The time expression of a sentence that speaks only of times long past, else None.

    A date that only qualifies a noun ("a 2018 agreement", "l'accord de 2013") dates that noun alone.
    """
    sentence = event.sentence
    own = [d for d in dates if sentence.start <= d.span.start < sentence.end]
    if not own or any(d.end >= published - MONTH for d in own):
        return None
    telling = [d for d in own if not _qualifies(d.span) and not _first_since(d.span)]
    return telling[0].span if telling else None


def _first_since(span: Span) -> bool:
    """ "For the first time since January" is told of today."""
    words = [t.lower_ for t in span.doc[max(0, span.start - 5) : span.start + 1]]
    return not SINCE.isdisjoint(words) and not FIRST.isdisjoint(words)


def _qualifies(span: Span) -> bool:
    if not span.text.strip().isdigit():
        return False
    doc = span.doc
    before = doc[span.start - 1].lower_ if span.start else ""
    following = doc[span.end] if span.end < len(doc) else None
    return before in OF or (following is not None and following.pos_ in ("NOUN", "PROPN", "ADJ") and before in DET)


SINCE = frozenset({"since", "depuis"})
FIRST = frozenset({"first", "première", "premier", "premières", "premiers"})
OF = frozenset({"of", "de", "du"})
DET = frozenset({"a", "the", "under", "'s", "its", "their"})


def _optional(module: str, name: str) -> Callable[..., Any] | None:
    from importlib import import_module
    from importlib.util import find_spec

    return getattr(import_module(module), name) if find_spec(module) else None
