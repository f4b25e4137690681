"""Indices by month behind one alias a kind: their names, their templates, their end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from elasticsearch import ApiError, Elasticsearch

from sinks.elasticsearch import mappings
from sinks.elasticsearch.client import has_analyzer
from tocsin.settings import Settings

KINDS = ("articles", "events", "stories", "alerts", "dead-letters")
UNDATED = "undated"
FIRST_YEAR = 2000
PRIORITY = 200
"""Of our index templates."""
MONTH = re.compile(r"-(\d{4})-(\d{2})$")


def alias(prefix: str, kind: str) -> str:
    """The name under which all indices of a kind are read."""
    return f"{prefix}-{kind}"


def month_of(time: datetime | None, now: datetime | None = None) -> str:
    """``2023-09``; ``undated`` for no date and for dates that no news can have.

    The last, so that a stream of invented dates cannot make an index for each month of a millennium.
    """
    if time is None:
        return UNDATED
    latest = (now or datetime.now(UTC)) + timedelta(days=31)
    return f"{time.year}-{time.month:02}" if time.year >= FIRST_YEAR and time <= latest else UNDATED


@dataclass(frozen=True)
class Prepared:
    """What ``prepare`` did."""

    templates: list[str]
    languages: tuple[str, ...]
    conflicts: list[str]
    """Indices that were made with another mapping and keep it; each says what and what to do."""


class TemplateConflict(RuntimeError):
    """Another index template claims our names; says which, and what to do."""


def prepare(client: Elasticsearch, settings: Settings) -> Prepared:
    """Put the index templates, and bring existing indices' mappings up to them. Harmless when repeated.

    Where the server has analyzers for our languages, article bodies get a field in each. An index that was made with
    another mapping is left as it is and told of: what does not fit there becomes a dead letter, everything else is
    written.

    Raises:
        TemplateConflict: see there.
    """
    prefix = settings.elasticsearch_prefix
    languages = tuple(code for code, name in mappings.ANALYZERS.items() if has_analyzer(client, name))
    put, conflicts = [], []
    for kind in KINDS:
        name = alias(prefix, kind)
        properties = mappings.properties(kind, languages)
        template = {
            "aliases": {name: {}},
            "settings": mappings.index_settings(settings.elasticsearch_shards, settings.elasticsearch_replicas),
            "mappings": {"dynamic": False, "_meta": {"tocsin": mappings.VERSION}, "properties": properties},
        }
        try:
            client.indices.put_index_template(
                name=name, index_patterns=[f"{name}-*"], priority=PRIORITY, template=template
            )
        except ApiError as error:
            if error.status_code != 400:
                raise
            remedy = f"take it away, or give it another priority than {PRIORITY}"
            raise TemplateConflict(f"index template {name} is refused: {_reason(error)}; {remedy}") from error
        conflicts += _bring_up(client, name, properties)
        put.append(name)
    return Prepared(put, languages, conflicts)


def _bring_up(client: Elasticsearch, name: str, properties: dict[str, Any]) -> list[str]:
    """Add the fields that existing indices lack; what an index refuses, it keeps as it was."""
    refused = []
    for index in sorted(client.options(ignore_status=404).indices.get_alias(name=name)):
        if index in ("error", "status"):
            continue  # no such alias yet
        try:
            client.indices.put_mapping(index=index, dynamic="false", properties=properties)
        except ApiError as error:
            if error.status_code != 400:
                raise
            refused.append(
                f"index {index} was made with another mapping and keeps it ({_reason(error)}): what does not fit "
                "becomes a dead letter. To mend it, delete or reindex it, then: tocsin dead-letters replay --all"
            )
    return refused


def _reason(error: ApiError) -> str:
    body: Any = error.body
    try:
        return str(body["error"]["reason"])
    except (KeyError, TypeError):
        return str(error)


def ensure_alias(client: Elasticsearch, prefix: str) -> None:
    """Make sure that every alias is there before the first document (Kibana asks for it): empty undated indices."""
    for kind in KINDS:
        name = alias(prefix, kind)
        if not client.indices.exists_alias(name=name):
            client.options(ignore_status=400).indices.create(index=f"{name}-{UNDATED}", wait_for_active_shards=0)


def expired(names: list[str], days: int, now: datetime) -> list[str]:
    """Those indices whose last day is more than ``days`` ago; undated ones never."""
    limit = now - timedelta(days=days)
    old = []
    for name in names:
        found = MONTH.search(name)
        if found:
            year, month = int(found[1]), int(found[2])
            end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
            if end < limit:
                old.append(name)
    return sorted(old)


def delete_expired(client: Elasticsearch, prefix: str, days: int, now: datetime | None = None) -> list[str]:
    """Delete what is older than the retention; 0 days keeps all. Returns the names of what went."""
    if days <= 0:
        return []
    names = [name for kind in KINDS for name in client.options(ignore_status=404).indices.get_alias(
        name=alias(prefix, kind)) if name.startswith(f"{alias(prefix, kind)}-")]  # fmt: skip
    gone = expired(names, days, now or datetime.now(UTC))
    for name in gone:
        client.options(ignore_status=404).indices.delete(index=name)
    return gone
