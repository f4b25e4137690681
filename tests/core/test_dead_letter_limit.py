"""The worker's limit on dead letters: a bad deployment stops it, with what it could not do still in the stream."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from kafka import TopicPartition
from kafka.structs import OffsetAndMetadata

from processors.agents import shell
from processors.agents.context import Input, Out
from processors.app import GROUP
from sinks.elasticsearch.dead import DeadLetters
from tocsin import topics
from tocsin.cli import cli
from tocsin.kafka import consumer, producer
from tocsin.limit import WINDOW, Limit, earlier, reckoned
from tocsin.local import LocalStack
from tocsin.settings import Settings, environment


class Ended(BaseException):
    """In place of the end of the process."""


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Out]:
    told: list[Out] = []

    async def publish(_ctx: Any, _stage: str, outs: Any) -> list[None]:
        told.extend(outs)
        return [None] * len(outs)

    def leave(status: int) -> None:
        raise Ended(status)

    monkeypatch.setattr(shell, "publish", publish)
    monkeypatch.setattr(shell, "earlier", lambda *_: [])
    monkeypatch.setattr(shell.os, "_exit", leave)
    return told


def messages(first: int, last: int) -> list[Input]:
    return [Input(topics.RAW, 0, n, b"k%d" % n, b"{}", {}) for n in range(first, last)]


async def nothing_works(_inputs: Any) -> list[Out]:
    raise ValueError("the new version cannot do anything")


def of_share(bad: float) -> Any:
    async def handler(inputs: Any) -> list[Out]:
        return [
            shell.dead_letter("clean", "record", "poison", item) if item.offset % 10 < 10 * bad
            else Out(topics.CLEAN, item.key, item.value, [])
            for item in inputs
        ]  # fmt: skip

    return handler


async def test_a_bad_deployment_ends_the_worker_at_the_limit(sent: list[Out]) -> None:
    ctx: Any = SimpleNamespace(settings=Settings(), limits={})
    with pytest.raises(Ended) as ended:
        for at in range(0, 1000, 32):
            await shell._do(ctx, "clean", nothing_works, messages(at, at + 32))
    assert ended.value.args == (3,)
    assert len(sent) < WINDOW, "the batch in hand is neither sent nor acknowledged"


async def test_poison_below_the_limit_goes_aside_for_ever(sent: list[Out]) -> None:
    ctx: Any = SimpleNamespace(settings=Settings(), limits={})
    for at in range(0, 1000, 50):
        await shell._do(ctx, "clean", of_share(0.4), messages(at, at + 50))
    assert sum(out.topic == topics.DEAD_LETTERS for out in sent) == 400
    strict: Any = SimpleNamespace(settings=Settings(dead_letter_ratio=0.3), limits={})
    with pytest.raises(Ended):
        for at in range(0, 1000, 50):
            await shell._do(strict, "clean", of_share(0.4), messages(at, at + 50))


async def test_each_stage_is_counted_by_itself(sent: list[Out]) -> None:
    ctx: Any = SimpleNamespace(settings=Settings(), limits={})
    for at in range(0, 400, 40):
        await shell._do(ctx, "clean", of_share(0), messages(at, at + 40))
    for at in range(0, 160, 40):
        await shell._do(ctx, "extract", nothing_works, messages(at, at + 40))
    with pytest.raises(Ended):
        await shell._do(ctx, "extract", nothing_works, messages(160, 200))


def before(*outcomes: bool) -> Any:
    return lambda: outcomes


def test_a_process_that_is_started_again_does_not_begin_from_zero() -> None:
    bad = before(*[True] * WINDOW)
    assert Limit(0.5, bad).exceeded(1, 1)
    assert Limit(0.5, bad).exceeded(0, 32) is None, "what is mended goes on"
    assert Limit(0.5, bad).exceeded(3, 32) is None, "and is allowed its poison"
    assert Limit(0.5, before(*[True] * 90, *[False] * 110)).exceeded(1, 1) is None
    assert Limit(0.5, before(*[True] * 20)).exceeded(20, 20) is None, "too few to say anything"


def test_a_broker_that_does_not_answer_is_asked_again_with_the_next_dead_letter() -> None:
    asked = []

    def ask() -> Sequence[bool]:
        asked.append(True)
        if len(asked) == 1:
            raise ConnectionError("away")
        return [True] * WINDOW

    limit = Limit(0.5, ask)
    assert [bool(limit.exceeded(1, 1)) for _ in range(3)] == [False, True, True]
    assert len(asked) == 2


def test_what_became_of_the_last_messages_follows_from_letters_and_offsets() -> None:
    one, other = ("t", 0), ("t", 1)
    assert reckoned([], {one: 30, other: 20}) == [False] * 50
    assert reckoned([], {one: 3000}) == [False] * WINDOW
    assert reckoned([(one, 6), (one, 8)], {one: 10}) == [False] * 6 + [True] * 2 + [False] * 2
    assert reckoned([(one, 10)], {one: 10}) == [False] * 10 + [True], "told, but not committed yet"
    assert reckoned([(one, 7), (one, 7)], {one: 8}) == [False] * 7 + [True], "told twice"
    assert sum(reckoned([(one, n) for n in range(100, 200)], {one: 1000})) == 0, "long ago"
    mixed = [(place, n) for n in range(500) for place in (one, other)]
    assert reckoned(mixed, {one: 500, other: 500}) == [True] * WINDOW


@pytest.mark.integration
def test_the_broker_knows_how_a_stage_fared_until_somebody_deals_with_it(stack: LocalStack, names: Any) -> None:
    settings = Settings(kafka_bootstrap=stack.kafka.address, topics_prefix=names.topics)
    topics.create(settings)
    raw, group = settings.topic(topics.RAW), names.topics + GROUP

    def put_aside(first: int, last: int, stage_topic: str = raw) -> None:
        letters = DeadLetters(settings, producer(settings, "test"))
        for n in range(first, last):
            place = SimpleNamespace(topic=stage_topic, partition=1, offset=n, key=b"k", value=b"x", headers=[])
            letters.send(place, "record", "a bad deployment")
        letters.close()
        reader = consumer(settings, "test", group)
        reader.assign([TopicPartition(raw, 1)])
        reader.commit({TopicPartition(raw, 1): OffsetAndMetadata(last, "", -1)})
        reader.close(autocommit=False)

    def dead() -> int:
        return sum(earlier(settings, "sink", group, [raw]))

    def tocsin(*words: str) -> str:
        return CliRunner().invoke(cli, ["dead-letters", *words], env=environment(settings)).output

    assert earlier(settings, "sink", group, [raw]) == []
    put_aside(0, 150)
    put_aside(0, 5, settings.topic(topics.CLEAN))  # of another topic, as another stage would
    assert dead() == 150
    assert not any(earlier(settings, "clean", group, [raw])), "another stage"
    assert "1 sent again" in tocsin("replay", "149")
    assert dead() == 149
    assert "accepted up to offset 155" in tocsin("accept")
    assert dead() == 0
    put_aside(150, 160)
    assert dead() == 10
    assert "deleted" in tocsin("purge", "--up-to", "165", "--yes")
    assert dead() == 0
