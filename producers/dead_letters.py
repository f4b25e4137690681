"""``tocsin dead-letters``: what could not be done, why, and once more after a fix."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import click

from tocsin import headers, topics
from tocsin.cli import settings_of
from tocsin.kafka import admin, consumer, producer
from tocsin.limit import REPLAYED
from tocsin.limit import accept as accept_all
from tocsin.settings import Settings


@dataclass(frozen=True)
class DeadLetter:
    """One message that was put aside; ``offset`` names it."""

    offset: int
    key: bytes
    value: bytes
    headers: dict[str, bytes]
    replayed: bool

    def said(self, name: str) -> str:
        """A header as text."""
        return self.headers.get(name, b"").decode("utf-8", "replace")

    def summary(self) -> dict[str, Any]:
        """JSON-ready description without the bytes."""
        names = ("at", "stage", "error", "reason", "source-topic", "source-partition", "source-offset", "attempts")
        return {
            "offset": self.offset,
            "key": self.key.decode("utf-8", "replace"),
            **{name.replace("-", "_"): self.said(name) for name in names},
            "bytes": len(self.value),
            "replayed": self.replayed,
        }


def read_all(settings: Settings) -> list[DeadLetter]:
    """All dead letters still kept, oldest first; markers folded in."""
    records = list(_records(settings))
    replayed = {int(h[REPLAYED]) for _, _, _, h in records if REPLAYED in h}
    return [
        DeadLetter(offset, key, value, h, offset in replayed) for offset, key, value, h in records if REPLAYED not in h
    ]


def _records(settings: Settings) -> Iterator[tuple[int, bytes, bytes, dict[str, bytes]]]:
    from kafka import TopicPartition

    client = consumer(settings, "tocsin-dead-letters", None)
    try:
        partition = TopicPartition(settings.topic(topics.DEAD_LETTERS), 0)
        client.assign([partition])
        end = client.end_offsets([partition])[partition]
        client.seek_to_beginning(partition)
        while client.position(partition) < end:
            for record in client.poll(timeout_ms=1000).get(partition, []):
                yield record.offset, record.key or b"", record.value or b"", headers.as_mapping(record.headers)
    finally:
        client.close()


def replay_all(settings: Settings, letters: list[DeadLetter]) -> int:
    """Send the original bytes to their topics again, then mark them. Doing it twice changes nothing:

    every record has a stable id, so what was already done is recognised.
    """
    client = producer(settings, "tocsin-dead-letters")
    try:
        futures = []
        for letter in letters:
            passed = [
                (name, letter.headers[name])
                for name in (*headers.TRACE, headers.PUBLISHED, "attempts")
                if name in letter.headers
            ]
            target = letter.said("source-topic") or settings.topic(topics.RAW)
            futures.append(client.send(target, key=letter.key, value=letter.value, headers=passed))
        for future in futures:
            future.get(timeout=60)
        for letter in letters:
            marker = [(REPLAYED, str(letter.offset).encode())]
            client.send(settings.topic(topics.DEAD_LETTERS), key=letter.key, value=b"", headers=marker)
        client.flush()
    finally:
        client.close()
    return len(letters)


def _kept(settings: Settings, partition: Any) -> tuple[int, int]:
    """First offset that is kept, and the one after the last (markers of what was sent again have offsets too)."""
    client = consumer(settings, "tocsin-dead-letters", None)
    try:
        return int(client.beginning_offsets([partition])[partition]), int(client.end_offsets([partition])[partition])
    finally:
        client.close()


class _Reached(click.Group):
    """Says in one line that the broker does not answer."""

    def invoke(self, ctx: click.Context) -> Any:
        from kafka.errors import KafkaError

        try:
            return super().invoke(ctx)
        except ConnectionError as error:
            raise click.ClickException(str(error)) from error
        except KafkaError as error:
            at = settings_of(ctx).settings.kafka_bootstrap
            raise click.ClickException(f"Kafka at {at} does not answer: {type(error).__name__}") from error


@click.group("dead-letters", cls=_Reached)
def dead_letters() -> None:
    """What could not be done: the original bytes, and why. Nothing is ever thrown away unasked."""


@dead_letters.command("list")
@click.option("--all", "all_", is_flag=True, help="Also those that were sent again.")
@click.option("--stage", help="Only of this stage.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_context
def list_(ctx: click.Context, all_: bool, stage: str | None, as_json: bool) -> None:
    """List dead letters, oldest first."""
    for letter in read_all(settings_of(ctx).settings):
        if (letter.replayed and not all_) or (stage and letter.said("stage") != stage):
            continue
        row = letter.summary()
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            again = "  (sent again)" if letter.replayed else ""
            click.echo(f"{row['offset']:>6}  {row['at']}  {row['stage']:8} {row['key']}  {row['reason'][:120]}{again}")


@dead_letters.command()
@click.argument("offset", type=int)
@click.option("--raw", is_flag=True, help="Only the original bytes, as they are.")
@click.pass_context
def show(ctx: click.Context, offset: int, raw: bool) -> None:
    """Show one dead letter: why, where it stood, its bytes."""
    letter = next((one for one in read_all(settings_of(ctx).settings) if one.offset == offset), None)
    if letter is None:
        raise click.ClickException(f"there is no dead letter {offset}; see 'tocsin dead-letters list'")
    if raw:
        click.get_binary_stream("stdout").write(letter.value)
        return
    for name, value in letter.summary().items():
        click.echo(f"{name:16} {value}")
    click.echo(letter.value[:4000].decode("utf-8", "backslashreplace"))


@dead_letters.command()
@click.argument("offsets", type=int, nargs=-1)
@click.option("--all", "all_", is_flag=True, help="All that were not sent again yet.")
@click.option("--again", is_flag=True, help="Also those that were.")
@click.pass_context
def replay(ctx: click.Context, offsets: tuple[int, ...], all_: bool, again: bool) -> None:
    """Send dead letters to their topics once more, after a fix. Harmless when repeated."""
    if not offsets and not all_:
        raise click.UsageError("name offsets, or give --all")
    settings = settings_of(ctx).settings
    letters = read_all(settings)
    unknown = sorted(set(offsets) - {letter.offset for letter in letters})
    if unknown:
        raise click.ClickException(f"there is no dead letter {unknown[0]}; see 'tocsin dead-letters list'")
    chosen = [letter for letter in letters if (all_ or letter.offset in offsets) and (again or not letter.replayed)]
    click.echo(f"{replay_all(settings, chosen)} sent again")


@dead_letters.command()
@click.option("--up-to", type=int, required=True, help="Delete this offset and all before it.")
@click.confirmation_option(prompt="Deleted dead letters are gone for good. Go on?")
@click.pass_context
def purge(ctx: click.Context, up_to: int) -> None:
    """Delete old dead letters for good."""
    from kafka import TopicPartition

    settings = settings_of(ctx).settings
    partition = TopicPartition(settings.topic(topics.DEAD_LETTERS), 0)
    first, end = _kept(settings, partition)
    if not first <= up_to < end:
        kept = f"offsets {first} to {end - 1} are kept" if first < end else "none are kept"
        raise click.ClickException(f"there is nothing at {up_to}: {kept}")
    client = admin(settings, 10)
    try:
        client.delete_records({partition: up_to + 1})
    finally:
        client.close()
    click.echo(f"deleted up to offset {up_to}")


@dead_letters.command()
@click.pass_context
def accept(ctx: click.Context) -> None:
    """Let the dead letters be: they stay, but no longer stop worker and sink (dead_letter_ratio)."""
    end = accept_all(settings_of(ctx).settings)
    click.echo(f"accepted up to offset {end - 1}" if end else "there are no dead letters")
