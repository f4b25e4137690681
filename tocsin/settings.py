"""Settings: default < file < environment (``TOCSIN_…``) < flag, each with its origin.

The file is TOML (``tocsin.toml`` in the working folder, or the one named by ``TOCSIN_CONFIG`` or
``--config``). A setting ``kafka_bootstrap`` is ``TOCSIN_KAFKA_BOOTSTRAP`` in the environment, and
``kafka_bootstrap = "…"`` or ``[kafka] bootstrap = "…"`` in the file. A secret may be given by
``…_FILE``: the name of a file that holds it.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator


class SettingsError(ValueError):
    """A setting that cannot be used; names the setting, where it came from and why."""


class Settings(BaseModel):
    """All settings, with what each means (shown by ``tocsin settings``)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    # Kafka
    kafka_bootstrap: str = Field("127.0.0.1:9092", description="brokers, host:port separated by commas")
    kafka_security: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        "PLAINTEXT", description="security protocol"
    )
    kafka_username: str | None = Field(None, description="SASL user name")
    kafka_password: SecretStr | None = Field(None, description="SASL password")
    kafka_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = Field(
        "SCRAM-SHA-512", description="SASL mechanism"
    )
    kafka_ca: str | None = Field(None, description="file with the certificates that sign the brokers'")
    topics_prefix: str = Field("", description="put before every topic's name, for several systems on one cluster")
    topics_partitions: int = Field(4, ge=1, le=1000, description="partitions of the scalable topics")
    topics_replication: int = Field(1, ge=1, le=10, description="replicas of every topic")
    topics_retention_days: int = Field(14, ge=1, description="how long the uncompacted topics keep messages")
    # Elasticsearch
    elasticsearch_url: str = Field("http://127.0.0.1:9200", description="where the index is")
    elasticsearch_username: str | None = Field(None, description="user, when no API key is given")
    elasticsearch_password: SecretStr | None = Field(None, description="password of that user")
    elasticsearch_api_key: SecretStr | None = Field(None, description="API key with the least privileges")
    elasticsearch_ca: str | None = Field(None, description="file with the certificate authority's certificate")
    elasticsearch_verify: bool = Field(True, description="check certificates")
    elasticsearch_prefix: str = Field("tocsin", description="first part of every index name")
    elasticsearch_retention_days: int = Field(0, ge=0, description="delete indices older than this; 0 keeps all")
    elasticsearch_shards: int = Field(1, ge=1, description="primary shards of an index")
    elasticsearch_replicas: int = Field(0, ge=0, description="replicas of an index")
    kibana_url: str | None = Field(None, description="where setup imports data views and saved searches")
    # Sink
    sink_batch: int = Field(500, ge=1, le=10_000, description="documents in one bulk request, at most")
    sink_batch_bytes: int = Field(5_242_880, ge=1024, description="bytes in one bulk request, at most")
    sink_linger_ms: int = Field(200, ge=0, description="how long the sink waits for a batch to fill")
    dead_letter_ratio: float = Field(
        0.5, gt=0, le=1, description="stop when more than this share of the last 200 messages were dead letters"
    )
    # Worker
    worker_id: str = Field("worker-1", description="name of this worker, one each; keeps its partitions over a restart")
    worker_processes: int = Field(0, ge=0, le=256, description="processes for language work; 0 takes one per core")
    worker_batch: int = Field(32, ge=1, le=1024, description="articles taken at once")
    worker_data: str = Field(".tocsin/worker", description="folder for the worker's local state")
    # Understanding
    model_en: str | None = Field(None, description="spaCy pipeline for English instead of our own")
    model_fr: str | None = Field(None, description="spaCy pipeline for French instead of our own")
    lexicon_overlay: str | None = Field(None, description="folder with your own lexicon files")
    # Duplicates, stories, alerts
    dedupe_window_hours: int = Field(72, ge=1, description="how far apart copies may be published")
    story_window_days: int = Field(10, ge=1, description="a story without news for so long takes no more articles")
    story_convention: Literal["range", "acled", "ucdp"] = Field("range", description="how figures are reconciled")
    lateness_hours: int = Field(72, ge=1, description="articles older than this raise no alerts")
    rules_path: str = Field("rules", description="folder with alert rules")
    notify_config: str | None = Field(None, description="YAML file with receivers and routes")
    # Running
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="least important log line")
    log_format: Literal["auto", "json", "text"] = Field("auto", description="auto: text on a terminal, else JSON")
    metrics_host: str = Field("127.0.0.1", description="address of /metrics and /health")
    metrics_port: int = Field(0, ge=0, le=65535, description="port of /metrics and /health; 0 switches them off")

    @field_validator("kafka_bootstrap", "elasticsearch_url")
    @classmethod
    def _not_empty(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("must not be empty")
        return value.strip()

    @field_validator("lexicon_overlay")
    @classmethod
    def _is_a_folder(cls, value: str | None) -> str | None:
        if value is not None and not Path(value).is_dir():
            raise ValueError(f"there is no folder {value}")
        return value

    @field_validator("kafka_ca", "elasticsearch_ca")
    @classmethod
    def _is_a_file(cls, value: str | None) -> str | None:
        if value is not None and not Path(value).is_file():
            raise ValueError(f"there is no file {value}")
        return value

    @model_validator(mode="after")
    def _has_credentials(self) -> Self:
        if self.kafka_security.startswith("SASL") and not (self.kafka_username and self.kafka_password):
            raise ValueError(f"kafka_security is {self.kafka_security}: give kafka_username and kafka_password too")
        return self

    def topic(self, name: str) -> str:
        """Full name of a topic on the cluster."""
        return self.topics_prefix + name


@dataclass(frozen=True)
class Loaded:
    """Settings together with where each value came from."""

    settings: Settings
    origins: Mapping[str, str] = field(default_factory=dict)

    def shown(self) -> list[tuple[str, str, str, str]]:
        """Rows (name, value, origin, meaning); secrets masked, passwords in addresses too."""
        rows = []
        for name, info in Settings.model_fields.items():
            value = getattr(self.settings, name)
            text = "" if value is None else "********" if isinstance(value, SecretStr) else _mask(str(value))
            rows.append((name, text, self.origins.get(name, "default"), info.description or ""))
        return rows


def _mask(value: str) -> str:
    if "://" in value and "@" in value:
        scheme, rest = value.split("://", 1)
        return f"{scheme}://********@{rest.rsplit('@', 1)[1]}"
    return value


def load(
    flags: Mapping[str, Any] | None = None, environ: Mapping[str, str] | None = None, config: str | None = None
) -> Loaded:
    """Read settings from all sources.

    Raises:
        SettingsError: a file that cannot be read, an unknown or unusable setting; says where.
    """
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for source, layer in (
        (None, _from_file(config or environ.get("TOCSIN_CONFIG"))),
        (None, _from_environment(environ)),
        ("flag", {k: (v, "flag") for k, v in (flags or {}).items() if v is not None}),
    ):
        for name, (value, origin) in layer.items():
            values[name], origins[name] = value, source or origin
    try:
        return Loaded(Settings(**values), origins)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        if not first["loc"]:  # several that do not go together; the message names them
            raise SettingsError(first["msg"].removeprefix("Value error, ")) from None
        name = str(first["loc"][0])
        known = "" if name in Settings.model_fields else " (unknown setting; see 'tocsin settings')"
        raise SettingsError(f"{name} (from {origins.get(name, 'default')}): {first['msg']}{known}") from None


def _from_file(name: str | None) -> dict[str, tuple[Any, str]]:
    path = Path(name) if name else Path("tocsin.toml")
    if not name and not path.is_file():
        return {}
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"settings file {path}: {error}") from error
    flat: dict[str, tuple[Any, str]] = {}
    for key, value in data.items():
        if isinstance(value, dict):
            flat.update({f"{key}_{inner}": (item, f"file {path}") for inner, item in value.items()})
        else:
            flat[key] = (value, f"file {path}")
    return flat


