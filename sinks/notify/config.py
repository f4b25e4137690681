"""The notify file: receivers, routes, quiet hours. Secrets come from the environment or from files."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError, model_validator

from tocsin.records import Alert
from tocsin.records.base import explain

ROUTED_BY = ("rule", "severity", "country", "place", "signal", "state", "story_id")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


class ConfigError(ValueError):
    """The notify file cannot be used; says where and why, and never quotes a secret."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


def _secret(value: object) -> object:
    """``text``, ``{env: NAME}`` or ``{file: PATH}``."""
    if not isinstance(value, dict):
        return value
    if set(value) == {"env"}:
        found = os.environ.get(str(value["env"]))
        if found is None:
            raise ValueError(f"the environment has no {value['env']}")
        return found
    if set(value) == {"file"}:
        try:
            return Path(str(value["file"])).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ValueError(f"secret file {value['file']} cannot be read") from error
    raise ValueError("write the text itself, {env: NAME} or {file: PATH}")


Secret = Annotated[SecretStr, BeforeValidator(_secret)]


def _clock(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 24 * 60:
        return time(value // 60, value % 60)  # YAML 1.1 reads an unquoted 22:00 as 1320
    match = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError("write a time of day such as 22:00")
    return time(int(match[1]), int(match[2]))


Clock = Annotated[time, BeforeValidator(_clock)]


class QuietHours(_Strict):
    """When a receiver sleeps. What comes then waits for the morning, except what is loud enough."""

    start: Clock = Field(alias="from")
    end: Clock = Field(alias="to")
    zone: str = "UTC"
    except_: list[Literal["info", "warning", "critical"]] = Field(default=["critical"], alias="except")

    @model_validator(mode="after")
    def _known_zone(self) -> QuietHours:
        try:
            ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"no time zone {self.zone[:40]!r}") from error
        return self

    def ends(self, now: datetime, severity: str) -> datetime | None:
        """When the quiet that ``now`` falls into is over; None when it is not quiet."""
        if severity in self.except_ or self.start == self.end:
            return None
        local = now.astimezone(ZoneInfo(self.zone))
        clock = local.time()
        overnight = self.start > self.end
        quiet = (clock >= self.start or clock < self.end) if overnight else self.start <= clock < self.end
        if not quiet:
            return None
        day = local.date() + timedelta(days=1 if overnight and clock >= self.start else 0)
        return datetime.combine(day, self.end, ZoneInfo(self.zone)).astimezone(UTC)


class Receiver(_Strict):
    """Someone to tell, and how."""

    type: Literal["console", "file", "webhook", "apprise"]
    url: Secret | None = None
    secret: Secret | None = Field(default=None, description="webhook: key of the signature")
    path: Path | None = Field(default=None, description="file: one JSON line a message")
    timeout: float = Field(default=15, gt=0, le=300, description="seconds for one attempt, all in all")
    allow_private: bool = Field(default=False, description="loopback and private addresses may be targets")
    allow_link_local: bool = Field(default=False, description="link-local and metadata addresses may be targets")
    quiet_hours: QuietHours | None = None
    digest_over: int = Field(default=10, ge=1, description="more at once become one message")

    @model_validator(mode="after")
    def _complete(self) -> Receiver:
        if self.type in ("webhook", "apprise") and self.url is None:
            raise ValueError(f"a {self.type} receiver needs a url")
        if self.type == "webhook" and (self.secret is None or len(self.secret.get_secret_value()) < 16):
            raise ValueError("a webhook needs a secret of 16 characters or more: it is signed")
        if self.type == "file" and self.path is None:
            raise ValueError("a file receiver needs a path")
        return self


class Route(_Strict):
    """Alerts that match go to these receivers as well as to those that their rule names."""

    match: dict[str, list[str]] = Field(default_factory=dict)
    receivers: list[str] = Field(min_length=1)
    stop: bool = Field(default=False, description="later routes are not looked at")

    @model_validator(mode="before")
    @classmethod
    def _single_is_list(cls, value: Any) -> Any:
        match = value.get("match") if isinstance(value, dict) else None
        if not isinstance(match, dict):
            return value
        return {**value, "match": {k: v if isinstance(v, list) else [v] for k, v in match.items()}}

    @model_validator(mode="after")
    def _known_fields(self) -> Route:
        if unknown := sorted(set(self.match) - set(ROUTED_BY)):
            raise ValueError(f"routes cannot match {', '.join(unknown)}; only {', '.join(ROUTED_BY)}")
        return self

    def fits(self, alert: Alert) -> bool:
        """Every field has one of its values."""
        return all(str(getattr(alert, field) or "") in values for field, values in self.match.items())


class NotifyConfig(_Strict):
    """Who is told what."""

    receivers: dict[str, Receiver] = Field(default_factory=lambda: {"desk": Receiver(type="console")})
    routes: list[Route] = Field(default_factory=list)
    default: list[str] = Field(default_factory=list, description="for alerts that nobody else is told of")
    max_attempts: int = Field(default=10, ge=1, le=100, description="then the dead letters")
    first_pause: float = Field(default=5, gt=0, description="seconds before the second attempt; doubled each time")
    longest_pause: float = Field(default=900, gt=0)
    keep_days: int = Field(default=180, ge=1, description="how long what was sent is remembered")

    @model_validator(mode="after")
    def _known_receivers(self) -> NotifyConfig:
        named = {name for route in self.routes for name in route.receivers} | set(self.default)
        if unknown := sorted(named - set(self.receivers)):
            raise ValueError(f"no receiver {', '.join(unknown)}; there are {', '.join(self.receivers) or 'none'}")
        return self

    def receivers_of(self, alert: Alert) -> tuple[list[str], list[str]]:
        """Who is told of an alert, and which names of its rule nobody here answers to."""
        names = set(alert.notify)
        for route in self.routes:
            if route.fits(alert):
                names.update(route.receivers)
                if route.stop:
                    break
        known = sorted(names & set(self.receivers))
        return known or sorted(self.default), sorted(names - set(self.receivers))


def load_config(path: Path | None) -> NotifyConfig:
    """The notify file, read safely; without one, alerts are printed.

    Raises:
        ConfigError: it cannot be used.
    """
    if path is None:
        return NotifyConfig()
    try:
        data = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {type(error).__name__}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ConfigError(f"{path}:{mark.line + 1 if mark else '?'}: not YAML that can be read") from error
    return parse_config(data or {}, str(path))


def parse_config(data: Mapping[str, Any] | Any, where: str = "notify") -> NotifyConfig:
    """Validate.

    Raises:
        ConfigError: with the field and the reason.
    """
    try:
        return NotifyConfig.model_validate(data)
    except ValidationError as error:
        raise ConfigError(f"{where}: {explain('notify file', error)}".replace("Value error, ", "")) from None
