"""The client against an Elasticsearch with TLS and users."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import ApiError
from pydantic import SecretStr

from sinks.elasticsearch.client import connect, version, wait_until_up
from sinks.elasticsearch.indices import prepare
from sinks.elasticsearch.placement import Placement
from tocsin.local import ports, progress
from tocsin.local.elasticsearch import ElasticsearchServer
from tocsin.settings import Settings

pytestmark = [
    pytest.mark.integration, pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("openssl"), reason="certificates are made with openssl"),
]  # fmt: skip
PASSWORD = "correct horse battery staple"
ROLE = """\
sink:
  cluster: [monitor, manage_index_templates]
  indices:
    - names: ['tocsin-*']
      privileges: [create_index, index, delete, read, manage]
"""


def certificates(folder: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "ca.pem"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip


def hashed(password: str) -> str:
    salt = os.urandom(32)
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, 1000, 32)
    return "{PBKDF2}1000$" + "$".join(base64.b64encode(part).decode() for part in (salt, digest))


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ElasticsearchServer]:
    home = progress.install().elasticsearch_home
    folder = tmp_path_factory.mktemp("secured")
    config = folder / "config"
    config.mkdir()
    certificates(config)
    (config / "users").write_text(f"tocsin:{hashed(PASSWORD)}\n")
    (config / "users_roles").write_text("sink:tocsin\n")
    (config / "roles.yml").write_text(ROLE)
    settings = {
        "xpack.security.enabled": True,
        "xpack.security.http.ssl.enabled": True,
        "xpack.security.http.ssl.key": "key.pem",
        "xpack.security.http.ssl.certificate": "ca.pem",
    }
    server = ElasticsearchServer(folder, home, port=ports.choose(), transport_port=ports.choose(), settings=settings)
    server.start()
    try:
        server.wait_ready()
        yield server
    finally:
        server.stop()


def test_certificates_and_users_are_checked(secured: ElasticsearchServer) -> None:
    ca = str(secured.folder / "config" / "ca.pem")
    good = Settings(
        elasticsearch_url=secured.url, elasticsearch_ca=ca, elasticsearch_username="tocsin",
        elasticsearch_password=SecretStr(PASSWORD),
    )  # fmt: skip
    with connect(good) as client:
        wait_until_up(client)
        assert version(client)[0] == 8
        assert prepare(client, good).templates
        client.index(index="tocsin-alerts-2023-09", id="a", version=1, version_type="external_gte", document={})
        home = {"a": "tocsin-alerts-2023-09"}
        assert Placement(client).home_of("tocsin-alerts", ["a", "b"]) == home, "the rights are enough to ask, too"
        with pytest.raises(ApiError):
            client.index(index="other", document={})
    stranger = connect(good.model_copy(update={"elasticsearch_ca": None}))
    with stranger, pytest.raises(ConnectionError, match="does not answer"):
        wait_until_up(stranger, timeout=0.5)
    with connect(good.model_copy(update={"elasticsearch_ca": None, "elasticsearch_verify": False})) as client:
        wait_until_up(client)
    intruder = connect(good.model_copy(update={"elasticsearch_password": SecretStr("wrong")}))
    with intruder, pytest.raises(ConnectionError, match="refuses these credentials") as refused:
        wait_until_up(intruder)
    assert "wrong" not in str(refused.value)
