"""spaCy component ``tocsin_dates``: time expressions resolved to days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from processors.extraction import marks
from processors.extraction.dates.patterns import Hit, Patterns
from processors.extraction.dates.rules import Frame, resolve
from processors.extraction.dates.score import score
from processors.extraction.dates.tense import Tense
from processors.extraction.marks import DateMark

marks.install()

_FROM_TEXT = frozenset({"later", "same", "neighbour"})


@Language.factory(
    "tocsin_dates",
    default_config={"lexicon": "en", "overlay": None},
    assigns=["doc._.dates"],
    default_score_weights={"dates_f": 1.0},
)
def create(nlp: Language, name: str, lexicon: str, overlay: str | None) -> Dates:
    """Factory: ``lexicon`` is the language folder, ``overlay`` a user's folder or None."""
    return Dates(lexicon, overlay)


class Dates:
    """Finds time expressions and reckons them from the day of publication."""

    def __init__(self, language: str, overlay: str | None) -> None:
        self.language = language
        self._patterns = Patterns(language, overlay)
        self._tense = Tense(language, overlay)

    def __call__(self, doc: Doc) -> Doc:
        """Write ``doc._.dates``; without a publication date only what has a year is resolved."""
        published = marks.as_datetime(doc)
        today = published.date() if published is not None else None
        before: date | None = None
        found: list[DateMark] = []
        for hit in self._patterns.find(doc):
            mark = self._mark(doc, hit, today, before)
            if mark is not None:
                found.append(mark)
                if mark.precision == "day":
                    before = mark.start
        doc._.dates = found
        return doc

    def _mark(self, doc: Doc, hit: Hit, today: date | None, before: date | None) -> DateMark | None:
        span = doc.char_span(hit.start, hit.end, alignment_mode="expand")
        if span is None:
            return None
        tense = self._tense.of(span)
        days = resolve(hit.kind, hit.values, Frame(today, tense, before))
        if days is None:
            return None
        return DateMark(span, days.start, days.end, days.precision, "text", tense)

    def score(self, examples: Iterable[Example], **_: Any) -> dict[str, Any]:
        """Exact span and days."""
        return score([(e.reference._.dates, e.predicted._.dates) for e in examples])
