"""Every part against a Kafka that asks for TLS and a password, and what it says when the door stays shut."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.conftest import Names
from tests.integration.house import house
from tocsin import broker, kafka
from tocsin.cli import cli
from tocsin.local import LocalStack, ports, progress
from tocsin.local.kafka import KafkaServer
from tocsin.records import Article
from tocsin.settings import Settings, SettingsError, environment, load

pytestmark = [
    pytest.mark.integration, pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("openssl"), reason="certificates are made with openssl"),
]  # fmt: skip
PASSWORD = "correct horse battery staple"
LOGIN = "org.apache.kafka.common.security"


@dataclass(frozen=True)
class Secured:
    """A broker with a SASL_SSL door beside its plain one."""

    server: KafkaServer
    port: int
    folder: Path

    def settings(self, **other: Any) -> Settings:
        right = {
            "kafka_bootstrap": f"127.0.0.1:{self.port}", "kafka_security": "SASL_SSL", "kafka_username": "tocsin",
            "kafka_password": PASSWORD, "kafka_ca": str(self.folder / "ca.pem"),
        }  # fmt: skip
        return load({**right, **other}, {}).settings


def certificates(folder: Path) -> None:
    """Our authority and its certificate for 127.0.0.1, and an authority that signed nothing."""

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    key = ("-newkey", "rsa:2048", "-nodes", "-days", "2")
    for name in ("ca", "stranger"):
        openssl("req", "-x509", *key, "-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.pem")
    openssl("req", *key[:3], "-subj", "/CN=broker", "-keyout", "broker.key", "-out", "broker.csr")
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1\n")
    openssl("x509", "-req", "-in", "broker.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
            "-extfile", "names", "-out", "broker.pem")  # fmt: skip
    parts = [(folder / name).read_text() for name in ("broker.key", "broker.pem", "ca.pem")]
    (folder / "store.pem").write_text("".join(parts))


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    from kafka.admin import ScramMechanism, UserScramCredentialUpsertion

    libs = progress.install().kafka_libs
    folder = tmp_path_factory.mktemp("secured-kafka")
    certificates(folder)
    plain, controller, door = ports.choose(), ports.choose(), ports.choose()
    properties = {
        "listeners": f"PLAINTEXT://127.0.0.1:{plain},CONTROLLER://127.0.0.1:{controller},DOOR://127.0.0.1:{door}",
        "advertised.listeners": f"PLAINTEXT://127.0.0.1:{plain},DOOR://127.0.0.1:{door}",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,DOOR:SASL_SSL",
        "listener.name.door.sasl.enabled.mechanisms": "SCRAM-SHA-512,PLAIN",
        "listener.name.door.scram-sha-512.sasl.jaas.config": f"{LOGIN}.scram.ScramLoginModule required;",
        "listener.name.door.plain.sasl.jaas.config":
            f'{LOGIN}.plain.PlainLoginModule required user_tocsin="{PASSWORD}";',
        "listener.name.door.ssl.keystore.type": "PEM",
        "listener.name.door.ssl.keystore.location": str(folder / "store.pem"),
    }  # fmt: skip
    server = KafkaServer(folder / "kafka", libs, port=plain, controller_port=controller, properties=properties)
    server.start()
    try:
        server.wait_ready()
        client = kafka.admin(Settings(kafka_bootstrap=server.address))
        user = UserScramCredentialUpsertion("tocsin", ScramMechanism.SCRAM_SHA_512, PASSWORD)
        assert client.alter_user_scram_credentials([user]) == {"tocsin": None}
        client.close()
        yield Secured(server, door, folder)
    finally:
        server.stop()


def test_producer_worker_and_sink_work_through_the_door(
    secured: Secured, stack: LocalStack, names: Names, tmp_path: Path
) -> None:
    given = environment(secured.settings())
    flags = {name: given[f"TOCSIN_{name.upper()}"] for name in (
        "kafka_bootstrap", "kafka_security", "kafka_username", "kafka_password", "kafka_ca")}  # fmt: skip
    waits = ("--wait", "0.01")  # in place of language work
    with house(stack, names.topics, names.index, tmp_path, worker_arguments=waits, **flags) as running:
        running.publish([Article(id=f"a-{n}", body=f"Troops crossed the border, number {n}.") for n in range(5)])
        running.publish_raw([b"no article"])
        deadline = time.monotonic() + 60
        while len(running.documents("articles")) < 5 or not running.documents("dead-letters"):
            assert time.monotonic() < deadline, running.documents("articles").keys()
            running.supervisor.check()
            time.sleep(0.3)
    logs = "".join(path.read_text("utf-8") for path in tmp_path.rglob("*.log"))
    assert "sink runs" in logs
    assert PASSWORD not in logs


@pytest.mark.parametrize("mechanism", ["SCRAM-SHA-512", "PLAIN"])
def test_every_client_is_let_in(secured: Secured, mechanism: str) -> None:
    settings = secured.settings(kafka_mechanism=mechanism)
    assert broker.check(settings) == ""
    for client in (kafka.admin(settings, 5), kafka.producer(settings, "p"), kafka.consumer(settings, "c", None)):
        client.close()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kafka_password": "nonsense"}, r"refuses the user 'tocsin' with this password \(SCRAM-SHA-512\)"),
        ({"kafka_password": "nonsense", "kafka_mechanism": "PLAIN"}, r"refuses the user 'tocsin'.*\(PLAIN\)"),
        ({"kafka_mechanism": "SCRAM-SHA-256"}, "does not take SCRAM-SHA-256; see kafka_mechanism"),
        ({"kafka_ca": "stranger.pem"}, "certificate is not trusted: .*; see kafka_ca"),
        ({"kafka_ca": None}, "certificate is not trusted: .*; see kafka_ca"),
        ({"kafka_ca": "names"}, "kafka_ca: no certificates can be read from .*names"),
        ({"kafka_bootstrap": "localhost:{port}"}, "certificate is not trusted: .*not valid for 'localhost'"),
        ({"kafka_bootstrap": "127.0.0.1:{port}x"}, "kafka_bootstrap: .* is not host:port"),
    ],
)
def test_a_shut_door_says_why_at_once(secured: Secured, wrong: dict[str, Any], said: str) -> None:
    if wrong.get("kafka_ca"):
        wrong = {**wrong, "kafka_ca": str(secured.folder / wrong["kafka_ca"])}
    if "kafka_bootstrap" in wrong:
        wrong = {"kafka_bootstrap": wrong["kafka_bootstrap"].format(port=secured.port)}
    settings = secured.settings(**wrong)
    began = time.monotonic()
    for make in (lambda: kafka.admin(settings), lambda: kafka.producer(settings, "p"),
                 lambda: kafka.consumer(settings, "c", None)):  # fmt: skip
        with pytest.raises(broker.Refused, match=said) as refused:
            make()
        assert "nonsense" not in str(refused.value)
        assert PASSWORD not in str(refused.value)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("other", ["SASL_SSL on the plain port", "plain on the port with TLS"])
def test_the_wrong_port_is_a_hint_not_a_refusal(secured: Secured, other: str) -> None:
    plain = Settings(kafka_bootstrap=f"127.0.0.1:{secured.port}")
    settings = secured.settings(kafka_bootstrap=secured.server.address) if other.startswith("SASL") else plain
    assert "hangs up on" in broker.check(settings)
    assert "see kafka_security" in broker.check(settings)


@pytest.mark.parametrize(
    "command", [["worker", "--id", "w"], ["topics", "create"], ["replay", "seeds/"], ["dead-letters", "list"]]
)
def test_commands_tell_it_in_one_line_and_mask_the_secret(secured: Secured, command: list[str]) -> None:
    env = environment(secured.settings(kafka_password="nonsense"))
    done = CliRunner().invoke(cli, command, env=env)
    assert done.exit_code == 1, done.output
    assert "refuses the user 'tocsin'" in done.output
    assert "Traceback" not in done.output
    shown = CliRunner().invoke(cli, ["settings"], env=env)
    assert "********" in shown.output
    assert "nonsense" not in done.output + shown.output


def test_half_a_setting_is_told_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="give kafka_username and kafka_password"):
        load({"kafka_security": "SASL_SSL", "kafka_username": "tocsin"}, {})
    with pytest.raises(SettingsError, match=r"kafka_ca .*there is no file"):
        load({"kafka_ca": str(tmp_path / "missing.pem")}, {})
