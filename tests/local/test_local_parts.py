"""The small parts of the local servers, without servers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest

from tocsin.local import artifacts, attach, elasticsearch, ports, process, relocate, state
from tocsin.local.errors import LocalStackError
from tocsin.local.process import Birth


def test_a_busy_port_is_not_chosen() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        busy = holder.getsockname()[1]
        assert not ports.is_free(busy)
        assert ports.choose(busy) != busy


def test_a_free_preferred_port_is_chosen_once() -> None:
    taken: set[int] = set()
    port = ports.choose(taken=taken)
    assert port < 32768, "not from the range of outgoing connections"
    assert ports.choose(port, taken=taken) != port


def test_every_artifact_has_coordinates_sum_and_size() -> None:
    listed = artifacts.listed()
    assert len(listed) == 47
    assert all(len(a.sha256) == 64 and a.size > 1000 for a in listed)
    kafka = next(a for a in listed if a.name == "kafka_2.13-4.1.0.jar")
    assert kafka.coordinates == ("org.apache.kafka", "kafka_2.13", "4.1.0", "jar")


def test_a_process_is_not_taken_for_another_with_its_number() -> None:
    me = psutil.Process()
    assert Birth(me.pid, me.create_time()).find() is not None
    assert Birth(me.pid, me.create_time() - 60).find() is None


def test_a_child_dies_with_a_parent_killed_at_once(tmp_path: Path) -> None:
    script = textwrap.dedent(
        f"""
        import sys, time
        from pathlib import Path
        from tocsin.local import process
        _, birth = process.spawn(["/bin/sleep", "60"], log=Path({str(tmp_path)!r}) / "log", cwd=Path("/"), env={{}},
                                 detached=sys.argv[1] == "detached")
        print(birth.pid, birth.created, flush=True)
        time.sleep(60)
        """
    )
    for kind, survives in (("tied", False), ("detached", True)):
        parent = subprocess.Popen([sys.executable, "-c", script, kind], stdout=subprocess.PIPE, text=True)
        assert parent.stdout is not None
        pid, created = parent.stdout.readline().split()
        child = Birth(int(pid), float(created))
        assert child.find() is not None
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
        deadline = time.monotonic() + (0.5 if survives else 20)
        while (running := child.find()) is not None and time.monotonic() < deadline:
            time.sleep(0.05)
        assert (running is not None) is survives
        if running:
            process.kill([running])


def test_a_state_file_that_cannot_be_read_is_no_state(tmp_path: Path) -> None:
    for text in ("", "{", "[]", '{"ports": 3, "births": {}}', "null"):
        (tmp_path / "state.json").write_text(text)
        assert state.read(tmp_path) == state.State({}, {})


def test_a_damaged_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = artifacts.Artifact("org/example/thing/1.0/thing-1.0.jar", "0" * 64, 4)

    def fetched(scratch: Path, _artifact: object, _advance: object) -> Path:
        (scratch / "thing.jar").write_bytes(b"data")
        return scratch / "thing.jar"

    monkeypatch.setattr(artifacts, "_fetch", fetched)
    with pytest.raises(LocalStackError, match="SHA-256"):
        artifacts._provide(tmp_path, wrong, None)
    assert not list(tmp_path.rglob("thing*"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become someone else")
def test_root_finds_a_way_to_be_someone_else() -> None:
    assert relocate.other_user().startswith("user:")
    assert elasticsearch.namespaces_work() in (True, False)
    assert relocate.readable(Path(__file__)) in (True, False)


def bound(path: Path) -> socket.socket:
    """A socket that stands in a folder; nobody listens at it before ``listen``."""
    own = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    own.bind(str(path))
    return own


def gone_process() -> int:
    ended = subprocess.Popen(["/bin/true"])
    ended.wait()
    return ended.pid


def test_the_sockets_of_dead_java_machines_are_swept(tmp_path: Path) -> None:
    names = (f".java_pid{gone_process()}", f".java_pid{os.getpid()}", ".java_pidx")
    dead, alive, other = (tmp_path / name for name in names)
    for path in (dead, alive, other):
        bound(path).close()
    attach.sweep(tmp_path)
    assert not dead.exists()
    assert alive.exists() and other.exists()


def test_the_socket_of_a_java_machine_in_another_namespace_stays(tmp_path: Path) -> None:
    path = tmp_path / f".java_pid{gone_process()}"
    with bound(path) as listening:
        listening.listen(1)
        attach.sweep(tmp_path)
        assert path.exists()
    attach.sweep(tmp_path)
    assert not path.exists()


@pytest.mark.parametrize("number", ["9" * 23, "4294967296", "٣", "-1", ""])
def test_a_file_with_no_process_id_hinders_no_start(tmp_path: Path, number: str) -> None:
    path = tmp_path / f".java_pid{number}"
    bound(path).close()
    attach.sweep(tmp_path)
    assert path.exists()


def test_what_is_no_socket_or_not_ours_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain, foreign = (tmp_path / f".java_pid{gone_process()}" for _ in range(2))
    plain.touch()
    bound(foreign).close()
    uid = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: uid + 1)
    attach.sweep(tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: uid)
    assert plain.exists() and foreign.exists()
    attach.sweep(tmp_path)
    assert plain.exists() and not foreign.exists()
