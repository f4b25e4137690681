"""Traces: handed on untouched without OpenTelemetry, one span for each stage with it."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from processors.agents import shell
from processors.agents.context import Context, Out
from processors.agents.shell import run
from tocsin import headers, topics, tracing
from tocsin.health import Health
from tocsin.settings import Settings

TRACE_ID, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
CAME = f"00-{TRACE_ID}-{PARENT}-01".encode()


class Stream:
    """Batches of events, for the loop of the agents."""

    def __init__(self, *batches: list[Any]) -> None:
        self._batches = batches

    def noack(self) -> Stream:
        return self

    async def noack_take(self, _count: int, within: float) -> Any:
        for batch in self._batches:
            yield batch

    async def ack(self, _event: Any) -> None:
        pass


def event(offset: int, *said: tuple[str, bytes]) -> Any:
    return SimpleNamespace(
        message=SimpleNamespace(
            topic="t", partition=3, offset=offset, key=b"k", value=b"{}", headers=list(said), timestamp=0.0
        )
    )


async def handed_on(monkeypatch: pytest.MonkeyPatch, *batch: Any) -> list[dict[str, bytes]]:
    """Headers of what the loop makes of these messages."""
    told: list[Out] = []

    async def publish(_ctx: Any, _stage: str, outs: Any) -> list[None]:
        told.extend(outs)
        return [None] * len(outs)

    async def handler(inputs: Any) -> list[Out]:
        return [
            Out(topics.CLEAN, one.key, one.value, headers.cloud_event("x", "1", "clean", one.headers)) for one in inputs
        ]

    monkeypatch.setattr(shell, "publish", publish)
    nothing: Any = SimpleNamespace()
    await run(Context(nothing, Settings(), nothing, Health()), "clean", Stream(list(batch)), handler, 10)
    return [dict(out.headers) for out in told]


async def test_without_opentelemetry_the_context_goes_through_as_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [("traceparent", CAME), ("tracestate", b"a=b")]
    with_trace, without = await handed_on(monkeypatch, event(1, *said), event(2))
    assert (with_trace["traceparent"], with_trace["tracestate"]) == (CAME, b"a=b")
    assert "traceparent" not in without


def test_nothing_is_imported_unless_an_endpoint_is_named(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name in tracing.ENDPOINTS:
        monkeypatch.delenv(name, raising=False)
    for module in ("opentelemetry.sdk.trace", "opentelemetry.exporter.otlp.proto.http.trace_exporter"):
        monkeypatch.setitem(sys.modules, module, None)  # importing it fails
    tracing.start("tocsin-worker")
    assert not caplog.records
    monkeypatch.setenv(tracing.ENDPOINTS[0], "http://127.0.0.1:4318")
    tracing.start("tocsin-worker")
    assert "pip install 'tocsin[otel]'" in caplog.text


async def test_with_opentelemetry_each_message_is_a_span_and_what_is_made_of_it_its_child(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sdk = pytest.importorskip("opentelemetry.sdk.trace")
    export = pytest.importorskip("opentelemetry.sdk.trace.export")
    memory = pytest.importorskip("opentelemetry.sdk.trace.export.in_memory_span_exporter").InMemorySpanExporter()
    provider = sdk.TracerProvider()
    provider.add_span_processor(export.SimpleSpanProcessor(memory))
    tracing.use(provider)
    try:
        first, second = await handed_on(
            monkeypatch, event(1, ("traceparent", CAME), ("tracestate", b"a=b")), event(2, ("traceparent", b"\xff"))
        )
    finally:
        tracing.use(None)
    spans = {span.attributes["messaging.kafka.offset"]: span for span in memory.get_finished_spans()}
    assert spans.keys() == {1, 2}
    assert spans[1].name == "clean t"
    assert spans[1].attributes["messaging.destination.partition.id"] == "3"
    assert format(spans[1].context.trace_id, "032x") == TRACE_ID
    assert format(spans[1].parent.span_id, "016x") == PARENT
    assert first["traceparent"] == f"00-{TRACE_ID}-{spans[1].context.span_id:016x}-01".encode()
    assert first["tracestate"] == b"a=b"
    assert spans[2].parent is None, "nonsense begins a trace of its own"
    assert second["traceparent"].split(b"-")[2] == format(spans[2].context.span_id, "016x").encode()
