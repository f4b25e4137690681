"""Days, weeks, months and years as spans of days, and how to count them on and back."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.records.analysis import DatePrecision


@dataclass(frozen=True, slots=True)
class Days:
    """Resolved days, inclusive."""

    start: date
    end: date
    precision: DatePrecision = "day"


def one_day(day: date) -> Days:
    """A single day."""
    return Days(day, day)


def weekday_at(weekday: int, today: date, ahead: bool) -> date:
    """The next day of that name, or the last one; ``today`` counts."""
    if ahead:
        return today + timedelta(days=(weekday - today.weekday()) % 7)
    return today - timedelta(days=(today.weekday() - weekday) % 7)


def span_of(unit: str, start: date) -> Days:
    """The week, month or year in which a day lies."""
    if unit == "day":
        return one_day(start)
    if unit in ("week", "fortnight"):
        monday = start - timedelta(days=start.weekday())
        return Days(monday, monday + timedelta(days=6), "week")
    if unit == "month":
        return Days(start.replace(day=1), start.replace(day=calendar.monthrange(start.year, start.month)[1]), "month")
    return Days(date(start.year, 1, 1), date(start.year, 12, 31), "year")


def shift(day: date, unit: str, count: int) -> date:
    """A day so many units later (or earlier), on the last day of a shorter month."""
    if unit in ("day", "week", "fortnight"):
        return day + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit])
    if unit == "month":
        total = day.year * 12 + day.month - 1 + count
        year, month = divmod(total, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    year = day.year + count * (10 if unit == "decade" else 1)
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))
