"""The analysis of one article: entities, places, events, quantities, each with its span in ``body``."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tocsin.records.base import Part, Record, Time

EntityLabel = Literal["PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "WEAPON", "MILUNIT"]
EventType = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]
Signal = Literal[
    "ARMED_CLASH",
    "HEAVY_OR_REMOTE_ATTACK",
    "TARGETED_KILLING",
    "ABDUCTION",
    "CASUALTIES_REPORTED",
    "TROOP_BUILDUP",
    "WEAPONS_POSTURE",
    "ALERT_STATUS",
    "PEACEKEEPER_REINFORCEMENT",
    "ULTIMATUM_OR_FORCE_THREAT",
    "VIOLENT_PROTEST",
    "PROTEST_OR_BLOCKADE",
    "CROWD_CONTROL_FORCE",
    "CLOSURE_CURFEW_EMERGENCY",
    "MASS_ARREST",
    "TERRITORY_SEIZED",
    "TALKS_BROKEN_TIES_CUT",
    "DEESCALATION",
]
Realis = Literal["actual", "announced", "future", "hypothetical", "negated", "historical", "reported"]
QuantityKind = Literal[
    "killed",
    "injured",
    "missing",
    "arrested",
    "abducted",
    "displaced",
    "troops",
    "attackers",
    "protesters",
    "vehicles",
]
Qualifier = Literal[
    "at least",
    "about",
    "nearly",
    "up to",
    "between",
    "several",
    "tens",
    "dozens",
    "scores",
    "hundreds",
    "thousands",
    "unknown",
    "unit",
]
QuantityMode = Literal["event", "cumulative", "stock", "flow_in", "flow_out", "planned"]
DatePrecision = Literal["day", "range", "week", "month", "year"]
DateAnchor = Literal["text", "publication", "sibling"]


class Receipt(Part):
    """A piece of the article: ``body[start:end] == text``."""

    text: str
    start: int
    end: int


class Entity(Receipt):
    """A name in the text. ``id`` and ``name`` are the same across languages and spellings."""

    label: EntityLabel
    id: str | None = None
    name: str | None = None


class Place(Receipt):
    """A place named in the text. ``precision``: 1 town or exact site, 2 district or region, 3 country."""

    name: str
    lat: float | None = None
    lon: float | None = None
    country: str | None = Field(default=None, description="ISO 3166-1 alpha-2; Kosovo is XK")
    precision: Literal[1, 2, 3] | None = None


class Actor(Receipt):
    """Who acts or is acted upon. ``country`` ISO 3166-1 alpha-2, ``sector`` a PLOVER sector."""

    id: str | None = None
    name: str | None = None
    country: str | None = None
    sector: str | None = None


class EventDate(Part):
    """When: first and last day (ISO dates), how precise, and what it was reckoned from."""

    start: str
    end: str
    precision: DatePrecision = "day"
    anchor: DateAnchor = "text"


class Codes(Part):
    """The event in the codes of other communities (PLOVER manual, CAMEO, ACLED)."""

    acled: list[str] | None = None
    cameo: str | None = None
    goldstein: float | None = None
    plover_score: float | None = None


class Event(Part):
    """Something that happened, is said to have happened, or is planned."""

    id: str
    type: EventType
    mode: str | None = None
    contexts: list[str] = Field(default_factory=list)
    signal: Signal | None = None
    realis: Realis = "actual"
    realis_cue: Receipt | None = None
    actors: list[Actor] = Field(default_factory=list)
    recipients: list[Actor] = Field(default_factory=list)
    place: Place | None = None
    date: EventDate | None = None
    quantities: list[int] = Field(default_factory=list, description="indexes into the article's")
    attributed_to: str | None = None
    contested_by: str | None = None
    confidence: float = Field(default=1.0, ge=0, le=1)
    codes: Codes = Field(default_factory=Codes)
    evidence: Receipt
    trigger: Receipt


class Quantity(Receipt):
    """A claim about a number of people or vehicles, never a bare number. None = open or unknown."""

    kind: QuantityKind
    low: int | None = None
    best: int | None = None
    high: int | None = None
    qualifier: Qualifier | None = None
    mode: QuantityMode = "event"
    side: str | None = Field(default=None, description="whose people: id or name of an actor")
    status: Literal["actual", "announced"] = "actual"
    attributed_to: str | None = None
    part_of: int | None = None
    same_as: int | None = None
    revised_from: int | None = None
    event: int | None = None
    evidence: Receipt | None = Field(default=None, description="the sentence the figure stands in")


class Analysis(Record):
    """What was understood of one article. The main event comes first."""

    article_id: str
    url: str | None = None
    source: str | None = None
    title: str | None = None
    language: str
    published_at: Time | None = None
    published_at_estimated: bool = False
    fetched_at: Time | None = None
    duplicate_of: str | None = None
    similarity: float | None = None
    origins: list[str] = Field(default_factory=list)
    relevance: float = Field(default=0.0, ge=0, le=1)
    entities: list[Entity] = Field(default_factory=list)
    places: list[Place] = Field(default_factory=list)
    events: list[Event] = Field(default_factory=list)
    quantities: list[Quantity] = Field(default_factory=list)
    story_id: str | None = None
    summary: str | None = None
    terms: dict[str, int] = Field(
        default_factory=dict,
        description="lemmas of content words (title and text) and how often: for linking and search",
    )
    revision: int = Field(default=0, description="grows when duplicate_of or story_id changes")
    warnings: list[str] = Field(default_factory=list, description="what could not be done, and why")


class AnalysedArticle(Analysis):
    """An analysis together with the text it was made from: what travels on the topics, for the index and the quotes."""

    body: str = ""
