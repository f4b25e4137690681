"""What a rule may ask of one happening: the ``when`` and ``unless`` blocks."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from processors.alerting.values import Strict, Values, Words, as_list
from tocsin.records.analysis import EventType, QuantityKind, QuantityMode, Realis, Signal

NEWS_REALIS: tuple[Realis, ...] = ("actual", "announced", "reported")
"""What wakes someone unless the rule says otherwise."""
QUIET_REALIS: frozenset[Realis] = frozenset({"historical", "negated", "hypothetical"})
"""What never wakes anyone, whatever a rule says."""
COUNTED_MODES: tuple[QuantityMode, ...] = ("event", "flow_in")
"""Figures about what happened. Stocks, running totals, open plans, and who left or was freed have to be asked for."""


def countries(value: object) -> object:
    """ISO country codes in upper case; YAML reads NO as false, so that is turned back into Norway."""
    listed = as_list(value)
    if not isinstance(listed, list | tuple):
        return listed
    return ["NO" if v is False else v.upper() if isinstance(v, str) else v for v in listed]


Country = Annotated[str, Field(pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2, XK included")]
Countries = Annotated[list[Country], BeforeValidator(countries, json_schema_input_type=Country | list[Country])]


class Circle(Strict):
    """A disc on the map."""

    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    km: float = Field(gt=0, le=20_000)


class PlaceTest(Strict):
    """Where. ``within`` a country, or close to it, or in its neighbours, or in a circle; then name and precision."""

    within: Countries | None = None
    or_within_km: float | None = Field(default=None, gt=0, le=2000, description="km from a town of such a country")
    neighbours: bool = Field(default=False, description="countries that border those of ``within`` count too")
    near: Circle | None = None
    name: Values | None = None
    precision: Values | None = Field(default=None, description="1 town or site, 2 district or region, 3 country")

    @model_validator(mode="after")
    def _around_what(self) -> PlaceTest:
        if (self.or_within_km or self.neighbours) and not self.within:
            raise ValueError("or_within_km and neighbours widen `within`: name a country there")
        return self


class QuantityTest(Strict):
    """A figure: ``{kind: killed, best: {gte: 10}}``. ``best`` stands for ``low`` where only that is known."""

    kind: QuantityKind
    low: Values | None = None
    best: Values | None = None
    high: Values | None = None
    side: Values | None = Field(default=None, description="whose people: id or name")
    status: Values | None = None
    mode: list[QuantityMode] = Field(default_factory=lambda: list(COUNTED_MODES))
    contested: bool | None = None


class ActorTest(Strict):
    """Who: any actor for which all that is given holds."""

    name: Values | None = Field(default=None, description="canonical id or name")
    country: Countries | None = None
    sector: Values | None = None


def as_actor(value: object) -> object:
    """A bare name or list of names."""
    return value if isinstance(value, dict | ActorTest) else {"name": value}


Who = Annotated[ActorTest, BeforeValidator(as_actor, json_schema_input_type=str | list[str] | ActorTest)]

QUANTITY_FIELDS = ("low", "best", "high", "side", "status", "mode", "contested")


def fold_quantity(value: dict[str, Any]) -> dict[str, Any]:
    """``{quantity: troops, best: {gte: 500}}`` → ``{quantity: [{kind: troops, best: {gte: 500}}]}``."""
    quantity = value.get("quantity")
    if not isinstance(quantity, str):
        return value
    beside = {k: v for k, v in value.items() if k in QUANTITY_FIELDS}
    rest = {k: v for k, v in value.items() if k not in beside}
    return {**rest, "quantity": [{"kind": quantity, **beside}]}


Realisations = Annotated[list[Realis], BeforeValidator(as_list, json_schema_input_type=Realis | list[Realis])]


Quantities = Annotated[
    list[QuantityTest],
    BeforeValidator(as_list, json_schema_input_type=QuantityKind | QuantityTest | list[QuantityTest]),
]


def _beside(schema: dict[str, Any]) -> None:
    """The short form, ``quantity: troops`` with ``best`` beside it, for the JSON Schema."""
    described = {"description": "of the figure whose kind stands in `quantity`"}
    for name in ("low", "best", "high", "side", "status"):
        schema["properties"][name] = described


class When(Strict):
    """All that is given must hold. Lists mean "one of"; see docs/alerts.md for every field."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, json_schema_extra=_beside)

    signal: Values | None = Field(default=None, description="the main one of the 18 signals of the happening")
    signals: Values | None = Field(default=None, description="any signal that a sentence gave the happening")
    type: Values | None = Field(default=None, description="PLOVER event type")
    event_mode: Values | None = Field(default=None, alias="mode", description="PLOVER mode")
    context: Values | None = Field(default=None, description="PLOVER context")
    realis: Realisations | None = None
    place: PlaceTest | None = None
    quantity: Quantities | None = None
    actor: Who | None = Field(default=None, description="acting or acted upon")
    by: Who | None = Field(default=None, description="acting")
    against: Who | None = Field(default=None, description="acted upon")
    title: Words | None = None
    text: Words | None = Field(default=None, description="the sentences that prove it")
    source: Values | None = None
    language: Values | None = None
    attributed_to: Values | None = None
    relevance: Values | None = None
    confidence: Values | None = None
    severity: Values | None = Field(default=None, description="score of the story, 0..100")
    articles: Values | None = Field(default=None, description="how many tell of it")
    independent_origins: Values | None = None
    contested: bool | None = None
    any: list[When] | None = None
    all: list[When] | None = None
    none: list[When] | None = None

    @model_validator(mode="before")
    @classmethod
    def _quantity_beside(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        if isinstance(value.get("quantity"), str) and isinstance(value.get("mode"), list):
            raise ValueError("with `quantity`, write its mode inside: quantity: {kind: …, mode: […]}")
        mode = {"mode": value["mode"]} if "mode" in value else {}
        return {**fold_quantity({k: v for k, v in value.items() if k != "mode"}), **mode}

    @model_validator(mode="after")
    def _known_words(self) -> When:
        for field, allowed in (("signal", _names(Signal)), ("signals", _names(Signal)), ("type", _names(EventType))):
            test = getattr(self, field)
            for word in [*(test.in_ or []), *(test.not_ or [])] if test else []:
                if word not in allowed:
                    raise ValueError(f"{field}: {str(word)[:40]!r} is not one of {', '.join(allowed)}")
        return self


def _names(literal: Any) -> tuple[str, ...]:
    names: tuple[str, ...] = literal.__args__
    return names
