"""spaCy component ``tocsin_dates``: time expressions resolved to days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example

from processors.extraction import lexicon as lexicons
from processors.extraction import marks
from processors.extraction.dates.distance import acts, dated, of_noun, relative, since
from processors.extraction.dates.head import day_of_report
from processors.extraction.dates.patterns import Hit, Patterns
from processors.extraction.dates.rules import Frame, resolve
from processors.extraction.dates.score import score
from processors.extraction.dates.tense import Tense
from processors.extraction.marks import DateMark

marks.install()

_FOR = lexicons.function_words("for")
_FROM_TEXT = frozenset({"later", "same", "neighbour"})
_LONG = frozenset({"month", "year"})
"""Units that are counted from a month or year told before as well: "in October … two months later"."""


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
        self._speech = frozenset(lexicons.load(language, "dates", overlay).get("speech", []))

    def __call__(self, doc: Doc) -> Doc:
        """Write ``doc._.dates``; without a publication date a report is of the day that it opens with.

        Where it opens with none, only what has a year is resolved.
        """
        published = marks.as_datetime(doc)
        hits = list(self._patterns.find(doc))
        if published is None:
            published = doc._.published_at = day_of_report(doc, hits)
        today = published.date() if published is not None else None
        before: date | None = None
        told: date | None = None
        found: list[DateMark] = []
        clauses: list[Hit] = []
        for hit in hits:
            if hit.kind == "day_after":
                clauses.append(hit)
                continue
            long = hit.kind == "later" and hit.values.get("unit") in _LONG
            mark = self._mark(doc, hit, today, told if long else _said_day(doc, hit, found) or before)
            if mark is None or (hit.kind in _FROM_TEXT and not long and self._of_unknown_day(mark, found)):
                continue
            found.append(mark)
            if self._tells(mark):
                told = mark.start
                before = mark.end if mark.precision == "day" else before
        for hit in clauses:
            clause = self._before_clause(doc, hit, found, today)
            if clause is not None:
                found.append(clause)
        doc._.dates = sorted(found, key=lambda mark: mark.span.start) if clauses else found
        return doc

    def _tells(self, mark: DateMark) -> bool:
        """Whether a date is of what is told ("the same day" points to it), not of a statement, a noun or a state."""
        if mark.span.doc.has_annotation("DEP"):
            verb = dated(mark, self._speech) if mark.said else None
            if since(mark) or (verb is not None and not acts(verb)):
                return False
            head = mark.span.root.head
            return not (head.pos_ in ("NOUN", "PROPN") and of_noun(mark)) and relative(mark.span) is None
        return True

    def _of_unknown_day(self, mark: DateMark, found: list[DateMark]) -> bool:
        """ "In July a strike killed two, and 33 died that day": the sentence dates it by no more than its month."""
        last = found[-1] if found else None
        if last is None or last.precision == "day" or not mark.span.doc.has_annotation("SENT_START"):
            return False
        return last.span.sent.start == mark.span.sent.start and self._tells(last)

    def _before_clause(self, doc: Doc, hit: Hit, found: list[DateMark], today: date | None) -> DateMark | None:
        """ "A day after gunmen shot …": the day of what stands behind, reckoned from that of its sentence."""
        span = doc.char_span(hit.start, hit.end, alignment_mode="expand")
        if span is None or not doc.has_annotation("SENT_START"):
            return None
        sentence = span.sent
        told = [d for d in found if sentence.start <= d.span.start < sentence.end and self._tells(d)]
        own = [d for d in told if d.precision == "day"]
        if _lasted(span) or (told and not own):
            return None  # "two years ago it was cut off for five months after …"
        near = min(own, key=lambda d: abs(d.span.start - span.start), default=None)
        days = resolve("later", {**hit.values, "later": -1}, Frame(today, None, near.start if near else today))
        return None if days is None else DateMark(span, days.start, days.end, days.precision, "text", "clause")

    def _mark(self, doc: Doc, hit: Hit, today: date | None, before: date | None) -> DateMark | None:
        span = doc.char_span(hit.start, hit.end, alignment_mode="expand")
        if span is None:
            return None
        tense = self._tense.of(span)
        days = resolve(hit.kind, hit.values, Frame(today, tense, before))
        if days is None:
            return None
        mark = DateMark(span, days.start, days.end, days.precision, "text", tense)
        verb = dated(mark, self._speech) if doc.has_annotation("DEP") else None
        mark.said = verb is not None and verb.lemma_.lower() in self._speech
        return mark

    def score(self, examples: Iterable[Example], **_: Any) -> dict[str, Any]:
        """Exact span and days."""
        return score([(e.reference._.dates, e.predicted._.dates) for e in examples])


def _lasted(span: Span) -> bool:
    """ "For five months after gunmen came": how long something was, not when."""
    return span.start > 0 and span.doc[span.start - 1].lower_ in _FOR


def _said_day(doc: Doc, hit: Hit, found: list[DateMark]) -> date | None:
    """ "Said on Tuesday that shells had been fired the previous day": before the day told in the sentence itself."""
    if hit.kind != "neighbour" or "before" not in hit.values or not found or not doc.has_annotation("SENT_START"):
        return None
    last = found[-1]
    return last.start if last.precision == "day" and last.span.sent.end_char > hit.start else None
