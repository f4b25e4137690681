"""Figures flat beside each other: ``killed: {best: 4, …}``, and every claim nested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

from tocsin.records import Quantity, Reconciled

LARGEST = 2**63 - 1
FIELDS = ("low", "best", "high", "qualifier", "mode", "status", "contested")
"""Those of a claim and of a reconciled figure; a claim is never contested, a reconciled one has no qualifier."""
_READ = {
    kind: tuple((name, attrgetter(name)) for name in FIELDS if name in kind.model_fields)
    for kind in (Quantity, Reconciled)
}


def flatten_quantities(quantities: Sequence[Quantity]) -> dict[str, Any]:
    """The claims of one article or event: all of them nested, and for each kind its total flat.

    The total is the largest claim that is not a part of another, nor another in other words.
    """
    flat: dict[str, Any] = {}
    figures = [_figure(Quantity, quantity) for quantity in quantities]
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
    return {kind: _figure(Reconciled, one) for kind, one in quantities.items()}


def _figure(kind: type[Quantity] | type[Reconciled], figure: Quantity | Reconciled) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, read in _READ[kind]:
        value = read(figure)
        if value is not None:
            found[name] = max(-LARGEST, min(LARGEST, value)) if type(value) is int else value
    return found


def _weight(values: Mapping[str, Any]) -> int:
    number = values.get("best") or values.get("low") or values.get("high") or 0
    return int(number)
