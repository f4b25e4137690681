"""The report at the end of the demo: stories with reconciled figures, alerts with their sentences."""

from __future__ import annotations

import json

import click
from rich.console import Console

from tocsin.commands.live import COLOURS, Latencies, Live
from tocsin.records import Alert, Happening, Reconciled, Story
from tocsin.settings import Settings
from tocsin.shown import safe


def report(settings: Settings, console: Console, live: Live, latencies: Latencies, as_json: bool) -> None:
    """Print what came out."""
    stories = [story for story in live.stories.values() if story.merged_into is None]
    stories.sort(key=lambda story: (-story.relevance, story.first_seen is None, story.first_seen or 0))
    alerts = [alert for alert in live.alerts.values() if not alert.inhibited_by and not alert.superseded_by]
    if as_json:
        click.echo(json.dumps(_as_dict(stories, alerts, live, latencies), ensure_ascii=False, indent=1))
        return
    console.rule("What a desk needs to know")
    for story in stories:
        _story(console, story)
    console.print(f"\n[bold]{len(alerts)} alerts[/], each with the sentence it rests on")
    for alert in sorted(alerts, key=lambda a: (a.event_time is None, a.event_time or 0, a.id)):
        _alert(console, alert)
    console.rule()
    articles = len(latencies.seconds)
    console.print(
        f"{articles} articles in {len(stories)} stories, {len(live.duplicates)} duplicates, "
        f"{live.dead_letters} dead letters; "
        f"from publishing to searchable {latencies.median():.1f} s (median), {latencies.worst():.1f} s (worst)."
    )
    console.print("\nTry next:")
    console.print("  make up                                       the same, and stay: then search, list, explain")
    console.print("  .venv/bin/tocsin analyze seeds/ --stories     the same answers without any server")
    console.print("  .venv/bin/tocsin rules list                   the rules behind the alerts")


def figure(value: Reconciled) -> str:
    """A reconciled figure for people: "82", "80–99", "at least 12"."""
    low, best, high = value.low, value.best, value.high
    if best is None and low is None:
        return "unknown"
    main = best if best is not None else low
    if low == high:
        return f"{main:,}"
    if high is None:
        return f"at least {main:,}" if low == main else f"{main:,} (at least {low:,})"
    return f"{main:,} ({low:,}–{high:,})" if best is not None else f"{low:,}–{high:,}"


def figures(quantities: dict[str, Reconciled]) -> str:
    """All kinds in one line, with their parts by side."""
    said = []
    for kind, value in quantities.items():
        parts = ", ".join(f"{side} {figure(part)}" for side, part in value.parts.items())
        claims = len(value.claims)
        more = "; ".join(x for x in (parts, "contested" if value.contested else "", f"{claims} claims") if x)
        said.append(f"{kind} [bold]{figure(value)}[/] ({safe(more)})")
    return " · ".join(said)


def _story(console: Console, story: Story) -> None:
    console.print(f"\n[bold]{safe(story.title or story.id)}[/]", soft_wrap=True)
    where = f"{story.place.name} ({story.place.country})" if story.place else "no place"
    when = story.date.start if story.date else "no date"
    console.print(
        f"  {where}, {when} · {len(story.articles)} articles, {story.independent_origins} independent origins, "
        f"{'/'.join(story.languages)} · severity {story.severity} · story {story.id}",
        soft_wrap=True,
    )
    if story.quantities:
        console.print(f"  {figures(story.quantities)}", soft_wrap=True)
    for happening in story.happenings:
        if happening.signal:
            _happening(console, happening)


def _happening(console: Console, happening: Happening) -> None:
    where = happening.place.name if happening.place else "–"
    when = happening.date.start if happening.date else "–"
    said = f"; {figures(happening.quantities)}" if happening.quantities else ""
    console.print(
        f"  • {when}  {happening.signal}  {safe(where)}  ({happening.realis}, told by {len(happening.articles)}){said}",
        soft_wrap=True,
    )


def _alert(console: Console, alert: Alert) -> None:
    console.print(f"\n  [{COLOURS[alert.severity]}]{alert.severity:8}[/] {safe(alert.title)}", soft_wrap=True)
    console.print(f"           rule {alert.rule} · {safe('; '.join(alert.reasons or [alert.reason]))}", soft_wrap=True)
    for evidence in alert.evidence[:1]:
        text = safe(evidence.text)
        console.print(f"           “{text}” — {evidence.article_id}", soft_wrap=True)


def _as_dict(stories: list[Story], alerts: list[Alert], live: Live, latencies: Latencies) -> dict[str, object]:
    return {
        "stories": [story.to_dict() for story in stories],
        "alerts": [alert.to_dict() for alert in alerts],
        "articles": len(latencies.seconds),
        "duplicates": len(live.duplicates),
        "dead_letters": live.dead_letters,
        "searchable_seconds": {"median": round(latencies.median(), 3), "worst": round(latencies.worst(), 3)},
    }
