"""``tocsin schemas``: JSON Schemas and the AsyncAPI document, generated from the code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from tocsin import __version__, records, topics
from tocsin.records import Record

RECORDS: dict[str, type[Record]] = {
    "article": records.Article,
    "clean-article": records.CleanArticle,
    "verdict": records.Verdict,
    "analysis": records.Analysis,
    "story": records.Story,
    "alert": records.Alert,
}
_BY_CLASS = {
    "Article": "article",
    "CleanArticle": "clean-article",
    "Analysis": "analysis",
    "Verdict": "verdict",
    "Story": "story",
    "Alert": "alert",
}


def documents() -> dict[str, str]:
    """File name → text of every generated document; the same code gives the same text."""
    files: dict[str, Any] = {f"{name}.schema.json": _schema(cls) for name, cls in RECORDS.items()}
    files["asyncapi.json"] = _asyncapi()
    return {
        name: json.dumps(value, indent=2, ensure_ascii=False, sort_keys=False) + "\n" for name, value in files.items()
    }


def _schema(cls: type[Record]) -> dict[str, Any]:
    schema = cls.model_json_schema(by_alias=True, mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _asyncapi() -> dict[str, Any]:
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    for topic in topics.TOPICS:
        names = [part.strip() for part in topic.record.split("|")]
        messages = {
            name: {
                "contentType": "application/json",
                "payload": {"$ref": f"{_BY_CLASS[name]}.schema.json"},
            }
            for name in names
            if name in _BY_CLASS
        }
        key = topic.name.replace(".", "-")
        channels[key] = {"address": topic.name, "description": topic.about, "messages": messages}
        operations[f"read-{key}"] = {"action": "receive", "channel": {"$ref": f"#/channels/{key}"}}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Tocsin",
            "version": __version__,
            "description": "Messages carry CloudEvents 1.0 headers in binary mode and pass a W3C traceparent through.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": operations,
    }


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default="docs/schemas")
def schemas(folder: Path) -> None:
    """Write the JSON Schemas of all records and the AsyncAPI document into FOLDER."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in documents().items():
        (folder / name).write_text(text, "utf-8")
        click.echo(folder / name)
