"""spaCy component ``tocsin_attribution``: links quantities to events, and says who says so and who denies it."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from processors.extraction import marks
from processors.extraction.attribution.link import link_quantities
from processors.extraction.attribution.sources import Denial, Source, Sources
from processors.extraction.attribution.whose import Whose
from processors.extraction.marks import EventMark, QuantityMark, events_of, quantities_of
from processors.extraction.names.actors import actor_of

marks.install()

MATERIAL = frozenset({"ASSAULT", "PROTEST", "COERCE", "MOBILIZE", "RETREAT"})
"""Types of deeds; what is said, asked or threatened is attributed by its actor already."""


@Language.factory("tocsin_attribution", default_config={"lexicon": "en", "overlay": None})
def create(nlp: Language, name: str, lexicon: str, overlay: str | None) -> Attribution:
    """Factory: ``lexicon`` is the language folder, ``overlay`` a user's folder or None."""
    return Attribution(lexicon, overlay)


class Attribution:
    """Fills ``attributed_to`` of quantities and events, ``contested_by`` of events, ``event`` of quantities."""

    def __init__(self, language: str, overlay: str | None = None) -> None:
        self.language = language
        self._sources = Sources(language, overlay)
        self._whose = Whose(language, overlay)

    def __call__(self, doc: Doc) -> Doc:
        """Run after events and realis."""
        if not len(doc):
            return doc
        link_quantities(doc)
        self._whose.fill(doc)
        sources, denials = self._sources.read(doc)
        for quantity in quantities_of(doc):
            quantity.attributed_to = quantity.attributed_to or _source_at(sources, quantity.head.i)
        self._inherit(quantities_of(doc), doc)
        for event in events_of(doc):
            if event.type in MATERIAL and event.attributed_to is None:
                event.attributed_to = _source_at(sources, event.trigger.root.i)
        for denial in denials:
            _contest(events_of(doc), denial)
        self._own_up(doc)
        return doc

    @staticmethod
    def _inherit(quantities: list[QuantityMark], doc: Doc) -> None:
        """A part has its whole's source; "Another 24 were wounded." that of the sentence before."""
        previous: QuantityMark | None = None
        for quantity in sorted(quantities, key=lambda q: q.span.start):
            if quantity.attributed_to is None and quantity.part_of is not None:
                quantity.attributed_to = quantity.part_of.attributed_to
            elif quantity.attributed_to is None and previous is not None and quantity.head.like_num:
                gap = doc[previous.span.end : quantity.span.start]
                if len(gap) < 45 and not any("\n" in t.text for t in gap):
                    quantity.attributed_to = previous.attributed_to
            previous = quantity

    def _own_up(self, doc: Doc) -> None:
        """A claim of responsibility names the actor of the attack told before."""
        for subject, place in self._sources.claims(doc):
            actor = actor_of(subject, doc)
            if actor is None or not actor.name:
                continue
            before = [
                e
                for e in events_of(doc)
                if e.type == "ASSAULT" and e.trigger.start < place and e.realis in ("actual", "reported")
            ]
            if before and not before[-1].actors:
                before[-1].actors.append(actor)


def _source_at(sources: list[Source], i: int) -> str | None:
    for source in sources:
        if source.start <= i < source.end:
            return source.name
    return None


def _contest(events: list[EventMark], denial: Denial) -> None:
    """Set ``contested_by`` on the event that the denial competes with."""
    inside = [e for e in events if denial.sent.start <= e.trigger.start < denial.sent.end and e.type in MATERIAL]
    denied = {e.type for e in inside if e.trigger.start > denial.at}
    standing = [
        e
        for e in events
        if e.type in MATERIAL
        and e.realis in ("actual", "reported", "announced")
        and not (e in inside and e.trigger.start > denial.at)
    ]
    before = [e for e in standing if e.trigger.start < denial.at]
    if not denied:
        close = [e for e in before if denial.sent.start - e.trigger.start < 60]
        target = close[-1] if close else None
    else:
        same = [e for e in before if e.type in denied] or [e for e in standing if e.type in denied]
        target = same[-1] if same else None
    if target is not None and target.contested_by is None and target.attributed_to != denial.name:
        target.contested_by = denial.name
