"""spaCy component ``tocsin_realis``: settles realis with dates, then fills in place and date of each event."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from processors.extraction import lexicon as lexicons
from processors.extraction import marks
from processors.extraction.marks import EventMark, as_datetime, events_of
from processors.extraction.realis.discourse import Discourse
from processors.extraction.realis.memory import TODAY, goes_on, of_another, over

marks.install()


@Language.factory("tocsin_realis", default_config={"lexicon": "en", "overlay": None})
def create(nlp: Language, name: str, lexicon: str, overlay: str | None) -> RealisComponent:
    """Factory: ``lexicon`` is the language folder, ``overlay`` a user's folder or None."""
    return RealisComponent(nlp, lexicon, overlay)


class RealisComponent:
    """Reads the cues that ``tocsin_events`` left, and the dates; drops what was only asked for."""

    def __init__(self, nlp: Language, language: str, overlay: str | None) -> None:
        self.language = language
        self._discourse = Discourse(lexicons.load(language, "realis", overlay))
        self._scene_of = _optional("processors.extraction.places.scene", "scene_of")
        self._date_of = _optional("processors.extraction.dates.attach", "date_of")
        self._date_headline = _optional("processors.extraction.dates.headline", "date_headline")

    def __call__(self, doc: Doc) -> Doc:
        """Keep what is an event, date and place it."""
        events: list[EventMark] = [e for e in events_of(doc) if e.confidence > 0]
        published = as_datetime(doc)
        for event in events:
            if self._date_of is not None:
                event.date = self._date_of(event.trigger, doc, event.realis, event.type, mentions=event.mentions)
                if (
                    published is not None
                    and event.date is not None
                    and event.realis in TODAY
                    and over(event.date, published.date())
                    and not of_another(event, event.date.span)
                    and not goes_on(event, event.date.span)
                ):
                    event.realis = "historical"
                    event.cue = event.date.span
            if self._scene_of is not None:
                event.place = self._scene_of(event.trigger, doc)
        if self._date_headline is not None:
            self._date_headline(doc, events)
        self._discourse.read(doc, events, published.date() if published else None)
        doc._.events = events
        return doc


def _optional(module: str, name: str) -> Callable[..., Any] | None:
    from importlib import import_module
    from importlib.util import find_spec

    return getattr(import_module(module), name) if find_spec(module) else None
