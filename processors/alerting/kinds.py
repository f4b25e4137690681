"""Conditions over many happenings, all in event time: count, distinct, sum, spike, new term, sequence, silence."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from processors.alerting.conditions import COUNTED_MODES, When
from processors.alerting.values import Duration, Strict, as_duration, as_list
from tocsin.records.analysis import QuantityKind, QuantityMode

Key = Literal[
    "story", "place", "country", "signal", "type", "mode", "context", "actor", "by", "against", "language", "source",
]  # fmt: skip
Keys = Annotated[list[Key], BeforeValidator(as_list, json_schema_input_type=Key | list[Key])]
KINDS = ("count", "distinct", "sum", "spike", "new_term", "sequence", "silent")
DEFAULT_GRACE = as_duration("10m")


class Windowed(Strict):
    """What the kinds share: a window in event time, groups, and how long to wait for late data."""

    within: Annotated[Duration, Field(gt=timedelta(0), le=timedelta(days=400))]
    group_by: Keys = Field(default_factory=list)
    grace: Duration = Field(default=DEFAULT_GRACE, validate_default=True, description="wait so long for late data")


class Count(Windowed):
    """At least ``gte`` happenings (or articles, or stories) in the window."""

    of: Literal["happenings", "articles", "stories"] = "happenings"
    gte: int = Field(ge=2)


class Distinct(Windowed):
    """At least ``gte`` different values of a field in the window."""

    field: Key
    gte: int = Field(ge=2)


class Sum(Windowed):
    """Figures of a kind add up to ``gte``; each happening counts once, with its newest figure."""

    quantity: QuantityKind
    mode: list[QuantityMode] = Field(default_factory=lambda: list(COUNTED_MODES))
    gte: int = Field(ge=1)


class Spike(Windowed):
    """Far more than this group is used to: median and MAD, or Poisson, over the windows before."""

    of: Literal["happenings", "articles", "stories"] = "articles"
    baseline: Duration = Field(description="how far back the group's habit is learnt")
    method: Literal["mad", "poisson"] = "mad"
    score: float = Field(default=4, gt=0, description="robust standard deviations (mad)")
    p: float = Field(default=0.001, gt=0, lt=1, description="chance of so many by accident (poisson)")
    min_count: int = Field(default=5, ge=2, description="fewer is never a spike")
    min_history: Duration | None = Field(default=None, description="learn so long first; half the baseline by default")

    @model_validator(mode="after")
    def _windows(self) -> Spike:
        if self.baseline < 3 * self.within:
            raise ValueError("baseline must hold at least three windows")
        return self


class NewTerm(Strict):
    """The first happening with this combination of values since the memory began; lists are exploded."""

    fields: Keys = Field(min_length=1)
    memory: Duration
    min_history: Duration = Field(description="say nothing before so much of the stream was seen")


class Sequence(Windowed):
    """``first``, and then ``then`` in the same group within the window."""

    first: When
    then: When


class Silent(Strict):
    """A feed that used to speak has said nothing for ``after`` and for ``times`` its usual pause."""

    after: Duration
    times: float = Field(default=5, ge=1)
    min_support: int = Field(default=10, ge=3, description="reports before a feed has a habit")
    forget: Duration = Field(default="30d", validate_default=True, description="then it is gone for good")
