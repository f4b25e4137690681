"""Things a rule file may say that are allowed, and probably not meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from processors.alerting.conditions import NEWS_REALIS
from processors.alerting.rule import LEVELS, MaterialChange, Rule


@dataclass(frozen=True)
class Advice:
    """One remark on one rule."""

    rule: str
    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.where}: {self.text}"


def lint(rules: Iterable[Rule]) -> list[Advice]:
    """All remarks on a set of rules, by rule."""
    chosen = list(rules)
    ids = {rule.id for rule in chosen}
    return [advice for rule in chosen for check in CHECKS for advice in check(rule, ids)]


def _tests(rule: Rule, _: set[str]) -> list[Advice]:
    if not rule.tests:
        return [Advice(rule.id, "tests", "none; give one that must fire and one trap that must not")]
    traps = any(test.expect == 0 for test in rule.tests)
    return [] if traps else [Advice(rule.id, "tests", "no trap: an example that must not fire (expect: 0)")]


def _inhibitors(rule: Rule, ids: set[str]) -> list[Advice]:
    named = rule.inhibited_by.rules if rule.inhibited_by else []
    unknown = [Advice(rule.id, "inhibited_by", f"no rule {name!r} here") for name in named if name not in ids]
    own = [Advice(rule.id, "inhibited_by", "a rule cannot inhibit itself")] if rule.id in named else []
    return unknown + own


def _receivers(rule: Rule, _: set[str]) -> list[Advice]:
    return [] if rule.notify else [Advice(rule.id, "notify", "nobody named; only the routes decide who hears it")]


def _many_only(rule: Rule, _: set[str]) -> list[Advice]:
    if rule.kind in ("match", "new_term"):
        return []
    levels = [level for level in LEVELS if getattr(rule.severity, level) is not None]
    found = [
        Advice(rule.id, f"severity.{level}", "looks at one happening; this rule looks at many") for level in levels
    ]
    if rule.realert is not None:
        found.append(Advice(rule.id, "realert", "is for rules about one happening"))
    if rule.novelty.material_change != MaterialChange():
        found.append(Advice(rule.id, "novelty", f"a {rule.kind} rule is told again when its measure has doubled"))
    return found


def _planned(rule: Rule, _: set[str]) -> list[Advice]:
    realis = rule.when.realis
    if realis is not None and not set(realis) & set(NEWS_REALIS):
        return [Advice(rule.id, "when.realis", f"leaves out {', '.join(NEWS_REALIS)}: only plans would fire")]
    return []


def _digest(rule: Rule, _: set[str]) -> list[Advice]:
    if rule.digest is not None and not rule.group_by:
        return [Advice(rule.id, "digest", "without group_by each alert is a digest of its own")]
    return []


CHECKS: tuple[Callable[[Rule, set[str]], list[Advice]], ...] = (
    _tests, _inhibitors, _receivers, _many_only, _planned, _digest,
)  # fmt: skip


def json_schema() -> dict[str, Any]:
    """JSON Schema of a rule file, for editors and other tools."""
    schema = Rule.model_json_schema(by_alias=True, mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Tocsin alert rule", **schema}
