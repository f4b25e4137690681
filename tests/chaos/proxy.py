"""Fault proxies on the loopback address: slow, cut, silent and refused connections; HTTP answers that say no.

Each runs in an event loop of its own thread; its methods may be called from any thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import threading
from collections.abc import Callable
from typing import Self

CHUNK = 65_536


class Proxy:
    """Bytes through to ``target`` and back, as well as the faults let them.

    Attributes:
        delay: seconds that every piece waits.
        silent: nothing goes through, nothing is closed.
    """

    def __init__(self, port: int, target: int) -> None:
        self.port, self.target = port, target
        self.delay = 0.0
        self.silent = False
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name=f"proxy-{port}", daemon=True)

    def start(self) -> Self:
        """Listen."""
        self._thread.start()
        self._call(self._listen())
        return self

    def stop(self) -> None:
        """Close everything."""
        self._call(self._refuse())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def refuse(self) -> None:
        """Cut all connections and refuse new ones."""
        self._call(self._refuse())

    def accept(self) -> None:
        """Listen again, without faults."""
        self.delay, self.silent = 0.0, False
        self._call(self._listen())

    def cut(self) -> None:
        """Reset every connection; new ones are welcome."""
        self._call(self._cut())

    def _call(self, work: object) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)  # type: ignore[arg-type]

    async def _listen(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._connection, "127.0.0.1", self.port, limit=CHUNK)

    async def _refuse(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        await self._cut()

    async def _cut(self) -> None:
        for writer in list(self._open):
            writer.transport.abort()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            back_reader, back_writer = await asyncio.open_connection("127.0.0.1", self.target, limit=CHUNK)
        except OSError:
            writer.transport.abort()
            return
        pair = {writer, back_writer}
        self._open |= pair
        try:
            await self._between(reader, writer, back_reader, back_writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            self._open -= pair
            for one in pair:
                one.transport.abort()

    async def _between(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        back_reader: asyncio.StreamReader,
        back_writer: asyncio.StreamWriter,
    ) -> None:
        ways = [
            asyncio.ensure_future(self._pipe(reader, back_writer)),
            asyncio.ensure_future(self._pipe(back_reader, writer)),
        ]
        done, left = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in left:
            way.cancel()
        for way in done:
            with contextlib.suppress(OSError):
                way.result()

    async def _pipe(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(CHUNK):
            await self._hold()
            writer.write(data)
            await writer.drain()

    async def _hold(self) -> None:
        if self.delay:
            await asyncio.sleep(self.delay)
        while self.silent:
            await asyncio.sleep(0.1)


class HttpProxy(Proxy):
    """A proxy that understands requests.

    Attributes:
        status: answer every request with this, without asking the server.
        lost: share of the items of a bulk answer that are said to have been refused (429) though they were written.
    """

    def __init__(self, port: int, target: int, seed: int = 0) -> None:
        super().__init__(port, target)
        self.status: int | None = None
        self.lost = 0.0
        self._random = random.Random(seed)

    def accept(self) -> None:
        """No faults any more."""
        self.status, self.lost = None, 0.0
        super().accept()

    async def _between(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        back_reader: asyncio.StreamReader,
        back_writer: asyncio.StreamWriter,
    ) -> None:
        while True:
            head, body = await message(reader, lambda _head: True)
            await self._hold()
            if self.status is not None:
                writer.write(_answer(self.status))
                await writer.drain()
                continue
            with contextlib.suppress(OSError):  # the server may answer (413) and close before it has read all
                back_writer.write(head + body)
                await back_writer.drain()
            none = head.startswith(b"HEAD ")
            said, answer = await message(back_reader, lambda head, none=none: not none and b" 204 " not in head[:16])
            if self.lost and b"/_bulk" in head.partition(b"\r\n")[0]:
                said, answer = self._deny(said, answer)
            writer.write(said + answer)
            await writer.drain()

    def _deny(self, head: bytes, body: bytes) -> tuple[bytes, bytes]:
        try:
            value = json.loads(body)
            items = value["items"]
        except (ValueError, KeyError, TypeError):
            return head, body
        for item in items:
            for result in item.values():
                if self._random.random() < self.lost:
                    result.update(status=429, error={"type": "es_rejected_execution_exception", "reason": "full"})
        value["errors"] = True
        body = json.dumps(value).encode()
        lines = [line for line in head.split(b"\r\n") if line and not line.lower().startswith(b"content-length")]
        return b"\r\n".join([*lines, b"content-length: %d" % len(body)]) + b"\r\n\r\n", body


async def message(reader: asyncio.StreamReader, has_body: Callable[[bytes], bool]) -> tuple[bytes, bytes]:
    """Head and body of a request or answer; a body in chunks comes out whole, with its length in the head."""
    head = await reader.readuntil(b"\r\n\r\n")
    fields = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(b":") for line in head.split(b"\r\n")[1:])
    }
    if not has_body(head):
        return head, b""
    if fields.get(b"transfer-encoding", b"").lower() != b"chunked":
        return head, await reader.readexactly(int(fields.get(b"content-length", b"0")))
    parts = []
    while size := int((await reader.readuntil(b"\r\n")).partition(b";")[0], 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readuntil(b"\r\n")
    body = b"".join(parts)
    kept = [line for line in head.split(b"\r\n") if line and not line.lower().startswith(b"transfer-encoding")]
    return b"\r\n".join([*kept, b"content-length: %d" % len(body)]) + b"\r\n\r\n", body


def _answer(status: int) -> bytes:
    body = json.dumps({"error": {"type": "chaos", "reason": "told to"}, "status": status}).encode()
    lines = [b"HTTP/1.1 %d Chaos" % status, b"content-type: application/json", b"X-elastic-product: Elasticsearch"]
    return b"\r\n".join([*lines, b"content-length: %d" % len(body)]) + b"\r\n\r\n" + body
