"""``tocsin rules``: lint, list, test, export, schema. And what a person decides, as commands for the engine."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from processors.alerting.export import FORMATS, export, notes
from processors.alerting.history import Chain, Firing, Step, StoryStream, backtest, run_tests
from processors.alerting.lint import json_schema, lint
from processors.alerting.loader import RuleSet, load_rules
from processors.alerting.rule import Rule
from processors.alerting.values import as_duration
from tocsin import reading
from tocsin.records import Article, RecordError, Story

FolderOption = click.option(
    "--rules", "folder", type=click.Path(file_okay=False, path_type=Path), default=Path("rules"),
    help="Folder with rules.",
)  # fmt: skip


def rules_group(make_chain: Callable[[], Chain], make_stream: Callable[[], StoryStream]) -> click.Group:
    """The ``rules`` commands. The chain is made only when articles have to be read."""
    group = click.Group("rules", help="Lint, list, test and export alert rules.")
    for command in (_lint_command(), _list_command(), _test_command(make_chain, make_stream)):
        group.add_command(command)
    group.add_command(_export_command())
    group.add_command(_schema_command())
    return group


def _lint_command() -> click.Command:
    @click.command("lint")
    @FolderOption
    @click.option("--strict", is_flag=True, help="Advice counts as an error.")
    def command(folder: Path, strict: bool) -> None:
        """Check every rule file; say file, line, field and reason."""
        rules = load_rules(folder)
        advice = lint(rules.rules)
        for error in rules.errors:
            click.echo(f"error    {error}", err=True)
        for one in advice:
            click.echo(f"advice   {one}", err=True)
        click.echo(f"rules: {len(rules.rules)}, errors: {len(rules.errors)}, advice: {len(advice)}")
        if not rules.rules and not rules.errors:
            raise click.ClickException(f"no rules in {folder}")
        if rules.errors or (strict and advice):
            raise SystemExit(1)

    return command


def _list_command() -> click.Command:
    @click.command("list")
    @FolderOption
    def command(folder: Path) -> None:
        """All rules: rank, severity, kind, title; the higher rank tells when several match."""
        rules = _usable(folder)
        for rule in sorted(rules.rules, key=lambda r: (-r.rank, r.id)):
            off = "" if rule.enabled else "  (off)"
            click.echo(f"{rule.rank:>4}  {rule.severity.default:<8}  {rule.kind:<8}  {rule.id:<22}  {rule.title}{off}")

    return command


def _test_command(make_chain: Callable[[], Chain], make_stream: Callable[[], StoryStream]) -> click.Command:
    @click.command("test")
    @click.argument("rule_id", metavar="[RULE]", required=False)
    @FolderOption
    @click.option("--input", "source",
                  help="Back-test: articles or stories: JSON Lines (.gz too), a folder, or - (stdin).")  # fmt: skip
    @click.option("--since", help="Back-test: show what fires in the last 30d (of the input), or since a date.")
    @click.option("-v", "--verbose", is_flag=True, help="Also show what fired in tests that pass.")
    def command(rule_id: str | None, folder: Path, source: str | None, since: str | None, verbose: bool) -> None:
        """Run the examples inside the rules, or play history through them (--input).

        A back-test goes through the very same engine in event time and prints what would have fired, when and
        why. Without RULE all rules take part, ranks and inhibition included.
        """
        rules = _usable(folder)
        chosen = _chosen(rules, rule_id)
        if source is not None:
            _backtest(chosen, source, since, make_stream)
        elif since is not None:
            raise click.UsageError("--since needs --input: the history to play")
        else:
            _examples(chosen, make_chain(), verbose)

    return command


def _examples(rules: Sequence[Rule], chain: Chain, verbose: bool) -> None:
    failed = total = 0
    for rule in rules:
        for result in run_tests(rule, chain):
            total += 1
            failed += bool(result.wrong)
            mark = "FAIL" if result.wrong else "ok  "
            click.echo(f"{mark}  {rule.id}: {result.name}" + (f": {'; '.join(result.wrong)}" if result.wrong else ""))
            if result.wrong or verbose:
                _print(result.firings)
    click.echo(f"{total} examples, {failed} failed")
    if failed:
        raise SystemExit(1)


def _backtest(rules: Sequence[Rule], source: str, since: str | None, make_stream: Callable[[], StoryStream]) -> None:
    articles, stories = read_history(source)
    if articles:
        articles.sort(key=lambda a: (a.published_at or a.fetched_at or datetime.min.replace(tzinfo=UTC), a.id))
        batches: Iterable[Step] = make_stream()(articles)
        newest = max((a.published_at for a in articles if a.published_at), default=None)
    else:
        stories.sort(key=lambda s: (s.last_changed or datetime.min.replace(tzinfo=UTC), s.id, s.revision))
        batches = [Step(stories)]
        newest = max((s.last_changed for s in stories if s.last_changed), default=None)
    count = 0
    for firing in backtest(rules, batches, since=_moment(since, newest)):
        count += 1
        _print([firing])
    click.echo(f"{len(articles) or len(stories)} {'articles' if articles else 'story revisions'}, {count} times told")


def read_history(source: str | Path) -> tuple[list[Article], list[Story]]:
    """Articles or stories, as everywhere else: JSON Lines (.gz too), a folder, stdin. A line with ``happenings``
    is a story.

    Raises:
        ClickException: a line is neither, or there are both.
    """
    articles: list[Article] = []
    stories: list[Story] = []
    try:
        for item in reading.read(str(source)):
            if isinstance(item, reading.Read):
                articles.append(item.article)
            elif b'"happenings"' in item.raw:
                stories.append(Story.from_json(item.raw))
            else:
                raise click.ClickException(f"{item.where}:{item.line}: {item.reason}")
    except reading.SourceError as error:
        raise click.ClickException(str(error)) from error
    except RecordError as error:
        raise click.ClickException(f"{item.where}:{item.line}: {error}") from error
    if articles and stories:
        raise click.ClickException(f"{source}: articles and stories mixed")
    return articles, stories


def _moment(since: str | None, newest: datetime | None) -> datetime | None:
    """``30d`` before the newest item, or a date."""
    if since is None:
        return None
    try:
        moment = datetime.fromisoformat(since)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except ValueError:
        pass
    try:
        span = as_duration(since)
    except ValueError as error:
        raise click.BadParameter(f"{error}; or a date such as 2024-01-31", param_hint="--since") from error
    return newest - span if newest is not None else None  # type: ignore[operator]


def _print(firings: Iterable[Firing]) -> None:
    for firing in firings:
        for line in firing.lines():
            click.echo(line)


def _export_command() -> click.Command:
    @click.command("export")
    @click.argument("rule_id", metavar="RULE")
    @FolderOption
    @click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="elastalert2", show_default=True)
    @click.option("--index", default="tocsin-stories*", show_default=True, help="Index pattern of the stories.")
    def command(rule_id: str, folder: Path, format_: str, index: str) -> None:
        """The nearest rule of another tool, with notes on what it cannot do."""
        for rule in _chosen(_usable(folder), rule_id):
            click.echo(export(rule, format_, index), nl=False)
            if format_ == "kibana":  # JSON holds no notes
                click.echo(notes(rule, "Kibana"), nl=False, err=True)

    return command


def _schema_command() -> click.Command:
    @click.command("schema")
    def command() -> None:
        """JSON Schema of a rule file, for editors."""
        click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))

    return command


def _usable(folder: Path) -> RuleSet:
    rules = load_rules(folder)
    for error in rules.errors:
        click.echo(f"error    {error}", err=True)
    if not rules.rules:
        raise click.ClickException(f"no usable rules in {folder}")
    return rules


def _chosen(rules: RuleSet, rule_id: str | None) -> list[Rule]:
    chosen = [rule for rule in rules.rules if rule_id in (None, rule.id)]
    if not chosen:
        known = ", ".join(rule.id for rule in rules.rules)
        raise click.ClickException(f"no rule {rule_id!r}; there are {known}")
    return chosen
