"""Figures as articles give them → claims, with sentence, speaker and origin; none is ever dropped."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from processors.stories.linkable import CountedPeople, Linkable
from processors.stories.mentions import Mention
from processors.stories.origins import origins_of
from tocsin.records import Claim, Evidence, Receipt


def claims_of(mentions: Sequence[Mention]) -> list[Claim]:
    """All claims of a happening, in the order of the articles."""
    claims: dict[str, Claim] = {}
    for mention in mentions:
        for quantity in mention.quantities:
            claim = _claim(mention, quantity)
            claims.setdefault(claim.id, claim)
    return list(claims.values())


def claim_id(item: Linkable, quantity: CountedPeople) -> str:
    """Derived from article, kind and place in the text."""
    basis = f"{item.id}\0{quantity.kind}\0{quantity.start}\0{quantity.end}"
    return hashlib.sha256(basis.encode()).hexdigest()[:16]


def _claim(mention: Mention, quantity: CountedPeople) -> Claim:
    item = mention.item

    def ref(index: int | None) -> str | None:
        known = index is not None and 0 <= index < len(item.quantities)
        return claim_id(item, item.quantities[index]) if known and index is not None else None

    status = "announced" if mention.event.realis in ("announced", "future") else quantity.status
    return Claim(
        id=claim_id(item, quantity),
        kind=quantity.kind,
        low=quantity.low,
        best=quantity.best,
        high=quantity.high,
        qualifier=quantity.qualifier,
        mode=quantity.mode,
        status=status,
        side=quantity.side,
        attributed_to=quantity.attributed_to,
        part_of=ref(quantity.part_of),
        same_as=ref(quantity.same_as),
        revised_from=ref(quantity.revised_from),
        origin=origins_of(item)[0],
        published_at=item.at,
        evidence=evidence(item, quantity.evidence),
    )


def evidence(item: Linkable, receipt: Receipt) -> Evidence:
    """A quoted sentence with its article."""
    return Evidence(
        text=receipt.text,
        article_id=item.id,
        start=receipt.start,
        end=receipt.end,
        source=item.source,
        url=item.url,
        language=item.language,
    )
