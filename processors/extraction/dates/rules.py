"""How each kind of expression is reckoned to days; ``today`` is the day of publication.

Conventions: "the night of Sunday to Monday" is Monday; "at the weekend" is Saturday to Sunday; a
weekday is the last one before publication, or the coming one with a verb in the future; a day and
month without a year fall in the year that fits the tense.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from processors.extraction.dates.days import Days, one_day, shift, span_of, weekday_at


@dataclass(frozen=True, slots=True)
class Frame:
    """What an expression is reckoned from: publication (or None), tense, and the date told before."""

    today: date | None
    tense: str | None = None
    before: date | None = None


Values = dict[str, Any]
_MONTHS = 12
_LONG_AGO = 300
"""Days after which a day told without its year is rather the coming one ("put off to 1 September")."""


def resolve(kind: str, values: Values, frame: Frame) -> Days | None:
    """The days of an expression, or None when it cannot be reckoned (no publication date, no such day)."""
    rule = _RULES.get(kind)
    if rule is None:
        return None
    try:
        return rule(values, frame)
    except (ValueError, OverflowError):
        return None


def _day(values: Values, key: str = "day") -> int:
    return int("".join(c for c in str(values[key]) if c.isdigit()))


def _near(month: int, day: int, frame: Frame) -> date | None:
    """A day and month in the year that fits: past, to come, or the nearest."""
    if frame.today is None:
        return None
    years = [frame.today.year + step for step in (-1, 0, 1)]
    days = [date(year, month, day) for year in years if day <= calendar.monthrange(year, month)[1]]
    today = frame.today
    if frame.tense == "past":
        last = max((d for d in days if d <= today + timedelta(days=1)), default=None)
        if last is not None and (today - last).days < _LONG_AGO:
            return last
    if frame.tense == "future":
        return min((d for d in days if d >= today), default=None)
    return min(days, key=lambda d: (abs((d - today).days), d))


def _iso(values: Values, frame: Frame) -> Days:
    return one_day(date(int(values["year"]), int(values["mon"]), _day(values)))


def _slashed(values: Values, frame: Frame) -> Days:
    """ "03/14/2016", in the order of the language unless only the other one gives a day that can be meant."""
    year, month, day = int(values["year"]), int(values["mon"]), _day(values)
    other = month > _MONTHS or (
        day <= _MONTHS and frame.today is not None and date(year, month, day) > frame.today >= date(year, day, month)
    )
    return one_day(date(year, day, month) if other else date(year, month, day))


def _absolute(values: Values, frame: Frame) -> Days | None:
    if "lastyear" in values:
        return None if frame.today is None else one_day(date(frame.today.year - 1, values["month"], _day(values)))
    if "year" in values:
        return one_day(date(int(values["year"]), values["month"], _day(values)))
    day = _near(values["month"], _day(values), frame)
    return None if day is None else one_day(day)


def _range(values: Values, frame: Frame) -> Days | None:
    month2: int = values["month2"] if "month2" in values else values["month"]
    month: int = values.get("month", month2)
    if "year" in values:
        year = int(values["year"])
        start, end = date(year, month, _day(values)), date(year, month2, _day(values, "day2"))
    else:
        last = _near(month2, _day(values, "day2"), frame)
        if last is None:
            return None
        end = last
        start = date(end.year, month, _day(values))
    if start > end:
        start = date(start.year - 1, start.month, start.day)
    return Days(start, end, "range")


def _month(values: Values, frame: Frame) -> Days | None:
    month = values["month"]
    if "year" in values:
        year = int(values["year"])
    elif frame.today is None:
        return None
    elif "lastyear" in values or "thisyear" in values:
        year = frame.today.year - ("lastyear" in values)
    else:
        year = frame.today.year
        ahead = "next" in values or (frame.tense == "future" and "past" not in values)
        later = month > frame.today.month + (2 if frame.tense is None else 0)
        if ahead and month < frame.today.month:
            year += 1
        elif (not ahead and later) or ("past" in values and month >= frame.today.month):
            year -= 1
    last = calendar.monthrange(year, month)[1]
    return Days(date(year, month, 1), date(year, month, last), "month")


def _months(values: Values, frame: Frame) -> Days | None:
    """ "Between November 2023 and March 2024"; only the first or the last may have its year."""
    end = {"month": values.get("month2", 12)} | ({"year": values["year2"]} if "year2" in values else {})
    last = _month(end, frame)
    if last is None:
        return None
    year = int(values.get("year", last.end.year - (values["month"] > last.end.month)))
    return Days(date(year, values["month"], 1), last.end, "month")


def _season(values: Values, frame: Frame) -> Days | None:
    """Three months, named by the first; without a year the last one that has begun, or the next."""
    month: int = values["season"]
    if "year" in values:
        year = int(values["year"])
    elif frame.today is None:
        return None
    else:
        begun = month <= frame.today.month
        year = frame.today.year - (not begun)
        if "past" in values and shift(date(year, month, 1), "month", 3) > frame.today:
            year -= 1
        elif (
            "past" not in values and frame.tense == "future" and shift(date(year, month, 1), "month", 3) <= frame.today
        ):
            year += 1
    start = date(year, month, 1)
    return Days(start, shift(start, "month", 3) - timedelta(days=1), "month")


def _year(values: Values, frame: Frame) -> Days:
    year = int(values["year"])
    return Days(date(year, 1, 1), date(year, 12, 31), "year")


def _years(values: Values, frame: Frame) -> Days:
    return Days(date(int(values["year"]), 1, 1), date(int(values["year2"]), 12, 31), "year")


def _weekday(values: Values, frame: Frame) -> Days | None:
    if frame.today is None:
        return None
    weekday = values["weekday"]
    if "past" in values:
        day = weekday_at(weekday, frame.today - timedelta(days=1), False)
    elif "next" in values or "nextweek" in values:
        day = weekday_at(weekday, frame.today + timedelta(days=1), True)
    else:
        day = weekday_at(weekday, frame.today, frame.tense == "future")
    return one_day(day)


def _night(values: Values, frame: Frame) -> Days | None:
    """The night to a day, on both sides of midnight."""
    day = _weekday({"weekday": values["weekday2"]}, frame)
    return None if day is None else Days(day.start - timedelta(days=1), day.end)


def _weekdays(values: Values, frame: Frame) -> Days | None:
    last = _weekday({"weekday": values["weekday2"]}, frame)
    if last is None:
        return None
    span = (values["weekday2"] - values["weekday"]) % 7
    return Days(last.end - timedelta(days=span), last.end, "range")


def _weekend(values: Values, frame: Frame) -> Days | None:
    if frame.today is None:
        return None
    ahead = "next" in values or (frame.tense == "future" and "past" not in values)
    saturday = weekday_at(5, frame.today, ahead)
    if "past" in values and saturday + timedelta(days=1) >= frame.today:
        saturday -= timedelta(days=7)
    return Days(saturday, saturday + timedelta(days=1), "range")


def _unit(values: Values, frame: Frame) -> Days | None:
    if frame.today is None or values["unit"] == "hour":
        return None
    step: int = values["past"] if "past" in values else values.get("next", 0)
    count = int(values.get("number", 1))
    if "number" in values and step < 0:
        return Days(shift(frame.today, values["unit"], -count), frame.today, "range")
    if values["unit"] == "day" and step:
        return None
    return span_of(values["unit"], shift(frame.today, values["unit"], step))


def _count(values: Values) -> int:
    if "digits" not in values and "number" not in values:
        return 1
    return int(values["digits"]) if "digits" in values else int(values["number"])


def _ago(values: Values, frame: Frame) -> Days | None:
    if frame.today is None:
        return None
    if values["unit"] == "hour":
        return one_day(frame.today - timedelta(days=_count(values) // 24))
    return span_of(values["unit"], shift(frame.today, values["unit"], -_count(values)))


def _inside(values: Values, frame: Frame) -> Days | None:
    if frame.today is None or frame.tense != "future" or values["unit"] == "hour":
        return None
    return span_of(values["unit"], shift(frame.today, values["unit"], _count(values)))


def _later(values: Values, frame: Frame) -> Days | None:
    back = values["later"] < 0
    base = frame.before or frame.today
    values = {"unit": "day", **values}
    if base is None or values["unit"] == "hour":
        return one_day(base) if base is not None and not back else None
    return span_of(values["unit"], shift(base, values["unit"], -_count(values) if back else _count(values)))


def _same(values: Values, frame: Frame) -> Days | None:
    return None if frame.before is None else one_day(frame.before)


def _neighbour(values: Values, frame: Frame) -> Days | None:
    base, days = frame.before, 2 if "two" in values else 1
    if base is None:
        return None if frame.today is None or "after" in values else one_day(frame.today - timedelta(days=days))
    return one_day(base + timedelta(days=days if "after" in values else -days))


def _prior(values: Values, frame: Frame) -> Days | None:
    """ "The previous week": before the day told last, else before publication."""
    base = frame.before or frame.today
    if base is None or values["unit"] in ("hour", "day"):
        return None
    return span_of(values["unit"], shift(base, values["unit"], -1))


def _weekday_in_week(values: Values, frame: Frame) -> Days | None:
    """ "Thursday last week", "vendredi de la semaine prochaine"."""
    if frame.today is None:
        return None
    monday = frame.today - timedelta(days=frame.today.weekday())
    weeks = -1 if "past" in values else 1 if "next" in values else 0
    return one_day(monday + timedelta(days=7 * weeks + values["weekday"]))


def _day_word(values: Values, frame: Frame) -> Days | None:
    return None if frame.today is None else one_day(frame.today + timedelta(days=values["day_word"]))


def _of_month(values: Values, frame: Frame) -> Days | None:
    """ "due on the 26th": in the month of publication, or its neighbour that fits the tense."""
    if frame.today is None:
        return None
    number = _day(values)
    days = []
    for step in (-1, 0, 1):
        base = shift(frame.today.replace(day=1), "month", step)
        if number <= calendar.monthrange(base.year, base.month)[1]:
            days.append(base.replace(day=number))
    today = frame.today
    fit = [d for d in days if (d >= today if frame.tense == "future" else d <= today)] if frame.tense else days
    if "weekday" in values:
        fit = [d for d in days if d.weekday() == values["weekday"]] or fit
    return one_day(min(fit, key=lambda d: abs((d - today).days))) if fit else None


_RULES: dict[str, Callable[[Values, Frame], Days | None]] = {
    "iso": _iso, "slashed": _slashed, "absolute": _absolute, "range": _range, "month": _month,
    "year": _year, "years": _years,
    "weekday": _weekday, "night": _night, "weekdays": _weekdays, "weekend": _weekend,
    "unit": _unit, "ago": _ago, "inside": _inside, "later": _later, "same": _same, "neighbour": _neighbour,
    "day_word": _day_word, "of_month": _of_month, "of_month_named": _of_month,
    "months": _months, "season": _season, "prior": _prior, "weekday_in_week": _weekday_in_week,
}  # fmt: skip
