"""Figures of a story over all its happenings, without counting anyone twice."""

from __future__ import annotations

from collections.abc import Sequence

from processors.stories.compatible import SAME_TOWN_KM, distance
from processors.stories.deeds import Deed, at_odds, deed
from processors.stories.figures import add, figure
from processors.stories.homes import HURT
from processors.stories.ledger import carried
from processors.stories.mentions import apart, span
from tocsin.records import Happening, Reconciled


def totals(happenings: Sequence[Happening]) -> dict[str, Reconciled]:
    """Per kind: figures of happenings that are clearly apart are added, of others the greatest holds.

    Clearly apart: days that do not meet, or towns more than 30 km from each other. Anything less may be
    the same people told again. An open figure ("more than 80") may hold others of the same article.
    """
    kinds: dict[str, list[Happening]] = {}
    for happening in happenings:
        for kind in happening.quantities:
            kinds.setdefault(kind, []).append(happening)
    found: dict[str, Reconciled] = {}
    for kind, group in sorted(kinds.items()):
        gone = [h for h in group if h.quantities[kind].mode == OUT]
        stay = [h for h in group if h not in gone]
        if stay:
            found[kind] = _total(kind, stay)
        if gone:
            found.setdefault(f"{kind}:{OUT}" if stay else kind, _total(kind, gone))
    return found


OUT = "flow_out"
"""Mode of people who were freed or withdrawn: never added to those taken or sent."""


def _total(kind: str, group: list[Happening]) -> Reconciled:
    ranked = sorted(group, key=lambda h: (-figure(h.quantities[kind]).value, h.id))
    counted: list[Happening] = []
    for happening in ranked:
        if all(clearly_apart(happening, other) and not _may_hold(kind, other, happening) for other in counted):
            counted.append(happening)
    own = [h.quantities[kind] for h in counted]
    everything = [claim for h in group for claim in h.quantities[kind].claims]
    ends = [end for h in counted for q in (h.quantities[kind],) for end in (q.low, q.best, q.high)]
    claims = carried(everything, ends)
    left_out = len(everything) - len(claims) + sum(h.quantities[kind].claims_left_out for h in group)
    ledger = {"claims": claims, "claims_left_out": left_out}
    contested = any(h.quantities[kind].contested for h in group)
    if len(own) == 1:
        return own[0].model_copy(update={**ledger, "contested": contested})
    summed = add(figure(q) for q in own)
    return Reconciled(
        low=summed.low,
        best=summed.best,
        high=summed.high,
        status="actual" if any(q.status == "actual" for q in own) else own[0].status,
        mode=own[0].mode,
        contested=contested,
        parts={h.id: h.quantities[kind].model_copy(update={"claims": [], "claims_left_out": 0}) for h in counted},
        claims=claims,
        claims_left_out=left_out,
    )


def _may_hold(kind: str, larger: Happening, smaller: Happening) -> bool:
    """ "More than 80 hurt" may count those of the day before too, when the same article says both."""
    one, other = larger.quantities[kind], smaller.quantities[kind]
    articles = [{claim.evidence.article_id for claim in q.claims} for q in (one, other)]
    return one.high is None and bool(articles[0] & articles[1])


def clearly_apart(one: Happening, other: Happening) -> bool:
    """Different days, or different towns, each known well enough to say so; or others died in another way."""
    if one.date is not None and other.date is not None and "publication" not in (one.date.anchor, other.date.anchor):
        mine, theirs = span(one.date), span(other.date)
        if mine is not None and theirs is not None and apart(mine, theirs) > 0:
            return True
    if at_odds(_deed(one), _deed(other)):
        return True
    if one.place is None or other.place is None or not one.place.precision == 1 == other.place.precision:
        return False
    away = distance(one.place, other.place)
    return away is not None and away > SAME_TOWN_KM


def _deed(happening: Happening) -> Deed:
    found = happening.quantities
    claims = (claim for kind in HURT if kind in found for claim in found[kind].claims)
    return deed(happening, claims, (quote.text for quote in happening.evidence))
