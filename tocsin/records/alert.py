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
    revision: int = 1
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
    facts: dict[str, object] = Field(default_factory=dict, description="figures, sides, realis: what novelty is judged by")
    evidence: list[Evidence] = Field(default_factory=list)
    state: AlertState = "open"
    event_time: Time | None = None
    created_at: Time | None = None
    updated_at: Time | None = None
    deliveries: list[Delivery] = Field(default_factory=list)
    audit: list[AuditEntry] = Field(default_factory=list)
    inhibited_by: str | None = None
    superseded_by: str | None = None
