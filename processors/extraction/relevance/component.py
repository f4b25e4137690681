"""spaCy component ``tocsin_relevance``: is the article about conflict, unrest or armed posture at all.

``doc._.relevance`` is the balance of two sides: words and events of conflict against words of other
domains, ``1 / (1 + exp(-6 · (C - D - 1.5) / (C + D + 2)))``. Articles under :data:`THRESHOLD` have no events
and no quantities (conventions, "Relevance"); of history told for its own sake the historical events stay.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from processors.extraction import lexicon as lexicons
from processors.extraction import marks
from processors.extraction.events.forms import noun_forms
from processors.extraction.events.signals import assign_signals
from processors.extraction.marks import EventMark

marks.install()

THRESHOLD = 0.5
"""Where conflict and other words weigh alike; chosen, not fitted."""
HARD = frozenset({"ASSAULT", "MOBILIZE", "COERCE", "PROTEST", "RETREAT", "SANCTION", "THREATEN"})
PRIOR = 1.5
"""A text without words of either side is not about conflict."""
MAIN, SIDE, TOLD = 1.5, 0.4, 0.7
"""Weight of the domain that speaks loudest, of the others, and of the events: another subject speaks with one voice."""
SHORT = 60
"""Tokens under which a text is a short report: there a single event weighs more, a single word less."""
_LIMIT = 3000
"""Tokens that are read: the opening of a text tells what it is about."""


@Language.factory("tocsin_relevance", default_config={"lexicon": "en", "overlay": None})
def create(nlp: Language, name: str, lexicon: str, overlay: str | None) -> Relevance:
    """Factory: ``lexicon`` is the language folder, ``overlay`` a user's folder or None."""
    return Relevance(nlp, lexicon, overlay)


class Relevance:
    """Weighs words and events; also the last step, so it assigns the signals."""

    def __init__(self, nlp: Language, language: str, overlay: str | None) -> None:
        self.language = language
        data: dict[str, Any] = lexicons.load(language, "relevance", overlay)
        self._weights: dict[str, tuple[str, float, str]] = {}
        for domain, groups in (data.get("other") or {}).items():
            self._learn(domain, groups)
        self._learn("conflict", data.get("conflict") or {})

    def _learn(self, domain: str, groups: Mapping[Any, list[Any]]) -> None:
        for weight, words in groups.items():
            for word in words:
                text = str(word).lower()
                last = text.split()[-1]
                stem = text[: len(text) - len(last)]
                for form in noun_forms(last, self.language):
                    self._weights.setdefault(stem + form, (domain, float(weight), text))

    def __call__(self, doc: Doc) -> Doc:
        """Set relevance; clear events and quantities of what is not relevant; assign signals."""
        for_, against = self.balance(doc)
        doc._.relevance = 1 / (1 + math.exp(-6 * (for_ - against - PRIOR) / (for_ + against + 2)))
        if doc._.relevance < THRESHOLD:
            doc._.events = [e for e in doc._.events if e.realis == "historical"]
            doc._.quantities = []
        assign_signals(doc)
        return doc

    def balance(self, doc: Doc) -> tuple[float, float]:
        """Weight of what speaks for conflict, and of what speaks for something else."""
        seen: dict[str, tuple[str, float]] = {}
        self._read([t.lower_.replace("’", "'") for t in doc[:_LIMIT]], seen, 1.0)
        title = str(doc._.title or "").lower().replace("’", "'")
        self._read([w.strip(".,:;!?«»\"“”()'") for w in title.split()], seen, 2.0)
        domains: dict[str, float] = {}
        words: dict[str, int] = {}
        for domain, weight in seen.values():
            domains[domain] = domains.get(domain, 0.0) + weight
            words[domain] = words.get(domain, 0) + 1
        short = len(doc) < SHORT
        for domain, number in words.items():
            if short and number == 1 and domain != "conflict":
                domains[domain] /= 2  # one word may be there by chance
        conflict = domains.pop("conflict", 0.0) + TOLD * _told(doc._.events) * (2.5 if short else 1.0)
        if not domains:
            return conflict, 0.0
        main = max(domains.values())
        return conflict, MAIN * main + SIDE * (sum(domains.values()) - main)

    def _read(self, words: list[str], seen: dict[str, tuple[str, float]], factor: float) -> None:
        before = ""
        for word in words:
            for key in (word, f"{before} {word}"):
                entry = self._weights.get(key)
                if entry is not None:
                    weight = max(entry[1] * factor, seen.get(entry[2], ("", 0.0))[1])
                    seen[entry[2]] = (entry[0], weight)
            before = word


def _told(events: list[EventMark]) -> float:
    """What events add: firm ones of today 2, weak ones and words 0.5; memories nothing; 16 at most."""
    total = 0.0
    for event in events:
        if event.realis == "historical":
            continue
        total += 2.0 if event.type in HARD and event.confidence > 0.8 else 0.5
    return min(total, 16.0)
