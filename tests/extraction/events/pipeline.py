"""The pipelines these tests run on: our own trained ones, one per language and session."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from processors.extraction.assemble import _order
from processors.extraction.load import MODELS, build
from processors.extraction.marks import EventMark

PUBLISHED = datetime(2024, 3, 5, 12, tzinfo=UTC)


@cache
def pipeline(language: str) -> Language:
    return build(language)


def read(language: str, text: str, title: str | None = None, before: str | None = None) -> Doc:
    """The doc of a text, ``before`` a component if one is named; skipped where no trained pipeline is installed."""
    if not (MODELS / f"{language}_tocsin_news").is_dir():
        pytest.skip("no trained pipeline")
    nlp = pipeline(language)
    doc = nlp.make_doc(text)
    doc._.published_at = PUBLISHED
    doc._.title = title
    for name, component in nlp.pipeline:
        if name == before:
            break
        doc = component(doc)
    return doc


def events(language: str, text: str, title: str | None = None) -> list[EventMark]:
    """Events, the main one first."""
    return sorted(read(language, text, title)._.events, key=_order)
