"""The ``tocsin`` command. Each command lives with what it starts; it is imported only when it is used."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from tocsin import __version__
from tocsin.settings import Loaded, SettingsError, load
from tocsin.supervisor import die_with_parent

COMMANDS: dict[str, tuple[str, str]] = {
    # command: (module:object, one line for the overview)
    "demo": ("tocsin.commands.demo:demo", "start everything, replay the seed articles, show what comes out"),
    "up": ("tocsin.commands.demo:up", "the same, and stay, taking articles until stopped"),
    "analyze": ("processors.commands:analyze", "read articles from a file or stdin, print analyses; no server"),
    "replay": ("producers.commands:replay", "publish a folder or a JSON Lines file as a news stream"),
    "worker": ("processors.commands:worker", "run the Faust agents: clean, dedupe, extract, link, alert"),
    "sink": ("sinks.commands:sink", "write what comes out into Elasticsearch"),
    "notify": ("sinks.commands:notify", "deliver alerts to the receivers of the notify file"),
    "search": ("sinks.commands:search", "find articles, in any language and spelling"),
    "stories": ("sinks.commands:stories", "list stories with their reconciled figures"),
    "alerts": ("tocsin.commands.alerts:alerts", "list alerts; acknowledge, resolve, silence"),
    "explain": ("sinks.commands:explain", "the chain from alert to story to claim to sentence"),
    "rules": ("processors.commands:rules", "lint, list, test and export alert rules"),
    "eval": ("processors.evaluation.commands:evaluate_command", "score analyses against annotated articles"),
    "export": ("processors.commands:export", "stories as jsonl, csv, ACLED, UCDP, PLOVER or GeoJSON"),
    "dead-letters": ("producers.dead_letters:dead_letters", "list, show, replay and purge what could not be done"),
    "topics": ("tocsin.commands.topics:topics", "create and list the Kafka topics"),
    "setup": ("sinks.commands:setup", "create topics and index templates, import Kibana objects"),
    "local": ("tocsin.local.commands:local", "a real Kafka and Elasticsearch on this machine: up, down, status, logs"),
    "settings": ("tocsin.commands.settings:settings", "all settings, their values and where they come from"),
    "schemas": ("tocsin.commands.schemas:schemas", "write JSON Schemas and the AsyncAPI document"),
    "doctor": ("tocsin.commands.doctor:doctor", "check Java, memory, disk, ports, versions, and say what to do"),
}


class _Lazy(click.Group):
    """A group whose commands are imported when they are asked for: ``--help`` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--config", metavar="FILE", help="Settings file (TOML); default tocsin.toml or $TOCSIN_CONFIG.")
@click.option("--set", "sets", metavar="NAME=VALUE", multiple=True, help="Give a setting; may be repeated.")
@click.version_option(__version__, prog_name="tocsin")
@click.pass_context
def cli(ctx: click.Context, config: str | None, sets: tuple[str, ...]) -> None:
    """Tocsin reads the news stream for escalation: troops moved, people died.

    Try first, with nothing but Python:

    \b
      tocsin demo                                 the whole system on the five seed articles
      tocsin analyze seeds/                       the same understanding, no servers
      echo '{"body": "…"}' | tocsin analyze -     one article of your own

    Settings come from tocsin.toml, TOCSIN_… variables and flags, the later winning; see 'tocsin settings'.
    """
    flags: dict[str, Any] = {}
    for item in sets:
        name, found, value = item.partition("=")
        if not found:
            raise click.UsageError(f"--set takes NAME=VALUE, not {item!r}")
        flags[name.strip().replace(".", "_").replace("-", "_")] = value
    ctx.obj = _Deferred(flags, config)


class _Deferred:
    """Settings are read when a command first asks, so that ``--help`` works with a broken file."""

    def __init__(self, flags: dict[str, Any], config: str | None) -> None:
        self._flags, self._config = flags, config

    def load(self, more: dict[str, Any] | None = None) -> Loaded:
        """All settings; ``more`` are flags of the command itself.

        Raises:
            click.ClickException: a setting cannot be used.
        """
        try:
            return load({**self._flags, **(more or {})}, config=self._config)
        except SettingsError as error:
            raise click.ClickException(str(error)) from error


def settings_of(ctx: click.Context, **flags: Any) -> Loaded:
    """The settings of a running command, with the command's own flags on top."""
    deferred = ctx.find_object(_Deferred) or _Deferred({}, None)
    return deferred.load(flags)


def main() -> None:
    """Entry point of the ``tocsin`` script."""
    die_with_parent()
    try:
        cli(prog_name="tocsin")
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


if __name__ == "__main__":
    main()
