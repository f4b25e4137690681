"""spaCy component ``tocsin_relevance``: is the article about conflict, unrest or armed posture at all.

``doc._.relevance`` weighs what speaks for conflict against what speaks for another domain (see
:mod:`.evidence`): ``1 / (1 + exp(-(Σ wᵢ·xᵢ - prior) / (Σ xᵢ + 2) - bias))``, so that a long text needs no more than a
short one, only the same mixture. The weights are fitted on texts of our own by ``benchmarks/relevance/fit.py`` and
stand in ``lexicon/common/relevance_weights.yaml``. Articles under :data:`THRESHOLD` have no events and no quantities
(conventions, "Relevance"); of history told for its own sake the historical events stay, with their figures.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from spacy.language import Language
from spacy.tokens import Doc

from processors.extraction import lexicon as lexicons
from processors.extraction import marks
from processors.extraction.events.signals import assign_signals
from processors.extraction.marks import DateMark, EventMark, QuantityMark, dates_of, events_of, quantities_of
from processors.extraction.relevance.evidence import NAMES, evidence
from processors.extraction.relevance.words import Words

marks.install()

THRESHOLD = 0.5
"""Where both sides weigh alike."""
PRIVATE = 0.4
"""At most this where the events say that it is a disaster, a feast or a private crime."""
_YEAR = 365
_LONG = 3650
_MANY = 10
_TOLLS = frozenset({"killed", "injured", "missing", "displaced"})


@Language.factory("tocsin_relevance", default_config={"lexicon": "en", "overlay": None})
def create(nlp: Language, name: str, lexicon: str, overlay: str | None) -> Relevance:
    """Factory: ``lexicon`` is the language folder, ``overlay`` a user's folder or None."""
    return Relevance(nlp, lexicon, overlay)


class Relevance:
    """Weighs words and events; also the last step, so it assigns the signals."""

    def __init__(self, nlp: Language, language: str, overlay: str | None) -> None:
        dissent = lexicons.load(language, "events_private", overlay).get("dissent")
        self.words = Words(language, {**lexicons.load(language, "relevance", overlay), "dissent": dissent})
        data = lexicons.load("common", "relevance_weights", overlay)
        self.prior = float(data["prior"])
        self.bias = float(data["bias"])
        self.weights = {name: float(data["weights"][name]) for name in NAMES}

    def __call__(self, doc: Doc) -> Doc:
        """Set relevance; clear what is not relevant, but for history and its figures; assign signals."""
        doc._.relevance = self.score(evidence(doc, self.words))
        if marks.is_private(doc):
            doc._.relevance = min(doc._.relevance, PRIVATE)
        if doc._.relevance < THRESHOLD:
            doc._.events = [e for e in events_of(doc) if e.realis == "historical" and not _is_bare_toll(e)]
            past = {id(e) for e in events_of(doc) if e.date is not None and _days_ago(e.date, doc) > _YEAR}
            doc._.quantities = [
                q for q in quantities_of(doc) if (id(q.event) in past and q.best != 1) or _of_old(q, doc)
            ]
            told = {id(e) for e in events_of(doc)}
            for quantity in quantities_of(doc):
                if id(quantity.event) not in told:
                    quantity.event = None
        assign_signals(doc)
        return doc

    def score(self, found: Mapping[str, float]) -> float:
        """Relevance, 0..1, of the sums of a text."""
        balance = sum(weight * found[name] for name, weight in self.weights.items()) - self.prior
        return 1 / (1 + math.exp(-balance / (sum(found.values()) + 2) - self.bias))


def _is_bare_toll(event: EventMark) -> bool:
    """People who died at some time, of whatever: in an article about no conflict that is no event."""
    return (event.frame or "").split(".")[0] in ("kill", "wound")


def _days_ago(date: DateMark, doc: Doc) -> int:
    """Days from the end of a date to publication; 0 when that is not known."""
    published = doc._.published_at
    return 0 if published is None else int((published.date() - date.end).days)


def _of_old(quantity: QuantityMark, doc: Doc) -> bool:
    """A toll of many in a sentence dated ten years back, or by the date before: history without an event of its own."""
    if quantity.kind not in _TOLLS or (quantity.best or quantity.low or 0) < _MANY:
        return False
    sentence = quantity.span.sent
    told = [d for d in dates_of(doc) if d.span.start < sentence.end]
    return any(_days_ago(d, doc) > _LONG for d in [d for d in told if d.span.start >= sentence.start] or told)
