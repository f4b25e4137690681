"""Back-test, the tests inside rules, the commands, the exports. The chain here is a small one of its own."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import validate

from processors.alerting.commands import rules_group
from processors.alerting.export import export, filters, lost
from processors.alerting.history import backtest, run_tests, test_articles
from processors.alerting.loader import load_rules
from tests.alerting.stories import CLASH, SHIPPED, at, count, happening, rule, story
from tocsin.records import Article, Evidence, Story

TESTED = (
    CLASH
    + """
tests:
  - {name: one, article: "A clash killed 4 people.", expect: 1, severity: warning}
  - {name: two, articles: ["A clash killed 4 people.", "A clash killed 9 people."], expect: 1, updates: 1}
  - {name: none, article: "Nothing happened.", expect: 0}
"""
)


def chain(articles: list[Article]) -> list[Story]:
    """Every article with the word clash tells the one happening there is."""
    told = [a for a in articles if "clash" in a.body]
    if not told:
        return []
    killed = max(int(n) for a in told for n in re.findall(r"\d+", a.body))
    evidence = [Evidence(text=a.body, article_id=a.id, start=0, end=len(a.body)) for a in told]
    last = max(a.published_at for a in told if a.published_at)
    one = happening(
        articles=[a.id for a in told], event_ids=["e"], quantities={"killed": count(killed)}, evidence=evidence,
        origins=["x"], first_seen=told[0].published_at, last_changed=last,
    )  # fmt: skip
    return [story("s1", one, last_changed=last, first_seen=told[0].published_at)]


def stream(articles: list[Article]) -> list[list[Story]]:
    return [chain(list(articles)[:n]) for n in range(1, len(list(articles)) + 1)]


def test_a_rule_runs_its_own_examples() -> None:
    results = run_tests(rule(TESTED), chain)
    assert [(r.name, r.wrong) for r in results] == [("one", []), ("two", []), ("none", [])]
    wrong = run_tests(rule(TESTED.replace("expect: 0", "expect: 2").replace("updates: 1", "updates: 3")), chain)
    assert [r.wrong for r in wrong] == [[], ["expected 3 update(s), got 1"], ["expected 2 alert(s), got 0"]]


def test_articles_of_a_test_are_dated() -> None:
    articles = test_articles(rule(TESTED).tests[1])
    assert (articles[1].published_at - articles[0].published_at).total_seconds() == 3600


def test_backtest_says_when_and_why() -> None:
    revisions = [
        [story("s1", happening(quantities={"killed": count(4)}))],
        [story("s1", happening(quantities={"killed": count(7)}), revision=2, hours=5)],
    ]
    fired = list(backtest(rule(CLASH), revisions))
    assert [(f.at, f.alert.revision) for f in fired] == [(at(0), 1), (at(5), 2)]
    assert fired[0].why == ["signal: ARMED_CLASH"]
    assert "killed rose 4 → 7" in "\n".join(fired[1].lines())
    assert [f.alert.revision for f in backtest(rule(CLASH), revisions, since=at(1))] == [2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "clash.yaml").write_text(TESTED, "utf-8")
    return tmp_path


def invoke(folder: Path, *words: str) -> tuple[int, str]:
    group = rules_group(lambda: chain, lambda: stream)
    result = CliRunner().invoke(group, [words[0], *words[1:], "--rules", str(folder / "rules")])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_commands(folder: Path) -> None:
    assert invoke(folder, "lint")[0] == 0
    assert "clash" in invoke(folder, "list")[1]
    code, out = invoke(folder, "test")
    assert (code, "3 examples, 0 failed" in out) == (0, True)
    assert invoke(folder, "test", "nosuch")[0] == 1
    assert invoke(folder, "test", "--since", "3d")[0] == 2
    (folder / "rules" / "bad.yaml").write_text("id: x", "utf-8")
    code, out = invoke(folder, "lint")
    assert code == 1
    assert "bad.yaml:1" in out


def test_backtest_command_reads_articles_or_stories(folder: Path) -> None:
    articles = folder / "articles.jsonl"
    lines = [{"body": f"A clash killed {n} people.", "published_at": f"2024-01-0{n}"} for n in (4, 9)]
    articles.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    code, out = invoke(folder, "test", "clash", "--input", str(articles))
    assert code == 0, out
    assert "killed rose 4 → 9" not in out, "the second story revision has no higher number here"
    stories = folder / "stories.jsonl"
    told = [story("s1", happening(quantities={"killed": count(4)})), story("s2", happening("h2", hours=9), hours=9)]
    stories.write_bytes(b"\n".join(s.to_json() for s in told))
    code, out = invoke(folder, "test", "--input", str(stories), "--since", "3h")
    assert "2 story revisions, 1 times told" in out
    packed = folder / "stories.jsonl.gz"
    packed.write_bytes(gzip.compress(b"\xef\xbb\xbf" + stories.read_bytes()))
    assert invoke(folder, "test", "--input", str(packed), "--since", "3h") == (code, out)
    stories.write_text("{", "utf-8")
    assert invoke(folder, "test", "--input", str(stories))[0] == 1


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda p: p.stem)
def test_every_shipped_rule_is_exported(path: Path) -> None:
    shipped = {r.id: r for r in load_rules(SHIPPED).rules}[path.stem]
    text = export(shipped, "elastalert2")
    body = yaml.safe_load(text)
    assert body["name"] == shipped.id
    assert text.startswith("# ElastAlert2 cannot do:")
    kibana = json.loads(export(shipped, "kibana"))
    validate(kibana, KIBANA_RULE)
    query = json.loads(kibana["params"]["esQuery"])
    assert list(query) == ["query"]
    assert query["query"]["bool"]["filter"]
    assert lost(shipped)


def _only(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    properties = required | optional
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


DURATION = {"type": "string", "pattern": "^[1-9][0-9]*[smhd]$"}
WORDS = {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1}
ES_QUERY = _only(
    {
        "searchType": {"const": "esQuery"},
        "index": WORDS,
        "timeField": {"type": "string", "minLength": 1},
        "esQuery": {"type": "string", "minLength": 1},
        "size": {"type": "number", "minimum": 0, "maximum": 10_000},
        "threshold": {"type": "array", "items": {"type": "number"}, "minItems": 1, "maxItems": 1},
        "thresholdComparator": {"enum": [">", ">=", "<", "<="]},
        "timeWindowSize": {"type": "number", "minimum": 1},
        "timeWindowUnit": {"enum": ["s", "m", "h", "d"]},
    },
    excludeHitsFromPreviousRun={"type": "boolean"},
    aggType={"enum": ["count", "avg", "sum", "min", "max"]},
    aggField={"type": "string", "minLength": 1},
    groupBy={"enum": ["all", "top"]},
    termField={"type": "string", "minLength": 1},
    termSize={"type": "number", "minimum": 1, "maximum": 1000},
) | {"dependentRequired": {"aggType": ["aggField"], "groupBy": ["termField", "termSize"]}}
KIBANA_RULE = _only(
    {
        "name": {"type": "string"},
        "rule_type_id": {"const": ".es-query"},
        "consumer": {"enum": ["alerts", "stackAlerts"]},
        "schedule": _only({"interval": DURATION}),
        "params": ES_QUERY,
    },
    tags={"type": "array", "items": {"type": "string"}},
    actions={"type": "array", "maxItems": 0},
)
"""What Kibana 8 demands of the body of a create-rule request and of a query rule's params, all else refused."""


