"""Rule files: what is accepted, what is refused and how it is said, schema, lint, reload."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from processors.alerting.lint import json_schema, lint
from processors.alerting.loader import RuleError, load_rules, parse_rule
from processors.alerting.matching import Subject, meets
from processors.alerting.rule import Rule
from tests.alerting.stories import CLASH, SHIPPED, actor, count, happening, place, story
from tocsin.records.analysis import Signal

DESIGN = """
id: troop-buildup
title: Troops deployed or reinforced
severity: {default: warning, critical: {quantity: troops, best: {gte: 500}}}
when: {signal: [TROOP_BUILDUP, ALERT_STATUS], place: {within: XK, or_within_km: 100}, realis: [actual, announced]}
unless: {title: {contains: [exercise, exercice]}}
corroboration: {independent_origins: 1}
novelty: {material_change: {troops: 20%, status: true, actor: true, place: true}}
realert: {after: 6h, up_to: 24h}
inhibited_by: [mass-casualties]
group_by: [story]
notify: [desk]
tests:
  - {name: 700 more for KFOR, article: "…", expect: 1}
  - {name: strength of a mission is not a deployment, article: "…", expect: 0}
"""


def test_the_form_of_the_design_is_a_rule() -> None:
    rule = parse_rule(DESIGN)
    assert rule.kind == "match"
    jsonschema.validate(yaml.safe_load(DESIGN), json_schema())


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda p: p.stem)
def test_shipped_rules_keep_the_schema_and_their_name(path: Path) -> None:
    data = json.loads(json.dumps(yaml.safe_load(path.read_text("utf-8")), default=str))
    jsonschema.validate(data, json_schema())
    assert data["id"] == path.stem


def test_shipped_rules_are_clean_and_cover_every_signal() -> None:
    rules = load_rules(SHIPPED)
    assert rules.errors == []
    assert lint(rules.rules) == []
    asked = [w for r in rules.rules if r.kind == "match" for w in [r.when, *(r.when.any or [])]]
    named = {s for w in asked if w.signal for s in w.signal.in_ or []}
    assert named == set(Signal.__args__)
    assert all(r.rank < 50 for r in rules.rules), "a rule of one's own, rank 50, goes before those that ship"


def test_shipped_tests_speak_english_and_french_and_have_traps() -> None:
    tests = [(r, t) for r in load_rules(SHIPPED).rules for t in r.tests]
    languages = {a.language for _, t in tests for a in t.articles}
    assert {"en", "fr"} <= languages
    for rule in load_rules(SHIPPED).rules:
        assert any(t.expect == 0 for t in rule.tests), rule.id


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (("when: {signal: ARMED_CLASH}", "when: {signal: ARMED_CLSH}"), 5, "ARMED_CLSH"),
        (("when: {signal: ARMED_CLASH}", "when: {sginal: ARMED_CLASH}"), 5, "sginal"),
        (("killed: 20%", "killed: twenty"), 6, "not a rise"),
        (("severity: {default: warning", "severity: {default: loud"), 4, "severity"),
        (("id: clash", "id: Clash Rule"), 2, "id"),
        (("notify: [desk]", "realert: {after: 6}"), 7, "not a duration"),
        (("notify: [desk]", "notify: [desk"), 8, "not YAML"),
        (("notify: [desk]", "id: again"), 7, "written twice"),
        (("notify: [desk]", "when: !!python/object/apply:os.system [ls]"), 7, ""),
        (("notify: [desk]", "corroboration: {independent_origins: 0}"), 7, "independent_origins"),
        (("when: {signal: ARMED_CLASH}", "when: {realis: historical}"), 5, "never wakes"),
        (("when: {signal: ARMED_CLASH}", "when: {}"), 0, "match everything"),
        (("when: {signal: ARMED_CLASH}", "when: {place: {or_within_km: 5}}"), 5, "name a country"),
        (("notify: [desk]", "count: {gte: 2, within: 1h}\nsum: {quantity: killed, gte: 2, within: 1h}"), 0, "one kind"),
        (("notify: [desk]", "notify: &a [desk]\ngroup_by: *a"), 8, "aliases"),
    ],
)
def test_errors_name_file_line_field_and_reason(change: tuple[str, str], line: int, words: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse_rule(CLASH.replace(*change), "my.yaml")
    error = caught.value
    assert str(error).startswith("my.yaml")
    assert words in str(error)
    assert line in (0, error.line), str(error)


@pytest.mark.parametrize("text", ["", "[]", "a", "\0", "{" * 3000, "- " * 5000, "a: " + "9" * 5000])
def test_rubbish_is_an_error_not_a_crash(text: str) -> None:
    with pytest.raises(RuleError):
        parse_rule(text)


def test_a_broken_file_keeps_its_old_rule_and_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "clash.yaml"
    file.write_text(CLASH, "utf-8")
    rules = load_rules(tmp_path)
    assert not rules.reload()
    file.write_text(CLASH.replace("title: Clash", "titel: Clash"), "utf-8")
    assert rules.reload()
    assert [r.title for r in rules.rules] == ["Clash"]
    assert rules.errors[0].file == "clash.yaml"
    file.write_text(CLASH.replace("title: Clash", "title: Fight between two"), "utf-8")
    assert rules.reload()
    assert ([r.title for r in rules.rules], rules.errors) == (["Fight between two"], [])
    (tmp_path / "two.yaml").write_text(CLASH, "utf-8")
    assert rules.reload()
    assert "already used in clash.yaml" in str(rules.errors[0])
    file.unlink()
    assert rules.reload()
    assert [r.title for r in rules.rules] == ["Clash"]


def test_a_missing_folder_has_no_rules(tmp_path: Path) -> None:
    assert load_rules(tmp_path / "none").rules == []


def holds(when: str, **more: object) -> bool:
    rule = Rule.model_validate({"id": "xx", "title": "x", "when": yaml.safe_load(when)})
    told = story("s1", happening(**more), title="Clashes near Banjska: l’armée exerce une pression")
    return meets(rule.when, Subject(told, told.happenings[0]))


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("{signal: ARMED_CLASH}", True),
        ("{signal: [MASS_ARREST, ARMED_CLASH]}", True),
        ("{signal: {not: ARMED_CLASH}}", False),
        ("{type: ASSAULT, mode: firearms}", True),
        ("{mode: [riot]}", False),
        ("{place: {within: XK}}", True),
        ("{place: {within: [FR, RS]}}", False),
        ("{place: {within: RS, neighbours: true}}", True),
        ("{place: {within: RS, or_within_km: 60}}", True),
        ("{place: {within: FR, or_within_km: 100}}", False),
        ("{place: {near: {lat: 42.9, lon: 20.9, km: 30}}}", True),
        ("{place: {near: {lat: 44.8, lon: 20.5, km: 30}}}", False),
        ("{place: {name: banjska, precision: {lte: 2}}}", True),
        ("{quantity: killed, best: {gte: 4}}", True),
        ("{quantity: killed, best: {gt: 4}}", False),
        ("{quantity: injured}", False),
        ("{quantity: [{kind: killed, side: serbia, best: 3}]}", True),
        ("{quantity: {kind: troops}}", False),
        ("{quantity: {kind: troops, mode: [stock]}}", True),
        ("{actor: Serbia}", True),
        ("{by: [kosovo]}", False),
        ("{against: {country: XK, sector: COP}}", True),
        ("{title: {contains: armee}}", True),
        ("{title: exerc}", False),
        ("{text: sentence}", True),
        ("{source: a1.example, language: [en, fr]}", True),
        ("{language: fr}", False),
        ("{relevance: {gte: 0.8}, confidence: {gte: 0.5}}", True),
        ("{independent_origins: {gte: 2}}", False),
        ("{attributed_to: {exists: false}}", True),
        ("{contested: true}", False),
        ("{any: [{signal: MASS_ARREST}, {quantity: killed}]}", True),
        ("{all: [{signal: ARMED_CLASH}, {quantity: injured}]}", False),
        ("{none: [{signal: MASS_ARREST}]}", True),
    ],
)
def test_conditions(when: str, expected: bool) -> None:
    killed = count(4, parts={"serbia": count(3), "kosovo": count(1)})
    assert (
        holds(
            when,
            mode="firearms",
            actors=[actor("Serbia", "RS", "REB")],
            recipients=[actor("Kosovo", "XK", "COP")],
            quantities={"killed": killed, "troops": count(4500, mode="stock")},
            place=place("Banjska", lat=42.97, lon=20.78),
        )
        is expected
    )


def test_norway_is_a_country_and_yaml_cannot_change_it() -> None:
    assert holds("{place: {within: NO}}", place=place("Oslo", "NO"))
