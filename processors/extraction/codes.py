"""Codes of other communities for an event: looked up in ``lexicon/ontology.json``."""

from __future__ import annotations

from tocsin.records import Codes


def codes_for(type_: str, mode: str | None, signal: str | None) -> Codes:
    """ACLED event and sub-event type, CAMEO code, Goldstein score and PLOVER score of an event."""
    return Codes()
