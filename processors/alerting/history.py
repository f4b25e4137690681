"""Back-test and rule tests: history through the very same engine, in event time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from processors.alerting.config import AlertConfig
from processors.alerting.engine import AlertEngine
from processors.alerting.matching import Subject, explain
from processors.alerting.rule import Rule, RuleTest, TestArticle
from tocsin.records import Alert, Article, Story

Chain = Callable[[list[Article]], list[Story]]
"""Articles to stories, without memory of earlier calls: the in-process chain."""


@dataclass(frozen=True)
class Step:
    """What one article did: the story revisions that it caused, and which feed spoke when."""

    stories: Sequence[Story]
    heard: Sequence[tuple[str, datetime]] = ()


StoryStream = Callable[[Iterable[Article]], Iterable[Step]]
"""Articles to what each of them does: the chain with its memory."""

TEST_TIME = datetime(2024, 1, 10, 8, tzinfo=UTC)
"""When the articles of a rule's tests appear, unless they say otherwise; a Wednesday."""


@dataclass(frozen=True)
class Firing:
    """What would have been told, when and why."""

    at: datetime | None
    alert: Alert
    why: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """For people."""
        when = f"{self.at:%Y-%m-%d %H:%M}" if self.at else "?"
        head = f"{when}  {self.alert.severity:<8}  {self.alert.rule}  {self.alert.title}"
        told = f"    {self.alert.id} revision {self.alert.revision}: {self.alert.reason}"
        quotes = [f"    « {e.text} » ({e.source or e.article_id})" for e in self.alert.evidence[:2]]
        return [head, told, *(f"    {line}" for line in self.why), *quotes]


def backtest(
    rules: Rule | Iterable[Rule],
    stories: Iterable[Sequence[Story] | Step],
    config: AlertConfig | None = None,
    since: datetime | None = None,
) -> Iterator[Firing]:
    """Play story revisions through a fresh engine; yields what people would have been told since a moment.

    Stories before ``since`` are played too, so that windows and memories are filled when it begins.
    """
    chosen = [rules] if isinstance(rules, Rule) else list(rules)
    engine = AlertEngine(chosen, config)
    by_id = {rule.id: rule for rule in chosen}
    seen: dict[tuple[str, int], bool] = {}
    newest: dict[str, Story] = {}
    for batch in stories:
        step = batch if isinstance(batch, Step) else Step(batch)
        yield from _fired(engine.on_sources(step.heard), seen, by_id, newest, since)
        for story in step.stories:
            newest[story.id] = story
            yield from _fired(engine.on_stories([story]), seen, by_id, newest, since)
    yield from _fired(engine.finish(), seen, by_id, newest, since)


def _fired(
    alerts: list[Alert],
    seen: dict[tuple[str, int], bool],
    rules: dict[str, Rule],
    newest: dict[str, Story],
    since: datetime | None,
) -> Iterator[Firing]:
    for alert in alerts:
        key = (alert.id, alert.revision)
        if key in seen or alert.quiet or alert.inhibited_by or alert.silenced_by:
            continue
        seen[key] = True
        when = alert.updated_at
        if since is None or when is None or when >= since:
            yield Firing(when, alert, _why(alert, rules, newest))


def _why(alert: Alert, rules: dict[str, Rule], newest: dict[str, Story]) -> list[str]:
    story, rule = newest.get(alert.story_id), rules.get(alert.rule)
    happenings = [h for h in story.happenings if h.id == alert.happening_id] if story else []
    return explain(rule.when, Subject(story, happenings[0])) if rule and story and happenings else []


def revisions(chain: Chain, articles: Sequence[Article]) -> Iterator[list[Story]]:
    """One article after the other through a chain without memory; every change is a revision."""
    told: dict[str, tuple[int, Story]] = {}
    for n in range(1, len(articles) + 1):
        changed = []
        for story in chain(list(articles[:n])):
            revision, before = told.get(story.id, (0, None))
            if before is not None and _same(before, story):
                continue
            told[story.id] = (revision + 1, story)
            changed.append(story.model_copy(update={"revision": revision + 1}))
        yield changed


def _same(one: Story, other: Story) -> bool:
    return one.model_dump(exclude={"revision"}) == other.model_dump(exclude={"revision"})


def test_articles(test: RuleTest) -> list[Article]:
    """The articles of a rule's test, an hour apart unless they are dated."""
    return [_article(a, TEST_TIME + timedelta(hours=i)) for i, a in enumerate(test.articles)]


test_articles.__test__ = False  # type: ignore[attr-defined]


def _article(article: TestArticle, default: datetime) -> Article:
    fields = article.model_dump(exclude_none=True)
    return Article(**{"published_at": default, "fetched_at": fields.get("published_at", default), **fields})


@dataclass(frozen=True)
class TestResult:
    """How one example of a rule came out; ``wrong`` says what was expected instead."""

    __test__ = False

    rule: str
    name: str
    wrong: list[str]
    firings: list[Firing]


def run_tests(rule: Rule, chain: Chain, config: AlertConfig | None = None) -> list[TestResult]:
    """Run a rule's own examples through the chain and the engine, the rule on its own."""
    alone = rule.model_copy(update={"enabled": True})
    return [_run(alone, test, chain, config) for test in rule.tests]


def _run(rule: Rule, test: RuleTest, chain: Chain, config: AlertConfig | None) -> TestResult:
    firings = list(backtest(rule, revisions(chain, test_articles(test)), config))
    alerts = {firing.alert.id: firing.alert for firing in firings}
    updates = len(firings) - len(alerts)
    levels = sorted({alert.severity for alert in alerts.values()})
    wrong = []
    if len(alerts) != test.expect:
        wrong.append(f"expected {test.expect} alert(s), got {len(alerts)}")
    if test.severity is not None and alerts and levels != [test.severity]:
        wrong.append(f"expected severity {test.severity}, got {', '.join(levels)}")
    if test.updates is not None and updates != test.updates:
        wrong.append(f"expected {test.updates} update(s), got {updates}")
    return TestResult(rule.id, test.name, wrong, firings)
