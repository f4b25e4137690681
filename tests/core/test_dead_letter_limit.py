"""The worker's limit on dead letters: a bad deployment stops it, with what it could not do still in the stream."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from processors.agents import shell
from tocsin import topics
from tocsin.settings import Settings


class Ended(BaseException):
    """In place of the end of the process."""


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[shell.Out]:
    told: list[shell.Out] = []

    async def publish(_ctx: Any, _stage: str, outs: Any) -> list[None]:
        told.extend(outs)
        return [None] * len(outs)

    def leave(status: int) -> None:
        raise Ended(status)

    monkeypatch.setattr(shell, "publish", publish)
    monkeypatch.setattr(shell.os, "_exit", leave)
    return told


def messages(first: int, last: int) -> list[shell.Input]:
    return [shell.Input(topics.RAW, 0, n, b"k%d" % n, b"{}", {}) for n in range(first, last)]


async def nothing_works(_inputs: Any) -> list[shell.Out]:
    raise ValueError("the new version cannot do anything")


def of_share(bad: float) -> Any:
    async def handler(inputs: Any) -> list[shell.Out]:
        return [
            shell.dead_letter("clean", "record", "poison", item) if item.offset % 10 < 10 * bad
            else shell.Out(topics.CLEAN, item.key, item.value, [])
            for item in inputs
        ]  # fmt: skip

    return handler


async def test_a_bad_deployment_ends_the_worker_at_the_limit(sent: list[shell.Out]) -> None:
    ctx: Any = SimpleNamespace(settings=Settings(), recent={})
    with pytest.raises(Ended) as ended:
        for at in range(0, 1000, 32):
            await shell._do(ctx, "clean", nothing_works, messages(at, at + 32))
    assert ended.value.args == (3,)
    assert len(sent) < shell.WINDOW, "the batch in hand is neither sent nor acknowledged"


async def test_poison_below_the_limit_goes_aside_for_ever(sent: list[shell.Out]) -> None:
    ctx: Any = SimpleNamespace(settings=Settings(), recent={})
    for at in range(0, 1000, 50):
        await shell._do(ctx, "clean", of_share(0.4), messages(at, at + 50))
    assert sum(out.topic == topics.DEAD_LETTERS for out in sent) == 400
    strict: Any = SimpleNamespace(settings=Settings(dead_letter_ratio=0.3), recent={})
    with pytest.raises(Ended):
        for at in range(0, 1000, 50):
            await shell._do(strict, "clean", of_share(0.4), messages(at, at + 50))


async def test_each_stage_is_counted_by_itself(sent: list[shell.Out]) -> None:
    ctx: Any = SimpleNamespace(settings=Settings(), recent={})
    for at in range(0, 400, 40):
        await shell._do(ctx, "clean", of_share(0), messages(at, at + 40))
    for at in range(0, 160, 40):
        await shell._do(ctx, "extract", nothing_works, messages(at, at + 40))
    with pytest.raises(Ended):
        await shell._do(ctx, "extract", nothing_works, messages(160, 200))
