"""docker-compose.yml and the Dockerfile, by parsing: there may be no engine where the tests run."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from tocsin.cli import cli
from tocsin.settings import Settings, load

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
ONCE = {"setup", "producer"}
each = pytest.mark.parametrize("name", SERVICES)
each_of_ours = pytest.mark.parametrize("name", OURS)


def arguments(service: dict[str, Any]) -> list[str]:
    command: list[str] = service["command"]
    if command[:2] == ["sh", "-c"]:
        script = command[2].replace("$$HOSTNAME", "abc").replace('"', "")
        command = script.removeprefix("exec ").split()
    assert command[0] == "tocsin"
    return command[1:]


def test_everything_is_there() -> None:
    expected = {
        "kafka",
        "elasticsearch",
        "kibana",
        "prometheus",
        "grafana",
        "setup",
        "producer",
        "worker",
        "sink",
        "notify",
    }
    assert set(SERVICES) == expected
    assert set(OURS) == {"setup", "producer", "worker", "sink", "notify"}


@each
def test_images_are_pinned_and_hardened(name: str) -> None:
    service = SERVICES[name]
    assert re.fullmatch(r"[a-z0-9/\-]+:v?\d+\.\d+\.\d+", service["image"]), "a whole version, no registry's address"
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["cap_drop"] == ["ALL"]
    assert service["user"].split(":")[0] not in ("0", "root")
    assert service["mem_limit"]
    assert service["stop_grace_period"] == "60s"
    assert service["restart"] == ("on-failure" if name in ONCE else "unless-stopped")
    assert "container_name" not in service
    assert (name in ONCE) or service["healthcheck"]["test"]
    for port in service.get("ports", []):
        assert port.startswith("127.0.0.1:")


def test_workers_and_sinks_can_be_scaled() -> None:
    for name in ("worker", "sink"):
        assert "ports" not in OURS[name]
    assert "$$HOSTNAME" in SERVICES["worker"]["command"][2], "replicas share a definition, not a name"


@each_of_ours
def test_commands_exist_with_their_options(name: str) -> None:
    words = arguments(OURS[name])
    context = click.Context(cli)
    command = cli.get_command(context, words[0])
    assert command is not None
    command.make_context(words[0], words[1:], parent=context)


@each_of_ours
def test_environment_is_made_of_settings(name: str) -> None:
    environment = {key: _default(str(value)) for key, value in OURS[name]["environment"].items()}
    assert all(key.removeprefix("TOCSIN_").lower() in Settings.model_fields for key in environment)
    settings = load(environ=environment).settings
    assert settings.kafka_bootstrap == "kafka:9092"
    assert settings.elasticsearch_url == "http://elasticsearch:9200"
    if "healthcheck" in OURS[name]:
        assert f":{settings.metrics_port}/health/ready" in OURS[name]["healthcheck"]["test"][-1]


@each_of_ours
def test_ours_start_after_what_they_need_on_a_read_only_disk(name: str) -> None:
    service = OURS[name]
    assert service["read_only"] is True
    needs = {key: value["condition"] for key, value in service["depends_on"].items()}
    if name == "setup":
        assert needs == dict.fromkeys(("kafka", "elasticsearch", "kibana"), "service_healthy")
    else:
        assert needs == {"setup": "service_completed_successfully"}


@each
def test_mounts_exist(name: str) -> None:
    for volume in SERVICES[name].get("volumes", []):
        source, _target, *mode = volume.split(":")
        if source.startswith("."):
            assert (ROOT / source).exists()
            assert mode == ["ro"]
        else:
            assert source in COMPOSE["volumes"]


@each
def test_no_secret_stands_in_the_file(name: str) -> None:
    for key, value in (SERVICES[name].get("environment") or {}).items():
        if re.search(r"PASSWORD|SECRET|TOKEN|API_KEY", str(key), re.IGNORECASE):
            assert str(value).startswith("${"), key


def test_kibana_and_elasticsearch_are_one_release() -> None:
    from tocsin.local import artifacts

    tags = {name: SERVICES[name]["image"].split(":")[1] for name in ("kibana", "elasticsearch", "kafka")}
    assert tags["kibana"] == tags["elasticsearch"] == artifacts.ELASTICSEARCH_VERSION
    assert tags["kafka"] == artifacts.KAFKA_VERSION


def test_the_dockerfile_is_pinned_and_ends_as_an_ordinary_user() -> None:
    lines = (ROOT / "deploy/Dockerfile").read_text("utf-8").splitlines()
    bases = [line.split()[1] for line in lines if line.startswith("FROM")]
    assert all(re.fullmatch(r"python:\d+\.\d+\.\d+-slim-bookworm", base) for base in bases)
    assert [line for line in lines if line.startswith("USER")][-1] == "USER 10001:10001"
    sent = (ROOT / "deploy/Dockerfile.dockerignore").read_text("utf-8").splitlines()
    for line in lines:
        if line.startswith("COPY") and "--from" not in line:
            for source in line.split()[1:-1]:
                assert (ROOT / source).exists(), source
                assert source == "." or f"!{source.split('/')[0]}" in sent, f"{source} is not sent to the builder"


def test_the_notify_file_can_be_read() -> None:
    from sinks.notify.config import load_config

    load_config(ROOT / "deploy/notify.yaml")


@pytest.mark.skipif(not shutil.which("docker"), reason="no docker client")
def test_docker_compose_accepts_it() -> None:
    if subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip("the docker client has no compose plugin")
    done = subprocess.run(["docker", "compose", "config", "-q"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _default(value: str) -> str:
    found = re.fullmatch(r"\$\{\w+:-(.*)\}", value)
    return found[1] if found else value
