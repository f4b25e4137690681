"""A notifier whose Kafka is away, or does not let it in, waits, says why, and is unready meanwhile."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

import pytest

from sinks.notify import service
from tocsin.broker import Refused
from tocsin.health import Health
from tocsin.settings import Settings


def test_it_waits_until_the_door_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    health, stopping = Health(), threading.Event()
    health.started = True
    seen: list[list[str]] = []
    answers: list[Any] = [
        ConnectionError("no Kafka broker answers at a:9093: refused"),
        Refused("Kafka at a:9093 refuses the user 'tocsin' with this password (PLAIN)"),
        SimpleNamespace(close=lambda: None),
    ]

    def admin(_settings: Settings, timeout: float) -> Any:
        seen.append(health.problems())
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(service, "admin", admin)
    monkeypatch.setattr(stopping, "wait", lambda _seconds: None)
    assert service._await_kafka(Settings(), health, stopping)
    assert seen[1] == ["kafka: no Kafka broker answers at a:9093: refused"]
    assert "refuses the user 'tocsin'" in seen[2][0]
    assert health.problems() == []


def test_a_stop_ends_the_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    stopping = threading.Event()

    def admin(_settings: Settings, timeout: float) -> Any:
        stopping.set()
        raise ConnectionError("away")

    monkeypatch.setattr(service, "admin", admin)
    assert not service._await_kafka(Settings(), Health(), stopping)