NOT_SETTINGS = frozenset(
    {
        "TOCSIN_CONFIG",
        "TOCSIN_CACHE",
        "TOCSIN_DATA_DIR",
        "TOCSIN_DIE_WITH_PARENT",
        "TOCSIN_ELASTALERT",
        "TOCSIN_JAVA",
        "TOCSIN_MODELS",
        "TOCSIN_QUIX",
        "TOCSIN_TEST_STACK",
        "TOCSIN_DEV_DATA",
        "TOCSIN_TRAIN_DATA",
    }
)
"""Environment variables of ours that are no settings (places on this machine, test switches)."""


def _from_environment(environ: Mapping[str, str]) -> dict[str, tuple[Any, str]]:
    found: dict[str, tuple[Any, str]] = {}
    for key, value in sorted(environ.items()):
        if not key.startswith("TOCSIN_") or key in NOT_SETTINGS:
            continue
        name = key.removeprefix("TOCSIN_").lower()
        if name.endswith("_file") and name.removesuffix("_file") in Settings.model_fields:
            try:
                found[name.removesuffix("_file")] = (Path(value).read_text("utf-8").strip(), f"file {value} ({key})")
            except OSError as error:
                raise SettingsError(f"{key}: cannot read {value}: {error.strerror}") from error
        elif value != "":
            found[name] = (value, f"environment {key}")
    return found


def environment(settings: Settings) -> dict[str, str]:
    """The same settings as environment variables, for child processes."""
    result = {}
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            value = value.get_secret_value()
        if value is not None:
            result[f"TOCSIN_{name.upper()}"] = str(value).lower() if isinstance(value, bool) else str(value)
    return result
