"""Which events can be tellings of one happening: families of type, mode and signal."""

from __future__ import annotations

from tocsin.records import Event

ARMED_SIGNALS = frozenset({"ARMED_CLASH", "HEAVY_OR_REMOTE_ATTACK", "TARGETED_KILLING", "TERRITORY_SEIZED"})
ARMED_MODES = frozenset(
    {"firearms", "explosives", "suicide-attack", "aerial", "drone", "heavy-weapons", "targeted", "unconventional"}
)
UNREST_SIGNALS = frozenset({"VIOLENT_PROTEST", "PROTEST_OR_BLOCKADE", "CROWD_CONTROL_FORCE"})
UNREST_MODES = frozenset({"primitive", "crowd-control", "beat"})
QUIET_MODES = frozenset({"boycott", "strike", "hunger"})
VIOLENT = frozenset({"armed", "unrest", "violence"})
TALK = frozenset(
    {"REQUEST", "ACCUSE", "REJECT", "CONSULT", "SUPPORT", "AGREE", "CONCEDE", "COOPERATE", "THREATEN", "AID"}
)
"""Types whose place says little: what is said in one capital is said of another."""


def family(event: Event) -> str:
    """The family of an event.

    A riot and the force used against it are one happening; so are tanks and troops that gather at a border.
    Reinforcement of a mission is another than the build-up it answers. Violence of unknown kind fits both
    unrest and armed attack.
    """
    if event.signal in ARMED_SIGNALS or (event.type == "ASSAULT" and event.mode in ARMED_MODES):
        return "unrest" if event.signal in UNREST_SIGNALS else "armed"
    if event.type == "PROTEST" and event.signal is None and event.mode in QUIET_MODES:
        return f"PROTEST/{event.mode}"
    if event.type == "PROTEST" or event.signal in UNREST_SIGNALS:
        return "unrest"
    if event.type == "ASSAULT":
        if event.mode in UNREST_MODES:
            return "unrest"
        return "abduction" if event.mode == "abduct" else "violence"
    if event.type == "MOBILIZE":
        peace = event.signal == "PEACEKEEPER_REINFORCEMENT"
        peace = peace or (event.signal != "TROOP_BUILDUP" and "peacekeeping" in event.contexts)
        return "reinforcement" if peace else "posture"
    if event.type in ("COERCE", "RETREAT", "SANCTION"):
        return f"{event.type}/{event.mode or ''}"
    return event.type


def related(one: str, other: str) -> bool:
    """May two families tell of one happening?"""
    return one == other or ("violence" in (one, other) and {one, other} <= VIOLENT)
