"""How grave a story is, 0 to 100, by a formula whose parts are given with it (docs/decisions/stories.md)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from tocsin.records import Happening, Reconciled

SIGNALS = {
    "HEAVY_OR_REMOTE_ATTACK": 25, "ARMED_CLASH": 25, "TARGETED_KILLING": 22, "TERRITORY_SEIZED": 25,
    "ABDUCTION": 18, "CASUALTIES_REPORTED": 15, "ULTIMATUM_OR_FORCE_THREAT": 15, "ALERT_STATUS": 15,
    "TROOP_BUILDUP": 15, "WEAPONS_POSTURE": 14, "PEACEKEEPER_REINFORCEMENT": 10, "VIOLENT_PROTEST": 14,
    "CROWD_CONTROL_FORCE": 12, "CLOSURE_CURFEW_EMERGENCY": 10, "MASS_ARREST": 10, "TALKS_BROKEN_TIES_CUT": 10,
    "PROTEST_OR_BLOCKADE": 6, "DEESCALATION": 0,
}  # fmt: skip
CERTAINTY = {"actual": 1.0, "announced": 0.8, "reported": 0.7, "future": 0.5}
WEIGHTS = {
    "killed": (18.0, 40.0),
    "injured": (7.0, 15.0),
    "abducted": (6.0, 8.0),
    "displaced": (2.5, 8.0),
    "troops": (3.0, 8.0),
}
"""Points for ten times as many people, and the most that a kind can give."""


def hurt(kind: str, quantities: Mapping[str, Reconciled]) -> float:
    """Points for the people of a kind."""
    points, most = WEIGHTS[kind]
    known = quantities.get(kind)
    number = (known.best if known.best is not None else known.low) if known is not None else None
    return round(min(most, points * math.log10(1 + number)), 1) if number else 0.0


def severity(
    happenings: Sequence[Happening], quantities: Mapping[str, Reconciled], origins: int, contested: bool
) -> tuple[int, dict[str, float]]:
    """What happened (gravest signal, by how sure it is), how many people (logarithmic), how many voices.

    Without any signal a story is 0, whatever else stands in it: severity never comes from a score of words.
    """
    signal = max((SIGNALS[s] * CERTAINTY.get(h.realis, 0.0) for h in happenings for s in h.signals), default=0.0)
    if signal <= 0:
        return 0, {}
    parts = {"signal": round(signal, 1)}
    for kind in WEIGHTS:
        weight = hurt(kind, quantities)
        if weight:
            parts[kind] = weight
    kinds = {s for h in happenings if h.realis in CERTAINTY for s in h.signals}
    parts["breadth"] = float(min(6, 2 * (len(kinds) - 1)))
    parts["corroboration"] = round(min(6.0, 3 * math.log2(max(1, origins))), 1)
    if contested:
        parts["contested"] = -3.0
    return max(0, min(100, round(sum(parts.values())))), parts
