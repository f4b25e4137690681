"""A rule in the words of other tools: the nearest ElastAlert2 or Kibana rule, and what it loses on the way.

Both look at indexed documents on a timer. Neither knows one alert a happening, material change, inhibition,
independent origins or event time, so an export is a beginning and says what is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml

from processors.alerting.conditions import NEWS_REALIS, PlaceTest, QuantityTest, When
from processors.alerting.rule import Rule
from processors.alerting.values import Test

FIELDS = {
    "signal": "signals",
    "signals": "signals",
    "type": "types",
    "event_mode": "happenings.mode",
    "source": "sources",
    "language": "languages",
    "relevance": "relevance",
    "severity": "severity",
    "independent_origins": "independent_origins",
    "articles": "article_count",
    "title": "title",
}
"""Field of a condition → field of the story document."""
NESTED = "happenings."
PRIORITIES = {"info": 4, "warning": 2, "critical": 1}
RANGES = ("gte", "gt", "lte", "lt")


def export(rule: Rule, format_: str, index: str = "tocsin-stories*") -> str:
    """The rule as text for another tool.

    Raises:
        ValueError: an unknown format.
    """
    if format_ not in FORMATS:
        raise ValueError(f"no export to {format_!r}; there are {', '.join(FORMATS)}")
    return FORMATS[format_](rule, index)


def filters(rule: Rule) -> list[dict[str, Any]]:
    """The condition as Elasticsearch filters on story documents."""
    realis = list(rule.when.realis or NEWS_REALIS)
    found = [*_clauses(rule.when), {"terms": {"realis": realis}}]
    if rule.corroboration.independent_origins > 1:
        found.append({"range": {"independent_origins": {"gte": rule.corroboration.independent_origins}}})
    if rule.unless is not None:
        found.append({"bool": {"must_not": [{"bool": {"filter": _clauses(rule.unless)}}]}})
    return found


def _clauses(when: When) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for name in sorted(when.model_fields_set):
        value = getattr(when, name)
        if name in FIELDS:
            inner = _test(FIELDS[name], value)
            path = NESTED.rstrip(".")
            nested = {"nested": {"path": path, "query": {"bool": {"filter": inner}}}}
            found += [nested] if FIELDS[name].startswith(NESTED) else inner
        elif name in _BUILDERS:
            found += _BUILDERS[name](value)
    return found


def _test(field: str, test: Test) -> list[dict[str, Any]]:
    clauses: list[dict[str, Any]] = []
    if test.in_ is not None:
        clauses.append({"terms": {field: test.in_}})
    if test.not_ is not None:
        clauses.append({"bool": {"must_not": [{"terms": {field: test.not_}}]}})
    if test.exists is not None:
        exists = {"exists": {"field": field}}
        clauses.append(exists if test.exists else {"bool": {"must_not": [exists]}})
    if test.contains is not None:
        clauses.append({"bool": {"should": [{"match_phrase": {field: word}} for word in test.contains]}})
    limits = {name: limit for name in RANGES if (limit := getattr(test, name)) is not None}
    return [*clauses, {"range": {field: limits}}] if limits else clauses


def _place(test: PlaceTest) -> list[dict[str, Any]]:
    clauses: list[dict[str, Any]] = []
    if test.within:
        clauses.append({"terms": {"countries": test.within}})
    if test.near is not None:
        point = {"lat": test.near.lat, "lon": test.near.lon}
        clauses.append({"geo_distance": {"distance": f"{test.near.km:g}km", "places.location": point}})
    for name in ("name", "precision"):
        value = getattr(test, name)
        clauses += _test(f"places.{name}", value) if value is not None else []
    return clauses


def _quantities(tests: list[QuantityTest]) -> list[dict[str, Any]]:
    clauses: list[dict[str, Any]] = []
    for test in tests:
        named = {n: v for n in ("low", "best", "high") if (v := getattr(test, n)) is not None}
        for name, value in named.items():
            clauses += _test(f"{test.kind}.{name}", value)
        if not named:
            clauses.append({"exists": {"field": f"{test.kind}.low"}})
    return clauses


_BUILDERS: dict[str, Callable[[Any], list[dict[str, Any]]]] = {
    "place": _place,
    "quantity": _quantities,
    "contested": lambda value: [{"term": {"contested": value}}],
    "any": lambda whens: [
        {"bool": {"should": [{"bool": {"filter": _clauses(w)}} for w in whens], "minimum_should_match": 1}}
    ],
    "all": lambda whens: [clause for when in whens for clause in _clauses(when)],
    "none": lambda whens: [{"bool": {"must_not": [{"bool": {"filter": _clauses(w)}} for w in whens]}}],
}


KINDS_LOST = {
    "ElastAlert2": ("sequence", "silent", "sum"),
    "Kibana": ("sequence", "silent", "spike", "distinct", "new_term"),
}
"""Kinds of condition that a tool has nothing, or only something weaker for."""


def lost(rule: Rule, tool: str = "ElastAlert2") -> list[str]:
    """What the other tool cannot do."""
    place = rule.when.place
    spec: Any = getattr(rule, rule.kind, None)
    checks = {
        "one alert a happening, told again on material change only": rule.kind in ("match", "new_term"),
        f"kind of condition: {rule.kind}": rule.kind in KINDS_LOST[tool],
        "inhibition and rank among rules": True,
        "grouping by mode or context (types stand in)": bool(
            {"mode", "context"} & {*getattr(spec, "group_by", []), *getattr(spec, "fields", [])}
        ),
        "places near a country, and its neighbours": bool(place and (place.or_within_km or place.neighbours)),
        "who acts and who is acted upon": any(getattr(rule.when, n) for n in ("actor", "by", "against")),
        "words of the proving sentences": rule.when.text is not None,
        "context, confidence and attribution": any(
            getattr(rule.when, n) for n in ("context", "confidence", "attributed_to")
        ),
        "whether signal, place and figure belong to the same happening of a story": True,
        "severity by condition": any(getattr(rule.severity, n) for n in ("info", "warning", "critical")),
    }
    return [what for what, applies in checks.items() if applies]


def _minutes(span: Any) -> dict[str, int]:
    return {"minutes": max(1, int(span.total_seconds() // 60))}


def _elastalert_kind(rule: Rule) -> dict[str, Any]:
    spec: Any = getattr(rule, rule.kind, None)
    group = {"query_key": FIELDS_BY_KEY[spec.group_by[0]]} if getattr(spec, "group_by", None) else {}
    kinds: dict[str, Callable[[], dict[str, Any]]] = {
        "match": lambda: {"type": "any"},
        "count": lambda: {"type": "frequency", "num_events": spec.gte, "timeframe": _minutes(spec.within), **group},
        "distinct": lambda: {
            "type": "cardinality",
            "cardinality_field": FIELDS_BY_KEY[spec.field],
            "max_cardinality": spec.gte - 1,
            "timeframe": _minutes(spec.within),
            **group,
        },
        "sum": lambda: {
            "type": "metric_aggregation",
            "metric_agg_type": "sum",
            "metric_agg_key": f"{spec.quantity}.best",
            "max_threshold": spec.gte - 1,
            "buffer_time": _minutes(spec.within),
            **group,
        },
        "spike": lambda: {
            "type": "spike",
            "spike_type": "up",
            "spike_height": 3,
            "threshold_cur": spec.min_count,
            "timeframe": _minutes(spec.within),
            **group,
        },
        "new_term": lambda: {
            "type": "new_term",
            "fields": [[FIELDS_BY_KEY[key] for key in spec.fields]],
            "terms_window_size": _minutes(spec.memory),
        },
        "sequence": lambda: {"type": "any", "filter": [*filters(rule), *_clauses(spec.then)]},
        "silent": lambda: {
            "type": "flatline",
            "threshold": 1,
            "timeframe": _minutes(spec.after),
            "query_key": "sources",
        },
    }
    return kinds[rule.kind]()


FIELDS_BY_KEY = {
    "story": "id",
    "place": "places.name",
    "country": "countries",
    "signal": "signals",
    "type": "types",
    "mode": "types",  # the nearest that is not nested
    "context": "types",
    "actor": "actors.id",
    "by": "actors.id",
    "against": "actors.id",
    "language": "languages",
    "source": "sources",
}
"""Key of a window → field of the story document."""


def elastalert(rule: Rule, index: str) -> str:
    """An ElastAlert2 rule file. ``query_key`` and ``realert`` stand in for one alert a story."""
    body: dict[str, Any] = {
        "name": rule.id,
        "description": rule.description or rule.title,
        "index": index,
        "timestamp_field": "last_changed",
        "priority": PRIORITIES[rule.severity.default],
        "filter": [{"range": {"relevance": {"gte": rule.relevance or 0.5}}}, *filters(rule)],
        "realert": _minutes(rule.realert.after) if rule.realert else {"days": 7},
        **({"exponential_realert": _minutes(rule.realert.up_to)} if rule.realert and rule.realert.up_to else {}),
        **({"query_key": "id"} if rule.kind in ("match", "new_term", "sequence") else {}),
        **_elastalert_kind(rule),
        "alert": ["debug"],
        "alert_text": "{0}\n{1}",
        "alert_text_args": ["title", "id"],
    }
    return notes(rule, "ElastAlert2") + yaml.safe_dump(body, sort_keys=False, allow_unicode=True)


def kibana(rule: Rule, index: str) -> str:
    """The body of Kibana's create-rule request (an Elasticsearch query rule), as JSON that YAML tools read too."""
    import json

    spec: Any = getattr(rule, rule.kind, None)
    window = getattr(spec, "within", None) or getattr(spec, "after", None)
    limit = getattr(spec, "gte", None) or getattr(spec, "min_count", None)
    query = {"query": {"bool": {"filter": [{"range": {"relevance": {"gte": rule.relevance or 0.5}}}, *filters(rule)]}}}
    body = {
        "name": rule.title,
        "tags": ["tocsin", rule.id, f"severity:{rule.severity.default}"],
        "rule_type_id": ".es-query",
        "consumer": "alerts",
        "schedule": {"interval": "1m"},
        "params": {
            "searchType": "esQuery",
            "index": [index],
            "timeField": "last_changed",
            "esQuery": json.dumps(query, ensure_ascii=False),
            "size": 100,
            "threshold": [1 if rule.kind == "silent" or limit is None else limit],
            "thresholdComparator": "<" if rule.kind == "silent" else ">=",
            "timeWindowSize": _minutes(window)["minutes"] if window is not None else WATCHED,
            "timeWindowUnit": "m",
            "excludeHitsFromPreviousRun": window is None,
            **_kibana_groups(spec),
        },
        "actions": [],
    }
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


WATCHED = 60
"""Minutes that a match looks back on: articles come later than they are dated, and what was seen is left out."""
MOST_GROUPS = 1000


def _kibana_groups(spec: Any) -> dict[str, Any]:
    """What is added up, and for each of which values; Kibana counts hits of one field's values at most."""
    found: dict[str, Any] = {}
    if getattr(spec, "quantity", None):
        found |= {"aggType": "sum", "aggField": f"{spec.quantity}.best"}
    if getattr(spec, "group_by", None):
        found |= {"groupBy": "top", "termField": FIELDS_BY_KEY[spec.group_by[0]], "termSize": MOST_GROUPS}
    return found


def notes(rule: Rule, tool: str) -> str:
    """What the other tool cannot do, as comments."""
    return "".join(f"# {tool} cannot do: {what}\n" for what in lost(rule, tool))


FORMATS: dict[str, Callable[[Rule, str], str]] = {"elastalert2": elastalert, "kibana": kibana}
