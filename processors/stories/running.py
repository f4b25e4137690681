"""Running tolls: "three more have died, bringing the toll to 17" (docs/claims.md, 4)."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.records import Claim


def with_running_tolls(claims: Sequence[Claim]) -> list[Claim]:
    """Claims of one kind; a running total that other articles bear out as the toll of this happening counts as one.

    They do when they give it themselves, or when it is an earlier figure of theirs and those who are new. The
    new ones are a part of it then. A total "since January" is borne out by nobody.
    """
    told = [c for c in claims if c.mode == "event" and c.best is not None]
    toll: dict[str, Claim] = {}
    for total in claims:
        article = total.evidence.article_id
        if total.mode != "cumulative" or total.best is None or article in toll:
            continue
        new = [c.best for c in told if c.evidence.article_id == article and c.best is not None]
        others = {c.best for c in told if c.evidence.article_id != article}
        if new and all(n < total.best for n in new) and any(total.best - n in others for n in (0, *new)):
            toll[article] = total
    return [_as_toll(claim, toll.get(claim.evidence.article_id)) for claim in claims] if toll else list(claims)


def _as_toll(claim: Claim, toll: Claim | None) -> Claim:
    if toll is None or claim.mode not in ("event", "cumulative"):
        return claim
    if claim.id == toll.id:
        return claim.model_copy(update={"mode": "event"})
    return claim.model_copy(update={"part_of": claim.part_of or toll.id}) if claim.mode == "event" else claim
