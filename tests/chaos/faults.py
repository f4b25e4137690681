"""The blows: how each is struck, how it ends, and when the house has recovered from it."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

import psutil
from elastic_transport import TransportError
from elasticsearch import ApiError

from tests.chaos.offsets import SINK, WORKER, Place
from tests.chaos.schedule import Blow
from tests.chaos.world import World
from tocsin import topics

Undo = Callable[[], None]
REST = Blow("rest", 0.0, 0.0, 0.0)
SIGNALS = {"kill": signal.SIGKILL, "term": signal.SIGTERM}


@dataclass
class Watch:
    """Waits until work that stood still after a blow goes on."""

    kind: str
    since: float
    groups: tuple[str, ...]
    alive: Callable[[], bool]
    waiting: dict[Place, int] | None = None

    def over(self, world: World) -> bool:
        """Whether the victim is back and every partition that had work waiting has moved on."""
        if not self.alive():
            return False
        now = world.offsets.latest
        if now.at < self.since:
            return False
        if self.waiting is None:
            self.waiting = {place: at for group in self.groups for place, at in now.behind(group).items()}
        self.waiting = {place: at for place, at in self.waiting.items() if now.committed.get(place, 0) <= at}
        return not self.waiting


class Faults:
    """Strikes. ``active`` are the ends of blows that last, with their time."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.active: list[tuple[float, Undo]] = []
        stream = world.stream
        self._letters, self._crashes = list(stream.poison), list(stream.crashes)
        self._unwritable, self._large = stream.refused, stream.oversized

    def strike(self, blow: Blow) -> Watch:
        """Do it; what tells when it is over."""
        target, _, what = blow.kind.partition("-")
        if what in SIGNALS and target != "pool":
            return getattr(self, f"_{target}_ends")(blow, SIGNALS[what])
        if target in ("kafka", "elastic"):
            return self._proxied(blow, target, what)
        return getattr(self, f"_{blow.kind.replace('-', '_')}")(blow)

    def tick(self) -> None:
        """End what is due."""
        now = time.monotonic()
        for due, undo in [one for one in self.active if one[0] <= now]:
            self.active.remove((due, undo))
            undo()

    def _later(self, seconds: float, undo: Undo) -> float:
        due = time.monotonic() + seconds
        self.active.append((due, undo))
        return due

    def _victim(self, blow: Blow) -> str:
        names = self.world.workers()
        return names[int(blow.choice * len(names))]

    def _part_ends(self, blow: Blow, name: str, number: int, group: str) -> Watch:
        supervisor = self.world.supervisor
        victim = supervisor.parts[name]
        starts = victim.starts
        supervisor.kill(name, number)

        def back() -> bool:
            if supervisor.parts.get(name) is not victim:  # it has left since
                return True
            return victim.starts > starts and supervisor.health(name) is None

        return Watch(blow.kind, time.monotonic(), (group,), back)

    def _worker_ends(self, blow: Blow, number: int) -> Watch:
        return self._part_ends(blow, self._victim(blow), number, WORKER)

    def _sink_ends(self, blow: Blow, number: int) -> Watch:
        return self._part_ends(blow, "sink", number, SINK)

    def _pool_kill(self, blow: Blow) -> Watch:
        """The kernel ends a child of the pool, as it does when memory is short."""
        pid = self.world.supervisor.parts[self._victim(blow)].pid
        with contextlib.suppress(psutil.Error):
            children = psutil.Process(pid).children(recursive=True) if pid else []
            for child in children:
                if "spawn_main" in " ".join(child.cmdline()):
                    child.kill()
        return Watch(blow.kind, time.monotonic(), (WORKER,), lambda: True)

    def _producer_ends(self, blow: Blow, number: int) -> Watch:
        producer, offsets = self.world.producer, self.world.offsets
        starts = producer.starts
        resumed: int | None = None

        def back() -> bool:
            nonlocal resumed
            if producer.finished:
                return True
            if producer.starts == starts:
                return False
            if resumed is None:  # what was under way when it was struck is no sign of life
                resumed = offsets.latest.published()
            return offsets.latest.published() > resumed

        producer.strike(number)
        return Watch(blow.kind, time.monotonic(), (), back)

    def _kafka_ends(self, blow: Blow, number: int) -> Watch:
        return self._server_ends(blow, self.world.servers.kafka, number, (WORKER, SINK))

    def _elastic_ends(self, blow: Blow, number: int) -> Watch:
        return self._server_ends(blow, self.world.servers.elasticsearch, number, (SINK,))

    def _server_ends(self, blow: Blow, server: object, number: int, groups: tuple[str, ...]) -> Watch:
        def again() -> None:
            if number == signal.SIGTERM:
                server.stop()  # type: ignore[attr-defined]  # it has had its signal: this waits
            server.start()  # type: ignore[attr-defined]

        if number == signal.SIGKILL:
            server.kill()  # type: ignore[attr-defined]
        else:
            process = server.process()  # type: ignore[attr-defined]
            if process is not None:
                process.send_signal(number)
        due = self._later(blow.seconds, again)
        return Watch(
            blow.kind, time.monotonic(), groups, lambda: time.monotonic() > due and bool(server.answers())  # type: ignore[attr-defined]
        )  # fmt: skip

    def _proxied(self, blow: Blow, target: str, what: str) -> Watch:
        world = self.world
        proxy = world.kafka_proxy if target == "kafka" else world.elastic_proxy
        undo: Undo = proxy.accept
        if what == "cut":
            proxy.cut()
        elif what == "refuse":
            proxy.refuse()
        elif what == "silent":
            proxy.silent = True
        elif what == "slow":
            proxy.delay = 0.3
        elif what == "lost":
            world.elastic_proxy.lost = 0.5
        elif what == "full":
            with contextlib.suppress(ApiError, TransportError):  # it may be away already
                self._block(True)
            undo = self._unblock
        else:
            world.elastic_proxy.status = int(what)
        due = self._later(0.0 if what == "cut" else blow.seconds, undo)
        groups = (WORKER, SINK) if target == "kafka" else (SINK,)
        return Watch(blow.kind, time.monotonic(), groups, lambda: time.monotonic() > due)

    def _block(self, full: bool) -> None:
        """What Elasticsearch does to its indices when the disk is full."""
        body = {"index.blocks.read_only_allow_delete": True if full else None}
        self.world.client.indices.put_settings(index="chaos-*", settings=body, ignore_unavailable=True)

    def _unblock(self) -> None:
        try:
            self._block(False)
        except (ApiError, TransportError):  # it is away now; once more when it is back
            self._later(1.0, self._unblock)

    def _worker_freeze(self, blow: Blow) -> Watch:
        return self._frozen(blow, self._victim(blow), WORKER)

    def _sink_freeze(self, blow: Blow) -> Watch:
        return self._frozen(blow, "sink", SINK)

    def _frozen(self, blow: Blow, name: str, group: str) -> Watch:
        pid = self.world.supervisor.parts[name].pid
        if pid is not None:
            os.kill(pid, signal.SIGSTOP)

        def thaw() -> None:
            part = self.world.supervisor.parts.get(name)
            if pid is not None and part is not None and part.pid == pid:
                os.kill(pid, signal.SIGCONT)

        due = self._later(blow.seconds, thaw)
        return Watch(blow.kind, time.monotonic(), (group,), lambda: time.monotonic() > due)

    def _worker_join(self, blow: Blow) -> Watch:
        supervisor = self.world.supervisor
        numbers = {int(name.partition("-")[2]) for name in self.world.workers()}
        part = self.world.worker(next(n for n in range(1, 9) if n not in numbers))
        if len(numbers) < 4:  # no more than partitions
            supervisor.add(part)
        name = part.name
        return Watch(
            blow.kind, time.monotonic(), (WORKER,),
            lambda: name not in supervisor.parts or supervisor.health(name) is None,
        )  # fmt: skip

    def _worker_leave(self, blow: Blow) -> Watch:
        if len(self.world.workers()) > 1:
            self.world.leave(self._victim(blow))
        return Watch(blow.kind, time.monotonic(), (WORKER,), lambda: True)

    def _poison(self, blow: Blow) -> Watch:
        """Half of what is left of the messages that are no articles."""
        half = (len(self._letters) + 1) // 2
        now, self._letters = self._letters[:half], self._letters[half:]
        keys = range(len(self._letters), len(self._letters) + half)
        return self._send(
            blow, topics.RAW, [(f"poison-{key}".encode(), value) for key, value in zip(keys, now, strict=False)]
        )

    def _crash(self, blow: Blow) -> Watch:
        now, self._crashes = self._crashes[:2], self._crashes[2:]
        return self._send(blow, topics.RAW, [(article.id.encode(), article.to_json()) for article in now])

    def _refused(self, blow: Blow) -> Watch:
        return self._send(blow, topics.ANALYSES, [(a.article_id.encode(), a.to_json()) for a in self._unwritable])

    def _oversized(self, blow: Blow) -> Watch:
        return self._send(blow, topics.ANALYSES, [(a.article_id.encode(), a.to_json()) for a in self._large])

    def _send(self, blow: Blow, topic: str, messages: list[tuple[bytes, bytes]]) -> Watch:
        self.world.send(topic, messages)
        groups = (WORKER,) if topic == topics.RAW else (SINK,)
        return Watch(blow.kind, time.monotonic(), groups, lambda: True)

    def rest(self) -> None:
        """Send what no blow has sent."""
        while self._letters:
            self._poison(REST)
        while self._crashes:
            self._crash(REST)
        self.world.flush()
