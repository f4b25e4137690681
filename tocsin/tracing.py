"""Spans for OpenTelemetry, where its SDK is installed (``pip install 'tocsin[otel]'``) and told where to send them.

OpenTelemetry's own variables switch it on and say all (``OTEL_EXPORTER_OTLP_ENDPOINT``, ``OTEL_TRACES_SAMPLER``, …);
without an endpoint nothing of it is imported, and the trace context of a message is handed on as it came.

A message is one span in each stage, as long as its batch took. Its parent is the context that the message carries, and
what is made of the message carries the span's, so one trace shows an article's way from its producer to the index.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tocsin import __version__
from tocsin.headers import TRACE

log = logging.getLogger(__name__)

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
Carried = dict[str, bytes]
Place = tuple[str, int, int]
"""Topic, partition and offset of a message."""

_tracer: Any = None


def start(service: str) -> None:
    """Once in a process that has stages: export spans if the environment names an endpoint."""
    if not any(os.environ.get(name) for name in ENDPOINTS):
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        log.warning("no traces are exported: OpenTelemetry is not installed (pip install 'tocsin[otel]')")
        return
    provider = TracerProvider(resource=Resource.create({"service.name": service, "service.version": __version__}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    use(provider)


def use(provider: Any) -> None:
    """Take spans from this provider (None: none)."""
    global _tracer
    _tracer = provider.get_tracer("tocsin", __version__) if provider is not None else None


@contextmanager
def spans(stage: str, messages: Iterable[tuple[Place, Mapping[str, bytes]]]) -> Iterator[list[Carried] | None]:
    """Around the work of a stage on messages (place and headers): the headers they carry on, or None: as they came."""
    if _tracer is None:
        yield None
        return
    begun = [(_begin(stage, place, headers), headers) for place, headers in messages]
    try:
        yield [_carried(span, headers) for span, headers in begun]
    except BaseException as error:
        for span, _ in begun:
            span.record_exception(error)
        raise
    finally:
        for span, _ in begun:
            span.end()


def _begin(stage: str, place: Place, headers: Mapping[str, bytes]) -> Any:
    from opentelemetry.context import Context
    from opentelemetry.propagate import extract
    from opentelemetry.trace import SpanKind

    topic, partition, offset = place
    came = {name: headers[name].decode("ascii", "replace") for name in TRACE if name in headers}
    said = {
        "messaging.system": "kafka",
        "messaging.destination.name": topic,
        "messaging.destination.partition.id": str(partition),
        "messaging.kafka.offset": offset,
        "tocsin.stage": stage,
    }
    context = extract(came, Context())
    return _tracer.start_span(f"{stage} {topic}", context=context, kind=SpanKind.CONSUMER, attributes=said)


def _carried(span: Any, headers: Mapping[str, bytes]) -> Carried:
    from opentelemetry.propagate import inject
    from opentelemetry.trace import set_span_in_context

    goes: dict[str, str] = {}
    inject(goes, set_span_in_context(span))
    rest = {name: value for name, value in headers.items() if name not in TRACE}
    return {**rest, **{name: value.encode() for name, value in goes.items() if name in TRACE}}
