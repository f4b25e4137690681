"""One run: the stream flows, the blows fall, all comes to rest, the judge looks."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from producers.publish import Publisher
from tests.chaos.corpus import Stream
from tests.chaos.faults import Faults, Watch
from tests.chaos.oracle import judge
from tests.chaos.schedule import FORMS, INJECTIONS, Blow, plan
from tests.chaos.world import World

READY = 300.0
STUCK = 300.0
"""Seconds without a single offset committed or a part becoming ready, after which something is stuck."""
CALM = 3
TICK = 0.1
Say = Callable[[str], None]


@dataclass
class Report:
    """How a run went."""

    seed: int
    wrong: list[str] = field(default_factory=list)
    recoveries: list[tuple[str, float]] = field(default_factory=list)
    seconds: float = 0.0
    published: int = 0


def run(seed: int, stream: Stream, folder: Path, form: str, rate: float | None = None, say: Say = print) -> Report:
    """Strike a stream with the blows of a seed; what is wrong at the end stands in the report."""
    report = Report(seed)
    began = time.monotonic()
    rate = rate or FORMS[form].rate
    with World(folder, stream, rate, seed, FORMS[form].workers) as world:
        _until(world, lambda: not world.unready(), READY, lambda: f"not ready: {world.unready()}")
        say(f"seed {seed}: ready after {time.monotonic() - began:.0f} s")
        runner = _Runner(world, report, say)
        try:
            runner.stream(plan(seed, form, len(stream.articles) / rate))
            runner.rest()
            with Publisher(world.direct, "closing") as publisher:
                publisher.publish(stream.closing)
            runner.rest()
        except TimeoutError as error:
            report.wrong.append(str(error))
        report.published = world.offsets.latest.published()
        report.wrong += judge(stream, world.direct, world.client)
    report.seconds = time.monotonic() - began
    return report


class _Runner:
    def __init__(self, world: World, report: Report, say: Say) -> None:
        self._world, self._report, self._say = world, report, say
        self._faults = Faults(world)
        self._watches: list[Watch] = []
        self._began = time.monotonic()

    def stream(self, blows: list[Blow]) -> None:
        """All blows, while the producer speaks (and longer, if it is done sooner)."""
        due = time.monotonic()
        for blow in blows:
            due = max(time.monotonic(), due) + blow.wait
            while time.monotonic() < due:
                self._tick()
            self._say(f"  {time.monotonic() - self._began:6.1f} s  {blow.kind} ({blow.seconds:.1f} s)")
            self._watches.append(self._faults.strike(blow))
        while self._faults.active:
            self._tick()
        _until(self._world, self._world.servers.kafka.answers, READY, lambda: "the broker does not come back")
        self._faults.rest()

    def rest(self) -> None:
        """Until nothing waits anywhere, everything is committed and everyone is ready.

        Raises:
            TimeoutError: something is stuck; says what.
        """
        calm, seen = 0, 0.0
        best, since = None, time.monotonic()
        while calm < CALM:
            self._tick()
            now = self._world.offsets.latest
            state = (tuple(sorted(now.committed.items())), len(self._watches), self._world.producer.finished)
            if state != best:
                best, since = state, time.monotonic()
            if time.monotonic() - since > STUCK:
                behind = {place: (at, now.ends[place]) for place, at in now.committed.items() if at < now.ends[place]}
                open_ = [watch.kind for watch in self._watches]
                raise TimeoutError(f"stuck: {behind}, not ready: {self._world.unready()}, not over: {open_}")
            if now.at <= seen:
                continue
            seen = now.at
            done = self._world.producer.finished and not self._watches and not self._faults.active
            calm = calm + 1 if done and now.lag() == 0 and not self._world.unready() else 0

    def _tick(self) -> None:
        time.sleep(TICK)
        self._world.check()
        self._faults.tick()
        for watch in [watch for watch in self._watches if watch.over(self._world)]:
            self._watches.remove(watch)
            if watch.kind in INJECTIONS:
                continue
            took = time.monotonic() - watch.since
            self._report.recoveries.append((watch.kind, took))
            self._say(f"  {time.monotonic() - self._began:6.1f} s  recovered from {watch.kind} after {took:.1f} s")


def _until(world: World, condition: Callable[[], bool], timeout: float, why: Callable[[], str]) -> None:
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(why())
        world.check_parts()
        time.sleep(0.3)
