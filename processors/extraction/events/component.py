"""spaCy component ``tocsin_events``: finds events by their triggers and writes ``doc._.events``."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from processors.extraction import lexicon as lexicons
from processors.extraction import marks
from processors.extraction.events.arguments import Arguments, actor_finder
from processors.extraction.events.build import ATTACKS, contexts_of, held, mode_of
from processors.extraction.events.claimed import name_claimants
from processors.extraction.events.fill import fill
from processors.extraction.events.found import without_found
from processors.extraction.events.frames import frame_book
from processors.extraction.events.from_tolls import tolls_as_deeds
from processors.extraction.events.match import Match, find
from processors.extraction.events.merge import one_per_happening
from processors.extraction.events.private import Private
from processors.extraction.events.view import View
from processors.extraction.events.within import name_groups
from processors.extraction.marks import EventMark
from processors.extraction.opening import label_end
from processors.extraction.realis.memory import recall
from processors.extraction.realis.rules import Realis

marks.install()


@Language.factory("tocsin_events", default_config={"lexicon": "en", "overlay": None})
def create(nlp: Language, name: str, lexicon: str, overlay: str | None) -> Events:
    """Factory: ``lexicon`` is the language folder, ``overlay`` a user's folder or None."""
    return Events(nlp, lexicon, overlay)


class Events:
    """One pass over the tokens; a token that begins no trigger costs a dictionary look-up."""

    def __init__(self, nlp: Language, language: str, overlay: str | None) -> None:
        self.language = language
        self.book = frame_book(language, overlay)
        self.arguments = Arguments(language, overlay)
        self.realis = Realis(language, overlay)
        self.private = Private(language, overlay)
        roles = lexicons.load(language, "events_roles", overlay)
        self.recalled = frozenset(map(str, roles.get("recalled", ())))
        self.definite = frozenset(map(str, roles.get("definite", ())))
        self.anew = tuple(map(str, roles.get("anew", ())))
        words = lexicons.load(language, "events_contexts", overlay)
        self.contexts = [(name, frozenset(map(str, forms))) for name, forms in words.items()]

    def __call__(self, doc: Doc) -> Doc:
        """Write ``doc._.events``, in the order of the text; realis is set already, to keep happenings apart."""
        view = View(doc)
        matches = without_found(view, find(view, self.book), self.book)
        matches += tolls_as_deeds(view, self.book, matches)
        label = label_end(doc)
        matches = [m for m in matches if m.start >= label] or matches
        if not matches:
            doc._.events = []
            return doc
        actor_of = actor_finder()
        events: list[EventMark] = []
        flags: dict[int, frozenset[str]] = {}
        before: str | None = None
        out = held(view, matches)
        for match in matches:
            event = self._event(view, match, before, out)
            event.actors, event.recipients = self.arguments.read(view, match.start, match.end, match.frame, actor_of)
            self.realis.judge(view, event, match.frame)
            recall(event)
            if event.realis == "historical" and event.type == "ASSAULT":
                event.mode = mode_of(view, match, self.book, None, out)  # not that of the attack of today
            if event.mode in ATTACKS and event.realis != "historical":
                before = event.mode
            flags[id(event)] = match.frame.flags | self._recalled(view, match)
            events.append(event)
        told = one_per_happening(doc, events, flags, self.anew)
        found, other = self.private.keep(view, told, flags) if told else (told, False)
        if other:
            marks.set_private(doc)
        name_claimants(doc, found)
        fill(found)
        name_groups(doc, found)
        doc._.events = found
        return doc

    def _recalled(self, view: View, match: Match) -> frozenset[str]:
        before = view.words[max(view.bounds[match.start][0], match.start - 4) : match.start]
        known = not self.recalled.isdisjoint(before) or (before and before[-1] in self.definite)
        return frozenset({"recalled"}) if known else frozenset()

    def _event(self, view: View, match: Match, before: str | None, out: frozenset[int]) -> EventMark:
        frame = match.frame
        return EventMark(
            trigger=Span(view.doc, match.start, match.end),
            type=frame.type,
            mode=mode_of(view, match, self.book, before, out),
            contexts=contexts_of(view, match, self.contexts),
            signal=frame.signal,
            confidence=0.6 if "weak" in frame.flags else 0.9,
            frame=frame.name,
        )