def test_kibana_adds_up_by_group() -> None:
    rules = {r.id: r for r in load_rules(SHIPPED).rules}
    params = json.loads(export(rules["casualties-rising"], "kibana"))["params"]
    assert (params["aggType"], params["aggField"], params["termField"]) == ("sum", "killed.best", "countries")
    assert (params["threshold"], params["thresholdComparator"], params["timeWindowSize"]) == ([25], ">=", 7 * 24 * 60)
    assert any("spike" in what for what in lost(rules["place-surge"], "Kibana"))


def test_export_of_conditions() -> None:
    text = """
id: near
title: Near
when: {signal: [ARMED_CLASH], place: {within: XK, near: {lat: 1, lon: 2, km: 30}}, quantity: killed, best: {gte: 4}}
unless: {title: {contains: drill}}
corroboration: {independent_origins: 2}
"""
    found = filters(rule(text))
    assert {"terms": {"countries": ["XK"]}} in found
    assert {"range": {"killed.best": {"gte": 4.0}}} in found
    assert {"range": {"independent_origins": {"gte": 2}}} in found
    assert {
        "bool": {"must_not": [{"bool": {"filter": [{"bool": {"should": [{"match_phrase": {"title": "drill"}}]}}]}}]}
    } in found
    with pytest.raises(ValueError, match="no export"):
        export(rule(text), "nagios")
