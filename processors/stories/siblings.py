"""Dates from siblings: an article that says only "Sunday", or nothing, learns the day from its story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from processors.extraction.when import redated
from tocsin.records import Analysis, Event, EventDate, Story

Dates = dict[str, EventDate]


def sibling_dates(story: Story) -> Dates:
    """Event id → date of its happening, for happenings of several articles of which one text gives the day."""
    return {
        event: happening.date.model_copy(update={"anchor": "sibling"})
        for happening in story.happenings
        if happening.date is not None and happening.date.anchor == "text" and len(happening.articles) > 1
        for event in happening.event_ids
    }


def learnt(events: Sequence[Event], dates: Mapping[str, EventDate]) -> Dates:
    """Those dates that an article's own text does not give."""
    return {
        event.id: dates[event.id]
        for event in events
        if event.id in dates and (event.date is None or event.date.anchor == "publication")
    }


def dated(analysis: Analysis, dates: Mapping[str, EventDate]) -> Analysis:
    """The analysis with these dates filled in, in its summary line too."""
    if not dates:
        return analysis
    events = [
        event.model_copy(update={"date": dates[event.id]}) if event.id in dates else event for event in analysis.events
    ]
    return analysis.model_copy(update={"events": events, "summary": _summary(analysis, dates)})


def _summary(analysis: Analysis, dates: Mapping[str, EventDate]) -> str | None:
    """The line tells of the main event, which is the first."""
    main = analysis.events[0] if analysis.events else None
    if analysis.summary is None or main is None or main.id not in dates:
        return analysis.summary
    return redated(analysis.summary, main.date, dates[main.id], main.place.name if main.place is not None else None)


def with_sibling_dates(analysis: Analysis, story: Story) -> Analysis:
    """The analysis with dates filled in where its own text gives none; what the text says is never changed."""
    return dated(analysis, learnt(analysis.events, sibling_dates(story)))
