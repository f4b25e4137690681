"""The health page: what it answers, and to whom it does not answer any more."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
import urllib.error
import urllib.request

import pytest

from tocsin.health import STUCK_AFTER, Health, serve


def asked(port: int, path: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_ready_says_why_not() -> None:
    now = [0.0]
    health = Health(clock=lambda: now[0])
    server = serve(health, "127.0.0.1", 0)
    port = server.server_address[1]
    try:
        status, page = asked(port, "/health/ready")
        assert (status, json.loads(page)["problems"]) == (503, ["not started yet"])
        assert asked(port, "/health/live")[0] == 200
        health.started = True
        health.begin("link")
        assert asked(port, "/health/ready")[0] == 200
        now[0] = STUCK_AFTER + 1
        assert b"link: working on one batch for 121 s" in asked(port, "/health/ready")[1]
        health.end("link")
        health.block("index", "no disk left")
        assert b"index: no disk left" in asked(port, "/health/ready")[1]
        assert b"tocsin_ready 0.0" in asked(port, "/metrics")[1]
        assert asked(port, "/else")[0] == 404
    finally:
        server.shutdown()


def test_somebody_who_does_not_wait_for_the_answer_is_no_news(capfd: pytest.CaptureFixture[str]) -> None:
    hung_up, answered = threading.Event(), threading.Event()
    health = Health()
    health.started = True

    def slow() -> None:
        hung_up.wait(30)
        time.sleep(0.1)
        answered.set()

    health.check("slow", slow)
    server = serve(health, "127.0.0.1", 0)
    try:
        with socket.create_connection(server.server_address[:2]) as client:
            client.sendall(b"GET /health/ready HTTP/1.0\r\n\r\n")
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # reset on close
        hung_up.set()
        assert answered.wait(30)
        assert asked(server.server_address[1], "/health/live")[0] == 200
        time.sleep(0.2)
    finally:
        server.shutdown()
    assert "Traceback" not in capfd.readouterr().err
