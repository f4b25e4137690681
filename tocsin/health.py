"""``/metrics``, ``/health/live`` and ``/health/ready`` of a running part, in a thread of its own."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from tocsin import metrics

STUCK_AFTER = 120.0
"""Seconds a stage may work on one batch, or leave waiting messages alone, before it counts as stuck."""


class Health:
    """What a process says about itself. Thread-safe; times are those of the monotonic clock.

    Ready = started, nothing in flight for longer than ``STUCK_AFTER``, every check content.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._since: dict[str, float] = {}
        self._blocked: dict[str, str] = {}
        self._checks: dict[str, Callable[[], str | None]] = {}
        self.started = False

    def begin(self, stage: str) -> None:
        """A stage took up a batch."""
        with self._lock:
            self._since.setdefault(stage, self._clock())

    def end(self, stage: str) -> None:
        """The stage finished it."""
        with self._lock:
            self._since.pop(stage, None)
        metrics.LAST_PROGRESS.labels(stage).set_to_current_time()

    def block(self, name: str, reason: str | None) -> None:
        """Unready for a reason (None: no more)."""
        with self._lock:
            if reason is None:
                self._blocked.pop(name, None)
            else:
                self._blocked[name] = reason

    def check(self, name: str, function: Callable[[], str | None]) -> None:
        """Ask this function too; it returns a reason for being unready, or None."""
        self._checks[name] = function

    def problems(self) -> list[str]:
        """Why this process is not ready; empty when it is."""
        with self._lock:
            now = self._clock()
            found = [] if self.started else ["not started yet"]
            found += [f"{name}: {reason}" for name, reason in self._blocked.items()]
            for stage, since in self._since.items():
                metrics.IN_FLIGHT_SECONDS.labels(stage).set(now - since)
                if now - since > STUCK_AFTER:
                    found.append(f"{stage}: working on one batch for {now - since:.0f} s")
            checks = list(self._checks.items())
        for name, function in checks:
            reason = function()
            if reason:
                found.append(f"{name}: {reason}")
        metrics.READY.set(0 if found else 1)
        return found


def serve(health: Health, host: str, port: int) -> ThreadingHTTPServer:
    """Serve health and metrics until the process ends; port 0 takes a free one.

    Raises:
        ConnectionError: the address is taken or not ours.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/metrics":
                health.problems()
                self._answer(200, CONTENT_TYPE_LATEST, generate_latest(metrics.REGISTRY))
            elif self.path == "/health/live":
                self._answer(200, "application/json", b'{"live": true}')
            elif self.path == "/health/ready":
                problems = health.problems()
                body = json.dumps({"ready": not problems, "problems": problems}).encode()
                self._answer(503 if problems else 200, "application/json", body)
            else:
                self._answer(404, "text/plain", b"try /metrics, /health/live or /health/ready\n")

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            with contextlib.suppress(ConnectionError):  # who asked has gone: no news either
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Scrapes are not news."""

    try:
        server = ThreadingHTTPServer((host, port), Handler)
    except OSError as error:
        why = error.strerror or error
        raise ConnectionError(f"metrics_host and metrics_port: nobody can listen at {host}:{port} ({why})") from error
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="health", daemon=True).start()
    return server
