"""When a blow counts as recovered from; no server is needed."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

from tests.chaos.faults import Faults, Watch
from tests.chaos.offsets import WORKER, Snapshot
from tests.chaos.schedule import Blow
from tocsin import topics

RAW = (WORKER, topics.RAW, 0)


class Producer:
    def __init__(self) -> None:
        self.starts, self.finished, self.signals = 1, False, 0

    def strike(self, _number: int) -> None:
        self.signals += 1


def world(published: int) -> Any:
    stream = SimpleNamespace(poison=[], crashes=[], refused=[], oversized=[])
    latest = Snapshot(time.monotonic(), {}, {RAW: published})
    return SimpleNamespace(stream=stream, producer=Producer(), offsets=SimpleNamespace(latest=latest))


def now(house: Any, published: int) -> None:
    house.offsets.latest = Snapshot(time.monotonic(), {}, {RAW: published})


def struck(house: Any) -> Watch:
    return Faults(house).strike(Blow("producer-kill", 0.0, 1.0, 0.0))


def test_a_producer_is_back_when_it_publishes_again_and_not_by_what_was_under_way():
    house = world(10)
    watch = struck(house)
    assert house.producer.signals == 1
    now(house, 14)
    assert not watch.over(house)
    house.producer.starts = 2
    assert not watch.over(house)
    now(house, 15)
    assert watch.over(house)


def test_a_producer_that_has_said_everything_needs_no_recovery():
    house = world(10)
    house.producer.finished = True
    watch = struck(house)
    now(house, 10)
    assert watch.over(house)
