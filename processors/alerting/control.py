"""What people tell the engine: acknowledge, resolve, reopen, note, silence, expire."""

from __future__ import annotations

import hashlib
from typing import Literal, Self

from pydantic import Field, model_validator

from tocsin.records import Alert, AuditEntry, Part, Record, Time

Action = Literal["acknowledge", "resolve", "reopen", "note", "silence", "expire"]
MATCHABLE = ("rule", "story_id", "happening_id", "signal", "place", "country", "severity", "id")
STATES = {"acknowledge": "acknowledged", "resolve": "resolved", "reopen": "open"}


class AlertCommand(Record):
    """One decision of a person; travels on ``alert-commands.v1``, keyed by :attr:`key`."""

    id: str = ""
    action: Action
    author: str = Field(min_length=1, max_length=200)
    note: str | None = Field(default=None, max_length=4000)
    at: Time
    alert_id: str | None = None
    silence_id: str | None = None
    matcher: dict[str, list[str]] = Field(default_factory=dict, description="field of the alert → allowed values")
    until: Time | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.action == "silence":
            self._check_silence()
        elif self.action == "expire" and not self.silence_id:
            raise ValueError("expire needs the id of the silence")
        elif self.action != "expire" and not self.alert_id:
            raise ValueError(f"{self.action} needs the id of the alert")
        if not self.id:
            self.id = self._derived_id()
        if self.action == "silence" and not self.silence_id:
            self.silence_id = self.id
        return self

    def _check_silence(self) -> None:
        if not self.matcher or not all(self.matcher.values()):
            raise ValueError("a silence needs a matcher: one that fits everything would hide everything")
        if unknown := sorted(set(self.matcher) - set(MATCHABLE)):
            raise ValueError(f"a silence cannot match {', '.join(unknown)}; only {', '.join(MATCHABLE)}")
        if self.until is None or self.until <= self.at:
            raise ValueError("a silence needs an end in the future")
        if not self.note:
            raise ValueError("a silence needs a comment: why is it quiet?")

    def _derived_id(self) -> str:
        basis = self.model_dump_json(exclude={"id", "schema_"})
        return hashlib.sha256(basis.encode()).hexdigest()[:16]

    @property
    def key(self) -> str:
        """Key on the topic: decisions about one alert or silence stay in order."""
        return self.alert_id or self.silence_id or self.id


class Silence(Part):
    """A matcher that keeps alerts from being told until it ends."""

    id: str
    matcher: dict[str, list[str]]
    author: str
    comment: str
    since: Time
    until: Time
    expired_by: str | None = None

    def covers(self, alert: Alert) -> bool:
        """Does every field of the matcher fit? A value that ends in ``*`` fits all that begin so."""
        return all(
            any(_fits(str(getattr(alert, field) or ""), value) for value in values)
            for field, values in self.matcher.items()
        )


def _fits(value: str, wanted: str) -> bool:
    if wanted.endswith("*"):
        return value.casefold().startswith(wanted[:-1].casefold())
    return value.casefold() == wanted.casefold()


def silence_of(command: AlertCommand) -> Silence:
    """The silence that a command of that kind asks for."""
    return Silence(
        id=command.silence_id or command.id,
        matcher=command.matcher,
        author=command.author,
        comment=command.note or "",
        since=command.at,
        until=command.until or command.at,
    )


def decided(alert: Alert, command: AlertCommand) -> Alert | None:
    """The alert after a decision about it; None when it was already taken (a command delivered twice)."""
    entry = AuditEntry(at=command.at, author=command.author, action=command.action, note=command.note)
    if entry in alert.audit:
        return None
    audit = sorted([*alert.audit, entry], key=lambda e: e.at)
    states = [STATES[e.action] for e in audit if e.action in STATES]
    return alert.model_copy(
        update={
            "audit": audit,
            "state": states[-1] if states else alert.state,
            "version": alert.version + 1,
            "updated_at": max(filter(None, (alert.updated_at, command.at))),
        }
    )
