"""The contract: the records that travel on the topics and land in Elasticsearch."""

from tocsin.records.alert import Alert, AuditEntry, Delivery
from tocsin.records.analysis import (
    Actor,
    AnalysedArticle,
    Analysis,
    Codes,
    Entity,
    Event,
    EventDate,
    Place,
    Quantity,
    Receipt,
)
from tocsin.records.article import Article, CleanArticle, Segment, Verdict, article_id
from tocsin.records.base import Part, Record, RecordError, Time
from tocsin.records.story import Change, Claim, Evidence, Happening, Reconciled, Story

__all__ = [
    "Actor",
    "Alert",
    "AnalysedArticle",
    "Analysis",
    "Article",
    "AuditEntry",
    "Change",
    "Claim",
    "CleanArticle",
    "Codes",
    "Delivery",
    "Entity",
    "Event",
    "EventDate",
    "Evidence",
    "Happening",
    "Part",
    "Place",
    "Quantity",
    "Receipt",
    "Reconciled",
    "Record",
    "RecordError",
    "Segment",
    "Story",
    "Time",
    "Verdict",
    "article_id",
]
