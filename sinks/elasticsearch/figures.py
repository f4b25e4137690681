"""Figures flat beside each other: ``killed: {best: 4, …}``, and every claim nested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tocsin.records import Quantity, Reconciled

LARGEST = 2**63 - 1
FIELDS = ("low", "best", "high", "qualifier", "mode", "status", "contested")
_FIELDS = set(FIELDS)


def flatten_quantities(quantities: Sequence[Quantity]) -> dict[str, Any]:
    """The claims of one article or event: all of them nested, and for each kind its total flat.

    The total is the largest claim that is not a part of another, nor another in other words.
    """
    flat: dict[str, Any] = {}
    figures = [_figure(quantity.model_dump(include=_FIELDS)) for quantity in quantities]
    for quantity, figure in zip(quantities, figures, strict=True):
        if quantity.part_of is not None or quantity.same_as is not None:
            continue
        known = flat.get(quantity.kind)
        if known is None or _weight(figure) > _weight(known):
            flat[quantity.kind] = figure
    claims = []
    for quantity, figure in zip(quantities, figures, strict=True):
        claim = {"kind": quantity.kind, **figure}
        for name in ("side", "attributed_to", "text"):
            if getattr(quantity, name):
                claim[name] = getattr(quantity, name)
        claims.append(claim)
    return {**flat, **({"quantities": claims} if claims else {})}


def flatten_claims(quantities: Mapping[str, Reconciled]) -> dict[str, Any]:
    """The reconciled figures of a story, by kind."""
    return {kind: _figure(one.model_dump(exclude={"parts", "claims"})) for kind, one in quantities.items()}


def _figure(values: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in FIELDS:
        value = values.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            value = max(-LARGEST, min(LARGEST, value))
        if value is not None:
            found[name] = value
    return found


def _weight(values: Mapping[str, Any]) -> int:
    number = values.get("best") or values.get("low") or values.get("high") or 0
    return int(number)
