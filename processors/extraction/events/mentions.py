"""What a mention says of its happening: the towns, the days, what is counted, and that it is another than before."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import TypeVar

from spacy.tokens import Doc

from processors.extraction.lexicon import every_language, function_words
from processors.extraction.marks import DateMark, EventMark, dates_of, lowers, places_of, quantities_of
from processors.extraction.places.sections import section_of

Days = tuple[date, date]
_Told = TypeVar("_Told")
_CLAUSE, _OPENS = 14, 6
_SINCE = function_words("since")
_CARED_FOR = every_language("events_roles", "cared_for")
_OTHER = every_language("events_roles", "other_deeds")
_DEEDS = every_language("events_roles", "deeds")
_LATER = tuple(f"{opening} " for opening in every_language("events_roles", "hours_later"))


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """An event as one sentence tells it. ``counted``: the modes of the dead and injured that the sentence counts;
    ``anew``: it says that it tells of another happening; ``later``: of what was hours or days after that told before;
    ``cares``: it tells where the hurt were brought; ``section``: the place that heads the part of the text it is in.
    """

    event: EventMark
    flags: frozenset[str]
    first: int
    end: int
    towns: frozenset[str]
    days: frozenset[Days]
    counted: frozenset[str]
    anew: bool
    later: bool
    cares: bool
    section: str | None

    @property
    def weak(self) -> bool:
        """A bare "attack" or "killed", which most often tells on what was told before."""
        return "weak" in self.flags

    @property
    def toll(self) -> bool:
        """Told by its dead or hurt."""
        return "toll" in self.flags

    @property
    def recalled(self) -> bool:
        """ "After the attack": it is known already."""
        return "recalled" in self.flags

    @property
    def memory(self) -> bool:
        """Whether it is history."""
        return self.event.realis == "historical"

    @property
    def placed(self) -> bool:
        """Whether it says itself where and when; a toll with one of both may tell who counts, or where.

        The town to which the wounded were brought is not where they were hurt.
        """
        return not self.toll or (not self.cares and bool(self.towns and self.days))


def mentions_of(
    doc: Doc, events: list[EventMark], flags: Mapping[int, frozenset[str]], anew: Iterable[str] = ()
) -> list[Mention]:
    """The mentions of a document; ``anew``: words that open a sentence about another happening."""
    words = lowers(doc)
    openings = tuple(f"{opening} " for opening in anew)
    towns = sorted((p.span.start, p.name) for p in places_of(doc) if p.precision == 1)
    days = sorted((d.span.start, _days(d)) for d in dates_of(doc) if not d.said)
    victims: list[tuple[int, str]] = sorted(
        (q.head.i, q.mode) for q in quantities_of(doc) if q.kind in ("killed", "injured")
    )
    made: list[Mention] = []
    for event in events:
        first, end = event.sentence.start, event.sentence.end
        said = words[first:end]
        opening = _opening(said)
        made.append(
            Mention(
                event,
                flags[id(event)],
                first,
                end,
                towns=_between(towns, first, end),
                days=_between(days, first, end),
                counted=_between(victims, first, end),
                anew=opening.startswith(openings) or _tells_another(said),
                later=opening.startswith(_LATER),
                cares=not _CARED_FOR.isdisjoint(said),
                section=_section(doc, first),
            )
        )
    return made


def _section(doc: Doc, at: int) -> str | None:
    head = section_of(doc, at)
    return None if head is None else head.name


def _between(rows: Sequence[tuple[int, _Told]], first: int, end: int) -> frozenset[_Told]:
    """What stands in a sentence, of rows sorted by their token."""
    begin, stop = (bisect_left(rows, at, key=itemgetter(0)) for at in (first, end))
    return frozenset(value for _, value in rows[begin:stop])


def _opening(words: list[str]) -> str:
    """The first words of a sentence, one blank between them."""
    return " ".join(w for w in words[:_OPENS] if not w.isspace()) + " "


def _tells_another(words: list[str]) -> bool:
    """ "An hour later a second car bomb went off": whatever opens the sentence."""
    if _OTHER.isdisjoint(words):
        return False
    return any(word in _OTHER and not _DEEDS.isdisjoint(words[i + 1 : i + 3]) for i, word in enumerate(words))


def _days(mark: DateMark) -> Days:
    """The days of a date, a night the day on which it ends; what is told "since" a day goes on."""
    doc, start = mark.span.doc, mark.span.start
    lasting = not _SINCE.isdisjoint(lowers(doc)[max(mark.span.sent.start, start - _CLAUSE) : start + 1])
    return mark.end if mark.precision == "day" else mark.start, date.max if lasting else mark.end
