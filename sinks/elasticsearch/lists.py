"""Lists and chains: stories, alerts, duplicates, and from an alert down to the sentence it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch

from sinks.elasticsearch.indices import alias
from sinks.elasticsearch.search import Filters, query, question
from tocsin.records import Alert, Claim, Reconciled, Story

MAX_LISTED = 1000


@dataclass(frozen=True)
class Explained:
    """The chain under an id; what is not there is None or empty."""

    alert: Alert | None
    story: Story | None
    claims: Sequence[tuple[str, Claim]]
    """(kind, claim), superseded ones too: nothing that was ever claimed is hidden."""
    articles: Sequence[Mapping[str, Any]]


def stories(
    client: Elasticsearch, *, prefix: str = "tocsin", text: str = "", filters: Filters | None = None,
    merged: bool = False, size: int = 20,
) -> list[Story]:  # fmt: skip
    """Stories, the one that changed last first; with ``text`` the best first."""
    more = [] if merged else [{"bool": {"must_not": {"term": {"is_merged": True}}}}]
    chosen = [*(filters or Filters()).clauses(), *more]
    found = _find(client, alias(prefix, "stories"), text, chosen, size)
    return [Story.model_validate(source["record"]) for source in found]


def alerts(
    client: Elasticsearch, *, prefix: str = "tocsin", text: str = "", state: str | None = None,
    rule: str | None = None, severity: str | None = None, filters: Filters | None = None, size: int = 20,
) -> list[Alert]:  # fmt: skip
    """Alerts, the newest first; with ``text`` the best first."""
    chosen = (filters or Filters()).clauses(country="country", signal="signal")
    terms = {"state": state, "rule": rule, "severity": severity}
    chosen += [{"term": {name: value}} for name, value in terms.items() if value]
    return [Alert.model_validate(s["record"]) for s in _find(client, alias(prefix, "alerts"), text, chosen, size)]


def duplicates(client: Elasticsearch, *, prefix: str = "tocsin", size: int = 50) -> list[Mapping[str, Any]]:
    """Articles that are copies of another, with its id and how like it they are."""
    return _find(client, alias(prefix, "articles"), "", [{"term": {"is_duplicate": True}}], size)


def articles(client: Elasticsearch, ids: Sequence[str], *, prefix: str = "tocsin") -> list[Mapping[str, Any]]:
    """Articles by id, in the order of the ids; those that are not there are left out."""
    wanted = list(dict.fromkeys(ids))[:MAX_LISTED]
    found = {source["id"]: source for source in _by_id(client, alias(prefix, "articles"), wanted)}
    return [found[one] for one in wanted if one in found]


def explain(client: Elasticsearch, id_: str, *, prefix: str = "tocsin") -> Explained | None:
    """The chain alert → story → claims → articles for the id of an alert, a story or an article."""
    alert_found = _by_id(client, alias(prefix, "alerts"), [id_])
    alert = Alert.model_validate(alert_found[0]["record"]) if alert_found else None
    article_found = [] if alert else articles(client, [id_], prefix=prefix)
    story_id = alert.story_id if alert else article_found[0].get("story_id") if article_found else id_
    story_found = _by_id(client, alias(prefix, "stories"), [story_id]) if story_id else []
    story = Story.model_validate(story_found[0]["record"]) if story_found else None
    if not (alert or story or article_found):
        return None
    ids = [e.article_id for e in alert.evidence] if alert else []
    ids += story.articles if story else [id_]
    claims = [(kind, claim) for kind, one in (story.quantities if story else {}).items() for claim in ledger(one)]
    return Explained(alert, story, claims, articles(client, ids, prefix=prefix))


def ledger(reconciled: Reconciled) -> list[Claim]:
    """All claims behind a figure and its parts, each once."""
    found = {claim.id: claim for claim in reconciled.claims}
    for part in reconciled.parts.values():
        for claim in ledger(part):
            found.setdefault(claim.id, claim)
    return list(found.values())


def _find(
    client: Elasticsearch, name: str, text: str, filters: Sequence[dict[str, Any]], size: int
) -> list[Mapping[str, Any]]:
    order: list[Any] = [{"time": {"order": "desc", "unmapped_type": "date"}}, {"id": {"unmapped_type": "keyword"}}]
    body = query(question(text) if text else [], filters, ["search"])
    answer: Any = client.search(
        index=name, query=body, size=max(1, min(size, MAX_LISTED)), ignore_unavailable=True,
        sort=["_score", *order] if text else order, source={"excludes": ["search"]},
    )  # fmt: skip
    return [hit["_source"] for hit in answer["hits"]["hits"]]


def _by_id(client: Elasticsearch, name: str, ids: Sequence[str]) -> list[Mapping[str, Any]]:
    if not ids:
        return []
    answer: Any = client.search(
        index=name, query={"ids": {"values": list(ids)}}, size=len(ids), ignore_unavailable=True,
        source={"excludes": ["search"]},
    )  # fmt: skip
    return [hit["_source"] for hit in answer["hits"]["hits"]]
