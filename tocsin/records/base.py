"""What every record shares: JSON in, JSON out, validated at each door."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError


class RecordError(ValueError):
    """A record that does not keep the contract; the message names the field and the reason."""


def as_utc(value: object) -> object:
    """Read a time the way news does: a bare date is midnight UTC, a naive time is UTC.

    Anything else (a number of seconds, an RFC 3339 string with an offset) is left to pydantic;
    the result is always in UTC.
    """
    if isinstance(value, str):
        text = value.strip()
        try:
            value = datetime.fromisoformat(text)
        except ValueError as error:
            raise ValueError(f"not a date or time in ISO 8601 form: {text[:40]!r}") from error
    if isinstance(value, datetime):
        try:
            return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        except OverflowError as error:
            raise ValueError("a time outside the years 1 to 9999") from error
    return value


def _in_reach(value: datetime) -> datetime:
    """No news has another date, and reckoning from the first or the last year of the calendar overflows."""
    if not 1000 <= value.year <= 2999:
        raise ValueError(f"a time outside the years 1000 to 2999: {value.year}")
    return value


Time = Annotated[AwareDatetime, BeforeValidator(as_utc), AfterValidator(_in_reach)]
"""A time in UTC; accepts ISO 8601 dates and times."""


class Part(BaseModel):
    """A piece of a record: unknown fields of newer writers are ignored, unknown values are None."""

    model_config = ConfigDict(extra="ignore", validate_assignment=False, ser_json_inf_nan="null")


class Record(Part):
    """A message on a topic or a line of output. ``schema`` is the version of its form."""

    schema_: int = Field(default=1, alias="schema", ge=1)
    model_config = ConfigDict(extra="ignore", populate_by_name=True, ser_json_inf_nan="null", serialize_by_alias=True)

    def to_json(self) -> bytes:
        """UTF-8 JSON, field order fixed by the class: the same record gives the same bytes."""
        return self.model_dump_json(by_alias=True).encode()

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready dictionary (times as RFC 3339 strings)."""
        return self.model_dump(mode="json", by_alias=True)

    @classmethod
    def from_json(cls, data: bytes | str) -> Self:
        """Read and validate.

        Raises:
            RecordError: not JSON, or not of this form; says which field and why.
        """
        try:
            return cls.model_validate_json(data)
        except ValidationError as error:
            raise RecordError(explain(cls.__name__.lower(), error)) from error


def explain(what: str, error: ValidationError) -> str:
    """One line for a person: which record, which field, what is wrong with it."""
    first = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"]) or "the whole"
    more = error.error_count() - 1
    return f"not a valid {what}: {field}: {first['msg']}" + (f" (and {more} more)" if more else "")
