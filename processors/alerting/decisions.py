"""What a person decides, made into records for ``alert-commands.v1``. No transport: the caller sends them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from pydantic import ValidationError

from processors.alerting.control import Action, AlertCommand
from processors.alerting.values import as_duration
from tocsin.records.base import explain


class DecisionError(ValueError):
    """A decision that cannot be taken as it was said."""


def _make(**fields: object) -> AlertCommand:
    try:
        return AlertCommand.model_validate(fields)
    except ValidationError as error:
        raise DecisionError(explain("decision", error).replace("Value error, ", "")) from error


def decide(
    action: Action, alert_id: str, author: str, note: str | None = None, at: datetime | None = None
) -> AlertCommand:
    """Acknowledge, resolve, reopen or note.

    Raises:
        DecisionError: something is missing.
    """
    return _make(action=action, alert_id=alert_id, author=author, note=note, at=at or datetime.now(UTC))


def silence(matchers: Iterable[str], for_: str, author: str, comment: str, at: datetime | None = None) -> AlertCommand:
    """A silence from ``field=value`` words (the same field again: either value) for a time such as ``2h``.

    Raises:
        DecisionError: a matcher or the time cannot be read.
    """
    at = at or datetime.now(UTC)
    matcher: dict[str, list[str]] = {}
    for word in matchers:
        name, found, value = word.partition("=")
        if not found or not value:
            raise DecisionError(f"a matcher is field=value, not {word!r}")
        matcher.setdefault(name.strip(), []).append(value.strip())
    try:
        until = at + as_duration(for_)  # type: ignore[operator]
    except ValueError as error:
        raise DecisionError(str(error)) from error
    return _make(action="silence", matcher=matcher, until=until, author=author, note=comment, at=at)


def expire(silence_id: str, author: str, note: str | None = None, at: datetime | None = None) -> AlertCommand:
    """End a silence before its time.

    Raises:
        DecisionError: something is missing.
    """
    return _make(action="expire", silence_id=silence_id, author=author, note=note, at=at or datetime.now(UTC))
