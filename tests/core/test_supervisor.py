"""What a supervisor hears from a part that is ended while it answers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tocsin.supervisor import Part, Supervisor

CUT = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 65\r\n\r\n"
"""The head of an answer whose body never came."""


@pytest.fixture(params=[CUT, b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 5\r\n\r\nkafka", b"HT", b""])
def said(request: pytest.FixtureRequest) -> Iterator[tuple[int, bytes]]:
    """A port at which a process says so much and is gone."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with closing(connection):
                connection.recv(4096)
                connection.sendall(request.param)

        threading.Thread(target=answer, daemon=True).start()
        yield server.getsockname()[1], request.param


def test_a_part_killed_in_the_middle_of_its_answer_is_not_ready(said: tuple[int, bytes], tmp_path: Path) -> None:
    """Found by chaos seed 721: the exception ended the supervisor, and all parts with it."""
    port, words = said
    part = Part("worker", [], environment={"TOCSIN_METRICS_PORT": str(port)})
    why = Supervisor([part], tmp_path).health("worker")
    assert why
    if words == CUT:
        assert "503" in why
    if words.endswith(b"kafka"):
        assert why == "kafka"
