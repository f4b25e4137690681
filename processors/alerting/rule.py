"""A rule: when to wake someone, how often, and the examples that prove it."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, ConfigDict, Field, field_validator, model_validator

from processors.alerting.conditions import QUIET_REALIS, When
from processors.alerting.kinds import KINDS, Count, Distinct, NewTerm, Sequence, Silent, Spike, Sum
from processors.alerting.values import Duration, RiseBy, Strict, as_list
from tocsin.records.analysis import QuantityKind
from tocsin.records.base import Time

Level = Literal["info", "warning", "critical"]
LEVELS: tuple[Level, ...] = ("info", "warning", "critical")
Names = Annotated[list[str], BeforeValidator(as_list, json_schema_input_type=str | list[str])]


class Severity(Strict):
    """How loud. ``default``, or the highest level whose condition holds."""

    default: Level = "warning"
    info: When | None = None
    warning: When | None = None
    critical: When | None = None


def as_severity(value: object) -> object:
    """A bare level."""
    return {"default": value} if isinstance(value, str) else value


class Corroboration(Strict):
    """How many must say it. Copies and credits of one agency are one origin."""

    independent_origins: int = Field(default=1, ge=1, le=100)


class MaterialChange(Strict):
    """What is worth telling again. Figures by kind: ``killed: 20%`` or ``killed: 3``."""

    killed: RiseBy | None = None
    injured: RiseBy | None = None
    missing: RiseBy | None = None
    arrested: RiseBy | None = None
    abducted: RiseBy | None = None
    displaced: RiseBy | None = None
    troops: RiseBy | None = None
    attackers: RiseBy | None = None
    protesters: RiseBy | None = None
    vehicles: RiseBy | None = None
    status: bool = Field(default=True, description="announced or reported becomes actual")
    denial: bool = Field(default=True, description="someone denies it")
    severity: bool = Field(default=True, description="the level of the alert rises")
    actor: bool = Field(default=False, description="a new side")
    place: bool = Field(default=False, description="another place")
    origins: Annotated[list[int], BeforeValidator(as_list, json_schema_input_type=int | list[int])] = Field(
        default_factory=list, description="tell when so many independent origins are reached"
    )

    def rises(self) -> dict[str, Any]:
        """The figures that are watched."""
        return {k: r for k in get_args(QuantityKind) if (r := getattr(self, k)) is not None}


class Novelty(Strict):
    """An alert is told once; again only on a material change."""

    material_change: MaterialChange = Field(default_factory=MaterialChange)


class Realert(Strict):
    """Remind of an open, unacknowledged alert that keeps being reported: after 6 h, 12 h, … up to."""

    after: Duration
    up_to: Duration | None = None


class Inhibition(Strict):
    """Keep quiet while an alert of these rules is open for the same thing."""

    rules: Names
    equal: Literal["happening", "story", "place", "country"] = "happening"


def as_inhibition(value: object) -> object:
    """A bare list of rules."""
    return value if isinstance(value, dict | Inhibition) else {"rules": value}


class TestArticle(Strict):
    """An article of a test."""

    __test__ = False

    body: str = Field(min_length=1)
    title: str | None = None
    language: str | None = None
    source: str | None = None
    published_at: Time | None = None


def _short_articles(schema: dict[str, Any]) -> None:
    """The short forms ``article: text`` and ``articles: [text, …]``, for the JSON Schema."""
    properties = schema["properties"]
    one = {"anyOf": [{"type": "string"}, properties["articles"]["items"]]}
    properties["articles"]["items"] = properties["article"] = one
    schema["required"] = ["name"]
    schema["oneOf"] = [{"required": ["article"]}, {"required": ["articles"]}]


class RuleTest(Strict):
    """An example: ``article`` or ``articles`` (told in this order, an hour apart unless dated) and what comes out."""

    __test__ = False
    model_config = ConfigDict(extra="forbid", json_schema_extra=_short_articles)

    name: str
    articles: list[TestArticle] = Field(min_length=1)
    expect: int = Field(default=1, ge=0, description="alerts of this rule")
    severity: Level | None = None
    updates: int | None = Field(default=None, ge=0, description="material changes told after the first")

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        value = dict(value)
        if "article" in value:
            if "articles" in value:
                raise ValueError("give either article or articles")
            value["articles"] = [value.pop("article")]
        if isinstance(value.get("articles"), list):
            value["articles"] = [{"body": a} if isinstance(a, str) else a for a in value["articles"]]
        return value


class Rule(Strict):
    """One rule. ``id`` is what its alerts, silences and receipts hang on: do not change it."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,63}$")
    title: str = Field(min_length=1, max_length=200)
    description: str | None = None
    enabled: bool = True
    severity: Annotated[Severity, BeforeValidator(as_severity, json_schema_input_type=Level | Severity)] = Severity()
    rank: int = Field(default=50, ge=0, le=100, description="the highest rule that matches a happening tells it")
    when: When = Field(default_factory=When)
    unless: When | None = None
    count: Count | None = None
    distinct: Distinct | None = None
    sum: Sum | None = None
    spike: Spike | None = None
    new_term: NewTerm | None = None
    sequence: Sequence | None = None
    silent: Silent | None = None
    relevance: float | None = Field(default=None, ge=0, le=1, description="least relevance of the story")
    max_age: Duration | None = Field(default=None, description="older happenings are history")
    corroboration: Corroboration = Field(default_factory=Corroboration)
    novelty: Novelty = Field(default_factory=Novelty)
    realert: Realert | None = None
    inhibited_by: Annotated[
        Inhibition | None, BeforeValidator(as_inhibition, json_schema_input_type=list[str] | Inhibition)
    ] = None
    group_by: list[Literal["rule", "story", "place", "country", "signal"]] = Field(default_factory=list)
    digest: Duration | None = Field(default=None, description="collect a group so long, then tell it in one message")
    resolve_after: Duration | None = Field(default=None, description="no news for so long: resolved")
    notify: Names = Field(default_factory=list, description="receivers; without any, the routes decide")
    tests: list[RuleTest] = Field(default_factory=list)

    @field_validator("when", mode="after")
    @classmethod
    def _nothing_unreal(cls, when: When) -> When:
        if wrong := QUIET_REALIS & set(when.realis or []):
            raise ValueError(f"realis: {', '.join(sorted(wrong))} never wakes anyone")
        return when

    @model_validator(mode="after")
    def _consistent(self) -> Rule:
        kinds = [k for k in KINDS if getattr(self, k) is not None]
        if len(kinds) > 1:
            raise ValueError(f"one kind of condition a rule, here are {' and '.join(kinds)}")
        if not kinds and not self.when.model_fields_set:
            raise ValueError("`when` is empty: the rule would match everything")
        return self

    @cached_property
    def kind(self) -> str:
        """``match`` or the kind of condition over many happenings."""
        return next((k for k in KINDS if getattr(self, k) is not None), "match")
