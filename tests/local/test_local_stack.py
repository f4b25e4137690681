"""The real servers: started, killed, found again. One pair of servers for the whole file."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from kafka import KafkaConsumer, KafkaProducer

from tocsin.local import LocalStack, LocalStackError, elasticsearch, ports, progress, relocate, state

pytestmark = [pytest.mark.integration, pytest.mark.slow]


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    progress.install()
    folder = tmp_path_factory.mktemp("path with spaces é")
    with socket.socket() as busy:  # the ports of an "earlier run" are taken by a stranger
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        state.write(folder, state.State({"kafka": busy.getsockname()[1]}, {}))
        with LocalStack(folder, preferred_ports=False) as stack:
            assert stack.kafka.port != busy.getsockname()[1]
            yield stack


def put(stack: LocalStack, document: str) -> None:
    request = urllib.request.Request(
        f"{stack.elasticsearch.url}/kept/_doc/{document}?refresh=true", data=b"{}", method="PUT",
        headers={"Content-Type": "application/json"},
    )  # fmt: skip
    urllib.request.urlopen(request, timeout=30).read()


def count(stack: LocalStack) -> int:
    url = f"{stack.elasticsearch.url}/kept/_count"
    return int(json.load(urllib.request.urlopen(url, timeout=30))["count"])


def test_both_are_ready_and_seen_from_elsewhere(servers: LocalStack) -> None:
    assert [row.state for row in servers.status()] == ["ready", "ready"]
    other = LocalStack(servers.data_dir, detached=True)
    assert other.attach()
    assert other.environment() == servers.environment()
    assert [row.state for row in other.status()] == ["ready", "ready"]
    with pytest.raises(LocalStackError, match="already running"):
        LocalStack(servers.data_dir).start()


def test_only_loopback_is_listened_on(servers: LocalStack) -> None:
    for server in servers.servers:
        process = server.process()
        assert process is not None
        for one in [process, *process.children(recursive=True)]:
            for connection in one.net_connections("tcp"):
                if connection.status == "LISTEN":
                    assert connection.laddr.ip in ("127.0.0.1", "::ffff:127.0.0.1", "::1")


def test_killed_servers_come_back_on_the_same_port_with_their_data(servers: LocalStack) -> None:
    from kafka.admin import KafkaAdminClient, NewTopic

    admin = KafkaAdminClient(bootstrap_servers=servers.kafka.address)
    admin.create_topics([NewTopic("kept", 1, 1)])
    admin.close()
    producer = KafkaProducer(bootstrap_servers=servers.kafka.address, acks="all")
    producer.send("kept", b"one").get(30)
    put(servers, "one")
    addresses = servers.environment()
    for server in servers.servers:
        server.kill()
        assert server.process() is None
        server.start()
    for server in servers.servers:
        server.wait_ready()
    assert servers.environment() == addresses
    producer.send("kept", b"two").get(60)
    producer.close()
    put(servers, "two")
    assert count(servers) == 2
    consumer = KafkaConsumer(
        "kept", bootstrap_servers=servers.kafka.address, auto_offset_reset="earliest", consumer_timeout_ms=60_000,
        group_id=None,
    )  # fmt: skip
    assert [message.value for _, message in zip(range(2), consumer, strict=False)] == [b"one", b"two"]
    consumer.close()


def test_after_a_kill_of_everything_a_new_run_starts_and_finds_the_data(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    script = (
        "import sys, os, signal\nfrom tocsin.local import LocalStack\n"
        "stack = LocalStack(sys.argv[1], preferred_ports=False)\nstack.start()\nprint('up', flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(folder)], capture_output=True, text=True, timeout=180)
    assert done.stdout.strip() == "up", done.stderr
    with LocalStack(folder, preferred_ports=False) as stack:
        assert [row.state for row in stack.status()] == ["ready", "ready"]


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become someone else")
@pytest.mark.skipif(not elasticsearch.namespaces_work(), reason="no user namespaces here")
def test_an_ordinary_user_needs_no_tricks(tmp_path: Path) -> None:
    # A user namespace makes this process an ordinary user who can still read this Python, wherever it lies.
    script = (
        "import sys\nfrom tocsin.local import LocalStack\n"
        "with LocalStack(sys.argv[1], preferred_ports=False) as s:\n    print(s.elasticsearch.mode())\n"
    )
    child = Path(elasticsearch.__file__).with_name("child.py")
    line = [sys.executable, str(child), "0", "namespace", sys.executable, "-c", script, str(tmp_path / "data")]
    done = subprocess.run(line, capture_output=True, text=True, timeout=180)
    assert done.stdout.strip() == "plain", done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become someone else")
def test_root_without_namespaces_runs_it_under_another_user() -> None:
    installed = progress.install()
    folder = Path("/var/tmp") / f"tocsin-test-{os.getpid()}"
    folder.mkdir(mode=0o755)
    server = elasticsearch.ElasticsearchServer(
        folder / "es", installed.elasticsearch_home, port=ports.choose(), transport_port=ports.choose(),
        users_mode=relocate.other_user(),
    )  # fmt: skip
    try:
        server.start()
        server.wait_ready()
        running = server.process()
        assert running is not None
        assert running.uids().effective != 0
    finally:
        server.stop()
        shutil.rmtree(folder)
