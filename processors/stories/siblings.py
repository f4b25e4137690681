"""Dates from siblings: an article that says only "Sunday", or nothing, learns the day from its story."""

from __future__ import annotations

from tocsin.records import Analysis, EventDate, Story


def sibling_dates(story: Story) -> dict[str, EventDate]:
    """Event id → date of its happening, for happenings dated by at least one text."""
    return {
        event: happening.date.model_copy(update={"anchor": "sibling"})
        for happening in story.happenings
        if happening.date is not None and happening.date.anchor == "text"
        for event in happening.event_ids
    }


def with_sibling_dates(analysis: Analysis, story: Story) -> Analysis:
    """The analysis with dates filled in where its own text gives none; what the text says is never changed."""
    dates = sibling_dates(story)
    events = [
        event.model_copy(update={"date": dates[event.id]})
        if event.id in dates and (event.date is None or event.date.anchor == "publication")
        else event
        for event in analysis.events
    ]
    return analysis if events == analysis.events else analysis.model_copy(update={"events": events})
