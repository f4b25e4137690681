"""Elasticsearch clients with the settings' address and credentials."""

from __future__ import annotations

import time
from typing import Any

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from tocsin.settings import Settings

OLDEST = (8, 10)


def connect(settings: Settings, *, request_timeout: float = 30.0) -> Elasticsearch:
    """A client that retries nothing by itself: what is repeated, and how often, is the sink's policy.

    Certificates are checked unless the setting ``elasticsearch_verify`` says otherwise.
    """
    options: dict[str, Any] = {"request_timeout": request_timeout, "max_retries": 0, "retry_on_timeout": False}
    url = settings.elasticsearch_url
    if url.startswith("https"):
        options["verify_certs"] = settings.elasticsearch_verify
        options["ssl_show_warn"] = settings.elasticsearch_verify
        if settings.elasticsearch_ca:
            options["ca_certs"] = settings.elasticsearch_ca
    if settings.elasticsearch_api_key:
        options["api_key"] = settings.elasticsearch_api_key.get_secret_value()
    elif settings.elasticsearch_username:
        password = settings.elasticsearch_password
        options["basic_auth"] = (settings.elasticsearch_username, password.get_secret_value() if password else "")
    return Elasticsearch(url, **options)


def wait_until_up(client: Elasticsearch, timeout: float = 60.0) -> None:
    """Wait until the cluster can hold documents.

    Raises:
        ConnectionError: it did not answer in time; says what it said last.
    """
    deadline = time.monotonic() + timeout
    while True:
        try:
            if client.cluster.health(timeout="2s")["status"] in ("yellow", "green"):
                return
            said = "its status is red"
        except (TransportError, ApiError) as error:
            said = str(error)
            if isinstance(error, ApiError) and error.status_code in (401, 403):
                raise ConnectionError(f"Elasticsearch refuses these credentials: {said}") from error
        if time.monotonic() > deadline:
            raise ConnectionError(f"Elasticsearch does not answer: {said}")
        time.sleep(0.5)


def version(client: Elasticsearch) -> tuple[int, ...]:
    """The oldest version among the nodes (``GET /`` is not everywhere allowed, nor everywhere there)."""
    nodes = client.nodes.info(filter_path="nodes.*.version")["nodes"].values()
    return min(tuple(int(part) for part in node["version"].split("-")[0].split(".")) for node in nodes)


def check_version(client: Elasticsearch) -> tuple[int, ...]:
    """The version, if it is one that this sink was made for.

    Raises:
        ConnectionError: too old.
    """
    found = version(client)
    if found < OLDEST:
        raise ConnectionError(f"Elasticsearch {'.'.join(map(str, found))} is too old; 8.10 or newer is needed")
    return found


def has_analyzer(client: Elasticsearch, name: str) -> bool:
    """Whether the server offers an analyzer of this name."""
    try:
        client.indices.analyze(analyzer=name, text="a")
    except ApiError:
        return False
    return True
