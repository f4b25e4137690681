"""A line that names a story: the headline nearest to all others, else what, where, when, how many."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from processors.stories.linkable import Linkable
from processors.stories.mentions import span
from processors.stories.weights import fold_simple, weight
from tocsin.records import EventDate, Happening, Reconciled

COUNTED = (
    "killed", "injured", "missing", "abducted", "arrested", "displaced", "troops", "protesters", "attackers",
    "vehicles",
)  # fmt: skip


def title_of(
    originals: Sequence[Linkable], happenings: Sequence[Happening], quantities: Mapping[str, Reconciled]
) -> str | None:
    """The most central headline of those that tell the main happening, else of the story, else a line made of it."""
    main = set(happenings[0].articles) if happenings and happenings[0].signal else set()
    telling = [item for item in originals if item.id in main]
    return _headline(telling) or _headline(originals) or _made(happenings, quantities)


def _headline(originals: Sequence[Linkable]) -> str | None:
    """The headline whose words most others share, each word once and by its weight; the earliest of equals.

    ``fsum`` is exact: a set's order differs from process to process, and must not decide between equals.
    """
    titles = [(item.title, item.language) for item in originals if item.title][:50]
    words = [(set(fold_simple(title).split()), language) for title, language in titles]
    counts = Counter(word for found, _ in words for word in found)

    def centrality(index: int) -> float:
        found, language = words[index]
        shared = math.fsum((counts[word] - 1) * weight(word, language) for word in found)
        return round(shared / math.sqrt(len(found) or 1), 9)

    best = max(range(len(titles)), key=lambda i: (centrality(i), -i), default=None)
    return titles[best][0] if best is not None else None


Range = tuple[int | None, int | None, int | None]
WORDS = {
    "ARMED_CLASH": "Armed clash", "HEAVY_OR_REMOTE_ATTACK": "Heavy or remote attack",
    "TARGETED_KILLING": "Targeted killing", "TERRITORY_SEIZED": "Territory seized", "ABDUCTION": "Abduction",
    "CASUALTIES_REPORTED": "Casualties", "ULTIMATUM_OR_FORCE_THREAT": "Threat of force",
    "ALERT_STATUS": "Forces on alert", "TROOP_BUILDUP": "Troop build-up", "WEAPONS_POSTURE": "Weapons moved",
    "PEACEKEEPER_REINFORCEMENT": "Peacekeepers reinforced", "VIOLENT_PROTEST": "Violent protest",
    "CROWD_CONTROL_FORCE": "Force against a crowd", "CLOSURE_CURFEW_EMERGENCY": "Curfew or closure",
    "MASS_ARREST": "Mass arrest", "TALKS_BROKEN_TIES_CUT": "Talks broken off or ties cut",
    "PROTEST_OR_BLOCKADE": "Protest", "DEESCALATION": "De-escalation",
}  # fmt: skip
"""What happened, in the words of a headline."""
ATTACKS = {
    "aerial": "Air strike",
    "drone": "Drone attack",
    "heavy-weapons": "Shelling",
    "suicide-attack": "Suicide attack",
    "explosives": "Explosion",
}
EASING = {
    "ceasefire": "Ceasefire", "withdraw": "Withdrawal", "release": "Release", "resign": "Resignation",
    "CONSULT": "Talks", "AGREE": "Agreement", "CONCEDE": "Concession", "AID": "Aid",
}  # fmt: skip
SHOWN = {"announced": "announced", "reported": "unconfirmed", "future": "expected"}


def _made(happenings: Sequence[Happening], quantities: Mapping[str, Reconciled]) -> str | None:
    """``Armed clash in Gao, 24 September 2023: 4 killed``: of the main happening alone."""
    if not happenings:
        return None
    main = happenings[0]
    where = f" {'at' if main.place.country is None else 'in'} {main.place.name}" if main.place is not None else ""
    when = f", {day_in_words(main.date)}" if main.date is not None else ""
    figures = told_figures(main.quantities)[:3]
    sure = f" ({SHOWN[main.realis]})" if main.realis in SHOWN else ""
    return f"{what(main)}{where}{when}" + (f": {', '.join(figures)}" if figures else "") + sure


def what(happening: Happening) -> str:
    """What happened: ``Armed clash``, ``Drone attack``; without a signal its mode or type."""
    if happening.signal == "HEAVY_OR_REMOTE_ATTACK" and happening.mode in ATTACKS:
        return ATTACKS[happening.mode]
    if happening.signal == "DEESCALATION":
        return EASING.get(happening.mode or happening.type, EASING.get(happening.type, WORDS["DEESCALATION"]))
    return WORDS.get(happening.signal or "") or (happening.mode or happening.type).replace("-", " ").capitalize()


def day_in_words(when: EventDate) -> str:
    """``24 September 2023``, ``27–28 May 2023``, ``May 2023``, ``2023``."""
    known = span(when)
    if known is None:
        return when.start
    first, last = known
    if when.precision == "year":
        return str(first.year)
    month = f"{MONTHS[first.month - 1]} {first.year}"
    if when.precision == "month":
        return month
    if first == last:
        return f"{first.day} {month}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {month}"
    return f"{first.day} {month} – {last.day} {MONTHS[last.month - 1]} {last.year}"


MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


DONE_TO = frozenset(COUNTED[:6])
"""Kinds that follow their number without "of": "dozens killed", but "hundreds of protesters"."""


ONE = {"attackers": "attacker", "protesters": "protester", "vehicles": "vehicle", "troops": "soldier"}
GONE = {"abducted": "freed", "arrested": "released", "troops": "troops withdrawn", "vehicles": "vehicles withdrawn"}


def order(key: str) -> tuple[int, str]:
    """Where a kind stands among figures: the dead first."""
    kind = key.partition(":")[0]
    return (COUNTED.index(kind) if kind in COUNTED else len(COUNTED), key)


def told_figures(quantities: Mapping[str, Reconciled]) -> list[str]:
    """Figures in the order of their weight: ``4 killed``, ``at least 80 injured``, ``700 troops``."""
    found = []
    for key, known in sorted(quantities.items(), key=lambda pair: order(pair[0])):
        kind = key.partition(":")[0]
        number = in_words(known)
        kind = ONE.get(kind, kind) if number == "1" else kind
        if number and known.mode in ("event", "flow_in"):
            found.append(f"{number.removesuffix(' of') if kind in DONE_TO else number} {kind}")
        elif number and known.mode == "flow_out":
            found.append(f"{number} {GONE.get(kind, kind + ' out')}")
    return found


def in_words(known: Reconciled) -> str:
    """``4``, ``at least 80``, ``300–1,000``, ``hundreds of``; empty when nothing is known."""
    low, best, high = known.low, known.best, known.high
    if best is None:
        if low is not None and high is not None and low != high:
            return f"{low:,}–{high:,}"
        return f"at least {low:,}" if low is not None else ""
    rough = VAGUE.get((low, best, high))
    if rough:
        return rough
    if high is None and low == best:
        return f"at least {best:,}"
    if low is not None and high is not None and low < best < high:
        return f"about {best:,}"
    return f"{best:,}"


VAGUE: dict[Range, str] = {
    (10, 10, 99): "tens of", (12, 12, 99): "dozens of", (20, 20, 99): "scores of", (100, 100, 999): "hundreds of",
    (1000, 1000, 9999): "thousands of", (10_000, 10_000, 99_999): "tens of thousands of", (3, 3, 9): "several",
    (100, 100, None): "hundreds of", (1000, 1000, None): "thousands of",
}  # fmt: skip
"""How ranges read that stand for a word (docs: counting people)."""
