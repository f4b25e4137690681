"""Sectors by what they mean, for all who ask on which side of the law, or of a front, a party stands.

The three letters are PLOVER's (``ontology.json``) and older data's for the same: REB rebels, UAF unidentified armed
forces, PRM paramilitaries and private armies, IMG armed groups across borders, SEP separatists, INS insurgents.
"""

from __future__ import annotations

FORCES = frozenset({"MIL", "COP"})
"""A state's armed men."""
REBELS = frozenset({"REB", "UAF", "PRM", "IMG", "SEP", "INS"})
"""Armed groups of no state."""
OUTLAWS = REBELS | {"CRM"}
"""With gangs."""
ARMED = FORCES | OUTLAWS
"""Whoever bears arms."""
