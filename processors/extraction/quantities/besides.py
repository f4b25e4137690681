"""Who is told of besides the dead that a figure counts: "In addition to the assailant, eight people were killed"."""

from __future__ import annotations

from processors.extraction.quantities.claims import Claim, Claims
from processors.extraction.quantities.joints import AND
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.nouns import noun_phrase
from processors.extraction.quantities.page import Page
from processors.extraction.quantities.phrases import match_on
from processors.extraction.quantities.words import Words

_REACH = 5
"""Tokens behind "in addition to" within which the noun stands."""


def besides(page: Page, words: Words, claims: Claims) -> None:
    """Count attackers who died with those that a figure counts; of nobody else do such sentences say that he died."""
    for claim in [c for c in claims.values() if c.kind == "killed" and c.whole is None]:
        _themselves(page, words, claim, claims)
        lo, hi = page.left[claim.mention.start], page.right[claim.mention.start]
        for k in range(lo, hi):
            end = match_on(page.doc, words.trees["besides"], k)
            aside = k == claim.mention.end + 1 and page.lower[k - 1] == ","
            m = _attacker(page, words, end[1], hi, anybody=aside) if end is not None else None
            if m is None or not _apart(page, k, m, claim.mention):
                continue
            if id(m) in claims:
                claims[id(m)].whole = None  # "twelve were killed, not including the two bombers"
                continue
            if m.start not in page.starts:
                page.mentions.append(m)
                page.add(m)
            m.form = "article" if m.form == "definite" else m.form  # he is nobody told of before
            claims[id(m)] = Claim(m, "killed", claim.at, claim.mode)


def _themselves(page: Page, words: Words, claim: Claim, claims: Claims) -> None:
    """ "Killing himself and 16 others", "killing 16 guests and themselves": the attackers, as many as were told."""
    m, lower, own = claim.mention, page.lower, words.sets["reflexive"]
    if lower[m.start - 2 : m.start - 1] and lower[m.start - 2] in own and lower[m.start - 1] in AND:
        k = m.start - 2
    elif lower[m.end + 1 : m.end + 2] and lower[m.end] in AND and lower[m.end + 1] in own:
        k = m.end + 1
    else:
        return
    told = [x for x in page.mentions if x.klass == "attacker" and page.left[k] <= x.start < k and x.best]
    count = told[-1].best if told and lower[k] in words.sets["plural_reflexive"] else 1
    one = Mention(k, k + 1, k, count, count, count, None, "article", "attacker", core=k)
    page.mentions.append(one)
    page.add(one)
    claims[id(one)] = Claim(one, "killed", claim.at, claim.mode)


def _attacker(page: Page, words: Words, start: int, stop: int, *, anybody: bool) -> Mention | None:
    """The attackers who are told next, if they are told as so many; ``anybody``: whoever else is."""
    for k in range(start, min(start + _REACH, stop)):
        if page.lower[k] in words.sets["reflexive"]:
            return Mention(k, k + 1, k, 1, 1, 1, None, "article", "attacker", core=k)
        if words.klass(page.lower[k]) == "attacker" or (anybody and words.human(page.lower[k])):
            return page.cover.get(k) or noun_phrase(page.doc, page.doc[k], words)
        if page.doc[k].is_punct:
            break
    return None


def _apart(page: Page, cue: int, m: Mention, dead: Mention) -> bool:
    """The phrase opens the sentence and ends with a comma, or stands behind those who were killed."""
    if m.end <= dead.start:
        return "," in page.lower[m.end : dead.start]
    return dead.end <= cue
