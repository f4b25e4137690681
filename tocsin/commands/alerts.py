"""``tocsin alerts``: list them, and say something to them. Lists come from the index, decisions go to the stream."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING

import click
from rich.console import Console

from sinks.commands import filters, index
from sinks.elasticsearch import lists
from sinks.elasticsearch.search import Filters
from tocsin import headers, topics
from tocsin.cli import settings_of
from tocsin.commands.live import COLOURS
from tocsin.kafka import producer
from tocsin.shown import safe

if TYPE_CHECKING:
    from processors.alerting.control import AlertCommand

author = click.option("--author", default=getpass.getuser, show_default="you", help="Who decides.")


@click.group(invoke_without_command=True)
@filters
@click.option("--state", type=click.Choice(["open", "acknowledged", "resolved"]), help="Only in this state.")
@click.option("--rule", help="Only of this rule.")
@click.option("--severity", type=click.Choice(["info", "warning", "critical"]), help="Only of this severity.")
@click.option("--all", "all_", is_flag=True, help="Also those that a higher rule or another story took over.")
@click.pass_context
def alerts(
    ctx: click.Context,
    /,
    size: int,
    as_json: bool,
    state: str | None,
    rule: str | None,
    severity: str | None,
    all_: bool,
    kind: str | None,
    **narrow: str | None,
) -> None:
    """List alerts, newest first; or acknowledge, resolve, reopen, note, silence, expire."""
    if ctx.invoked_subcommand is not None:
        return
    with index(ctx) as (client, settings):
        chosen = Filters(**narrow, kind=kind)  # type: ignore[arg-type]
        prefix = settings.elasticsearch_prefix
        found = lists.alerts(
            client, prefix=prefix, state=state, rule=rule, severity=severity, filters=chosen, size=size
        )
    console = Console(highlight=False)
    for alert in found:
        if not all_ and (alert.inhibited_by or alert.superseded_by):
            continue
        if as_json:
            click.echo(alert.to_json())
            continue
        when = f"{alert.event_time:%Y-%m-%d}" if alert.event_time else "–"
        console.print(
            f"[{COLOURS[alert.severity]}]{alert.severity:8}[/] {when}  {safe(alert.title)}  \\[{alert.state}]",
            soft_wrap=True,
        )
        console.print(f"         {alert.id}  {alert.rule}  {safe('; '.join(alert.reasons))}", soft_wrap=True)
        for evidence in alert.evidence[:1]:
            console.print(f"         “{safe(evidence.text)}”", soft_wrap=True)
    if not found and not as_json:
        console.print("no alerts")


def _decision(name: str, about: str) -> None:
    @alerts.command(name, help=about)
    @click.argument("alert_id", metavar="ALERT")
    @author
    @click.option("--note", help="Why.")
    @click.pass_context
    def command(ctx: click.Context, /, alert_id: str, author: str, note: str | None) -> None:
        from processors.alerting.decisions import DecisionError, decide

        try:
            _send(ctx, decide(name, alert_id, author, note))  # type: ignore[arg-type]
        except DecisionError as error:
            raise click.ClickException(str(error)) from error


for _name, _about in (
    ("acknowledge", "Say that someone is on it."),
    ("resolve", "Say that it is over."),
    ("reopen", "Open it again."),
    ("note", "Add a note."),
):
    _decision(_name, _about)


@alerts.command()
@click.argument("matchers", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.option("--for", "for_", default="2h", show_default=True, help="How long: 30m, 2h, 3d.")
@click.option("--comment", required=True, help="Why it is quiet.")
@author
@click.pass_context
def silence(ctx: click.Context, matchers: tuple[str, ...], for_: str, comment: str, author: str) -> None:
    """Keep alerts quiet for a while: those that match all of rule=…, country=…, severity=…"""
    from processors.alerting.decisions import DecisionError
    from processors.alerting.decisions import silence as make

    try:
        _send(ctx, make(matchers, for_, author, comment))
    except DecisionError as error:
        raise click.ClickException(str(error)) from error


@alerts.command()
@click.argument("silence_id", metavar="SILENCE")
@author
@click.option("--note", help="Why.")
@click.pass_context
def expire(ctx: click.Context, silence_id: str, author: str, note: str | None) -> None:
    """End a silence before its time."""
    from processors.alerting.decisions import expire as make

    _send(ctx, make(silence_id, author, note))


def _send(ctx: click.Context, command: AlertCommand) -> None:
    settings = settings_of(ctx).settings
    try:
        client = producer(settings, "tocsin-decision")
        client.send(
            settings.topic(topics.ALERT_COMMANDS),
            key=command.key.encode(),
            value=command.to_json(),
            headers=headers.cloud_event("alert-command", command.id, "cli"),
        ).get(timeout=30)
        client.close()
    except Exception as error:
        raise click.ClickException(
            f"the decision did not reach Kafka at {settings.kafka_bootstrap}: {error}"
        ) from error
    click.echo(f"sent: {command.action} {command.silence_id or command.alert_id}")
    sys.stdout.flush()
