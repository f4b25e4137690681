"""The alert: what a desk is told, once, with the sentence that it rests on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tocsin.records.base import Part, Record, Time
from tocsin.records.story import Evidence

AlertState = Literal["open", "acknowledged", "resolved"]


class Delivery(Part):
    """One attempt to tell one receiver of one revision."""

    receiver: str
    revision: int
    at: Time
    outcome: Literal["sent", "failed", "dead", "silenced", "grouped"]
    attempts: int = 1
    detail: str | None = None


class AuditEntry(Part):
    """Who did what to the alert, when and why."""

    at: Time
    author: str
    action: str
    note: str | None = None


class Alert(Record):
    """One alert per rule and happening; a material change updates it and adds a reason."""

    id: str
    revision: int = Field(default=1, description="grows on a material change only: what people are told")
    version: int = Field(default=1, description="grows whenever anything in the record changes: for the index")
    rule: str
    story_id: str
    happening_id: str | None = None
    story_revision: int = 1
    severity: Literal["info", "warning", "critical"] = "warning"
    score: int = Field(default=0, ge=0, le=100, description="severity of the story, explained by its parts")
    score_parts: dict[str, float] = Field(default_factory=dict)
    reason: str
    reasons: list[str] = Field(default_factory=list, description="every reason so far, oldest first")
    title: str
    signal: str | None = None
    place: str | None = None
    country: str | None = None
    facts: dict[str, object] = Field(
        default_factory=dict, description="figures, sides, realis: what novelty is judged by"
    )
    evidence: list[Evidence] = Field(default_factory=list)
    state: AlertState = "open"
    event_time: Time | None = None
    created_at: Time | None = None
    updated_at: Time | None = None
    deliveries: list[Delivery] = Field(default_factory=list)
    audit: list[AuditEntry] = Field(default_factory=list)
    notify: list[str] = Field(default_factory=list, description="receivers the rule names; the routes add to them")
    quiet: bool = Field(default=False, description="recorded only: nobody is to be told of this revision")
    silenced_by: str | None = Field(default=None, description="id of the silence that covers this revision")
    group: str | None = Field(default=None, description="alerts of one group are told in one digest")
    digest_seconds: int = Field(default=0, ge=0, description="how long a digest collects")
    inhibited_by: str | None = None
    superseded_by: str | None = None
