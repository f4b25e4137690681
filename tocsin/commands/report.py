"""The report at the end of the demo: stories with reconciled figures, alerts with their sentences."""

from __future__ import annotations

import json

import click
from rich.console import Console

from processors.stories.titles import day_in_words, order, told_figures, what
from processors.stories.weights import fold_simple
from tocsin.commands.live import COLOURS, Latencies, Live
from tocsin.records import Alert, Happening, Reconciled, Story
from tocsin.settings import Settings
from tocsin.shown import safe


def report(settings: Settings, console: Console, live: Live, latencies: Latencies, as_json: bool) -> None:
    """Print what came out."""
    stories = [story for story in live.stories.values() if story.merged_into is None]
    stories.sort(key=lambda story: (-story.severity, -story.relevance, story.id))
    alerts = [alert for alert in live.alerts.values() if not alert.inhibited_by and not alert.superseded_by]
    if as_json:
        click.echo(json.dumps(_as_dict(stories, alerts, live, latencies), ensure_ascii=False, indent=1))
        return
    console.rule(f"{_count(len(latencies.seconds), 'article')} → {_count(len(stories), 'story', 'stories')}")
    for story in stories:
        _story(console, story)
    console.rule(f"{_count(len(alerts), 'alert')}, one a happening, each with the sentence it rests on")
    for alert in sorted(alerts, key=lambda a: (a.event_time is None, a.event_time or 0, a.id)):
        _alert(console, alert)
    console.rule()
    refused = _count(live.dead_letters, "dead letter")
    console.print(
        f"{_count(len(live.duplicates), 'duplicate')}, {refused}. From publishing to searchable: "
        f"{latencies.median():.1f} s (median), {latencies.worst():.1f} s (worst).",
        soft_wrap=True,
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


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def figures(quantities: dict[str, Reconciled]) -> str:
    """All kinds in one line, with their parts by side: "4 killed (police 1, attackers 3; from 7 claims)"."""
    said = []
    for key, value in sorted(quantities.items(), key=lambda pair: order(pair[0])):
        whole = next(iter(told_figures({key: value})), f"{figure(value)} {key.replace(':', ', ')}")
        shown = value.parts if len(value.parts) > 1 else {}
        named = {fold_simple(claim.side): claim.side for claim in value.claims if claim.side}
        parts = ", ".join(f"{named.get(side, side)} {figure(part)}" for side, part in shown.items())
        count = len(value.claims) + value.claims_left_out
        claims = f"from {_count(count, 'claim')}" if count > 1 else ""
        unit = "estimated from a unit" if _from_unit(value) else ""
        more = "; ".join(x for x in (unit, parts, "contested" if value.contested else "", claims) if x)
        said.append(f"[bold]{safe(whole)}[/]" + (f" ({safe(more)})" if more else ""))
    return " · ".join(said)


def _from_unit(value: Reconciled) -> bool:
    """Nobody gave a number: the figure is what the unit told of ("a battalion") usually has."""
    counted = [claim for claim in value.claims if claim.mode != "stock"]
    return bool(counted) and all(claim.qualifier == "unit" for claim in counted)


def _story(console: Console, story: Story) -> None:
    console.print(f"\n[bold]{safe(story.title or story.id)}[/]", soft_wrap=True)
    contested = " · [yellow]contested[/]" if story.contested else ""
    console.print(
        f"  {_count(len(story.articles), 'article')} ({', '.join(story.languages)}), "
        f"{_count(story.independent_origins, 'independent origin')} · severity {story.severity} of 100{contested} · "
        f"story {story.id}",
        soft_wrap=True,
    )
    for happening in sorted(story.happenings, key=lambda h: h.date.start if h.date else "~"):
        if happening.signal:
            _happening(console, happening)
    console.print()


def _happening(console: Console, happening: Happening) -> None:
    when = day_in_words(happening.date) if happening.date else "no date"
    where = f", {happening.place.name}" if happening.place else ""
    sure = "" if happening.realis == "actual" else f", {happening.realis}"
    denied = f", denied by {', '.join(happening.contested_by)}" if happening.contested_by else ""
    said = f": {figures(happening.quantities)}" if happening.quantities else ""
    told = _count(len(happening.articles), "article")
    console.print(
        f"  • {when:>17}  {what(happening)}{safe(where)}{sure}{safe(denied)} [dim]({told})[/]{said}", soft_wrap=True
    )


def _alert(console: Console, alert: Alert) -> None:
    console.print(f"\n  [{COLOURS[alert.severity]}]{alert.severity:8}[/] [bold]{safe(alert.title)}[/]", soft_wrap=True)
    for evidence in alert.evidence[:1]:
        text = " ".join(safe(evidence.text).split())
        console.print(f"           “{text}” [dim]{safe(evidence.article_id)}[/]", soft_wrap=True)
    news = [reason for reason in alert.reasons if reason != "first seen"]
    if news:
        console.print(f"           then: {safe('; '.join(news))}", soft_wrap=True)
    console.print(f"           [dim]rule {alert.rule}[/]", soft_wrap=True)


def _as_dict(stories: list[Story], alerts: list[Alert], live: Live, latencies: Latencies) -> dict[str, object]:
    return {
        "stories": [story.to_dict() for story in stories],
        "alerts": [alert.to_dict() for alert in alerts],
        "articles": len(latencies.seconds),
        "duplicates": len(live.duplicates),
        "dead_letters": live.dead_letters,
        "searchable_seconds": {"median": round(latencies.median(), 3), "worst": round(latencies.worst(), 3)},
    }
