"""The pool of processes for language work: away from the event loop, gone when its parent goes.

Workers are spawned (no copy of the parent's threads and sockets), load their models once, and take and
give bytes. A job that kills or hangs its process is found by running the suspects one at a time.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import logging
import multiprocessing
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from processors import work
from tocsin import metrics

log = logging.getLogger("tocsin.pool")

TIMEOUT = 180.0
"""Seconds for one article; the longest text allowed needs about a tenth of that."""


def _start(parent: int, models: dict[str, str], overlay: str | None, wait: float) -> None:
    """Initialise a child: die with the parent, leave Ctrl-C to it, load the models."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    work.prepare(models, overlay, wait)


class Pool:
    """Runs jobs of :mod:`processors.work` in child processes.

    Args:
        processes: how many; 0 takes one per core.
        models: language → spaCy pipeline to use instead of our own.
        overlay: a user's lexicon folder.
        wait: seconds slept per article instead of language work's own time (scale-out tests), 0 for none.
    """

    def __init__(self, processes: int, models: dict[str, str], overlay: str | None, wait: float = 0.0) -> None:
        self.processes = processes or os.cpu_count() or 1
        self._arguments = (os.getpid(), models, overlay, wait)
        self._executor: ProcessPoolExecutor | None = None
        self._warming: list[Future[None]] = []
        self._turn = asyncio.Condition()
        self._running = 0
        self._suspects = 0

    def start(self) -> None:
        """Start the children and load their models now rather than with the first article."""
        executor = self._open()
        self._warming = [executor.submit(work.warm) for _ in range(self.processes)]

    def problem(self) -> str | None:
        """Why the pool is not ready yet; None when it is."""
        return None if all(future.done() for future in self._warming) else "language models are loading"

    def _open(self) -> ProcessPoolExecutor:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                self.processes,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_start,
                initargs=self._arguments,
            )
        return self._executor

    async def run(self, job: Any, items: Sequence[bytes]) -> list[work.Result]:
        """Run ``job`` on every item; results in the order of items. Never raises for an item.

        An item that kills its process, or runs into ``TIMEOUT``, is the only one to fail.
        """
        async with self._beside_others():
            results = await self._together(job, items)
        for index, result in enumerate(results):
            if result is None:  # its pool broke: find out whether it is the one
                results[index] = await self._suspect(job, items[index])
        return [result for result in results if result is not None]

    async def _suspect(self, job: Any, item: bytes) -> work.Result:
        """Run one item with nothing else in the pool; twice, for something else may have killed the process."""
        for _ in range(2):
            async with self._alone():
                result = (await self._together(job, [item]))[0]
            if result is not None:
                return result
        return work.Result(error="crash", reason="language work on this article kills or hangs its process")

    @contextlib.asynccontextmanager
    async def _beside_others(self) -> AsyncIterator[None]:
        async with self._turn:
            await self._turn.wait_for(lambda: not self._suspects)
            self._running += 1
        try:
            yield
        finally:
            async with self._turn:
                self._running -= 1
                self._turn.notify_all()

    @contextlib.asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """Without this a suspect of another stage could break the pool under an innocent one."""
        self._suspects += 1
        try:
            async with self._turn:
                await self._turn.wait_for(lambda: not self._running)
                self._running += 1
            try:
                yield
            finally:
                async with self._turn:
                    self._running -= 1
        finally:
            self._suspects -= 1
            async with self._turn:
                self._turn.notify_all()

    async def _together(self, job: Any, items: Sequence[bytes]) -> list[work.Result | None]:
        loop = asyncio.get_running_loop()
        executor = self._open()
        try:
            futures = [loop.run_in_executor(executor, job, item) for item in items]
        except (BrokenProcessPool, RuntimeError):
            self._replace(executor)
            return [None] * len(items)
        done = await asyncio.gather(
            *(asyncio.wait_for(future, TIMEOUT * (1 + len(items) / self.processes)) for future in futures),
            return_exceptions=True,
        )
        broken = any(isinstance(result, BaseException) for result in done)
        if broken:
            for result in done:
                if isinstance(result, asyncio.CancelledError):
                    raise result
            self._replace(executor)
        return [None if isinstance(result, BaseException) else result for result in done]

    def _replace(self, executor: ProcessPoolExecutor) -> None:
        if self._executor is executor:
            log.error("the process pool broke and is replaced")
            metrics.POOL_RESTARTS.inc()
            self._kill(executor)
            self._executor = None

    @staticmethod
    def _kill(executor: ProcessPoolExecutor) -> None:
        for process in list((getattr(executor, "_processes", None) or {}).values()):
            with contextlib.suppress(ProcessLookupError, ValueError):
                process.kill()
        executor.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """End the children."""
        if self._executor is not None:
            self._kill(self._executor)
            self._executor = None
