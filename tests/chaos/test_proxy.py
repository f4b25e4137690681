"""The fault proxies do what they are told, and nothing when they are told nothing."""

from __future__ import annotations

import http.client
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.chaos.proxy import HttpProxy
from tocsin.local.ports import choose


class Server(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        size = int(self.headers["Content-Length"])
        body = json.dumps({"items": [{"index": {"status": 201}}] * 50, "size": len(self.rfile.read(size))}).encode()
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in (body[:10], body[10:], b""):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))

    def do_HEAD(self):
        self.send_response(200)
        self.send_header("Content-Length", "7")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def proxy():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made = HttpProxy(choose(), server.server_port).start()
    yield made
    made.stop()
    server.shutdown()


def ask(proxy, connection=None, method="POST"):
    connection = connection or http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=30)
    connection.request(method, "/_bulk", b"x" * 300_000 if method == "POST" else None)
    answer = connection.getresponse()
    body = answer.read()
    return answer.status, json.loads(body) if body else None


def test_requests_and_answers_pass_whole_on_one_connection(proxy):
    connection = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=30)
    for _ in range(2):
        status, said = ask(proxy, connection)
        assert (status, said["size"]) == (200, 300_000)
        assert ask(proxy, connection, "HEAD") == (200, None)


def test_a_fault_begins_and_ends_on_an_open_connection(proxy):
    connection = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=30)
    assert ask(proxy, connection)[0] == 200
    proxy.status = 503
    assert ask(proxy, connection)[0] == 503
    proxy.accept()
    assert ask(proxy, connection)[0] == 200


def test_items_are_said_to_be_refused_though_they_were_written(proxy):
    proxy.lost = 0.5
    _, said = ask(proxy)
    assert {item["index"]["status"] for item in said["items"]} == {201, 429}
    assert said["errors"]


def test_refused_connections_and_welcome_ones(proxy):
    proxy.refuse()
    with pytest.raises(OSError):
        ask(proxy)
    proxy.accept()
    assert ask(proxy)[0] == 200
