"""Real receivers on loopback that fail, hang and come back: an HTTP and an SMTP server."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Hook:
    """What an HTTP receiver got, and how it is to behave: a status, or ``hang``, ``drip``, ``close``."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.behaviour: int | str = 200
        self.headers: dict[str, str] = {}
        self.release = threading.Event()
        self.port = 0
        self.calls = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?key=topsecret"


@contextmanager
def http_server(hook: Hook, port: int = 0) -> Iterator[Hook]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            behaviour = hook.behaviour
            hook.calls += 1
            if behaviour == "hang":
                hook.release.wait(20)
                return
            if behaviour == "close":
                self.close_connection = True
                return
            if behaviour == "drip":
                for byte in b"HTTP/1.1 200 OK\r\n" * 20:
                    if hook.release.is_set():
                        return
                    self.wfile.write(bytes([byte]))
                    time.sleep(0.1)
                return
            hook.requests.append((dict(self.headers), body))
            self.send_response(int(behaviour))
            for name, value in hook.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    hook.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield hook
    finally:
        hook.release.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


class Mailbox:
    """What an SMTP server took in; ``refuse`` answers 451 to every message."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.refuse = False
        self.port = 0


@contextmanager
def smtp_server(mailbox: Mailbox) -> Iterator[Mailbox]:
    class Handler(socketserver.StreamRequestHandler):
        def say(self, text: str) -> None:
            self.wfile.write(text.encode() + b"\r\n")

        def handle(self) -> None:
            self.say("220 test ESMTP")
            while line := self.rfile.readline():
                word = line[:4].upper().strip()
                if word == b"DATA":
                    self.say("354 go on")
                    lines = []
                    while (text := self.rfile.readline()) not in (b".\r\n", b""):
                        lines.append(text)
                    if mailbox.refuse:
                        self.say("451 not now")
                    else:
                        mailbox.messages.append(b"".join(lines).decode())
                        self.say("250 taken")
                elif word == b"QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 test")

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Handler)
    mailbox.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield mailbox
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
