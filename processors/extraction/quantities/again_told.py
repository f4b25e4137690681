"""Who a pronoun means that is the subject of a killing: "A bullet hit a vendor; she died", "all four have died"."""

from __future__ import annotations

from processors.extraction.quantities.claims import Claim, Claims
from processors.extraction.quantities.frames import Trigger
from processors.extraction.quantities.joints import AND
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.page import CLAUSE_WORDS, Page
from processors.extraction.quantities.words import Words

_PLAIN = frozenset({"PRON", "AUX", "ADV", "PUNCT", "PART"})
"""What may stand before the verb of a clause whose subject is a pronoun."""
_PEOPLE = frozenset({"person", "soldier", "attacker", "protester"})
_FORMS = frozenset({"article", "name", "possessive", "definite"})
_AGAIN = 40
"""Tokens within which "all four" means those told before."""
_NEAR = 12
"""Tokens behind a body within which it is told that it was found."""
_DESCRIBES = frozenset({"ADJ", "NOUN", "VERB", "PUNCT"})
_LINKS = CLAUSE_WORDS | AND | {";", ","}


def told_again(page: Page, words: Words, t: Trigger, claims: Claims) -> Mention | None:
    """Those told of before, if one alone fits the pronoun: in the sentence before, or earlier in the same."""
    at = t.anchor if t.anchor >= 0 else t.start
    lead = range(at - 1, max(page.left[at] - 1, at - 7), -1)
    own = words.sets["reflexive"]
    one = next((k for k in lead if page.doc[k].pos_ == "PRON" and page.lower[k] not in own), None)
    if one is None or any(w.pos_ not in _PLAIN for w in page.doc[one:at]):
        return None
    several = page.lower[one] in words.sets["pronouns_several"]
    if not several and page.lower[one] not in words.sets["pronouns_one"]:
        return None
    if any(w.like_num and len(w) == 4 for w in page.doc[at : page.right[at]]):
        return None  # of a year gone by
    said = _before(page, one, several)
    told = [m for k in said if (m := page.starts.get(k)) is not None and _fits(m, several, claims)]
    if len(told) != 1:
        return None
    claims.pop(id(told[0]), None)
    return told[0]


def the_victim(t: Trigger, claims: Claims) -> None:
    """ "Stabbed a teacher. The victim died in hospital": the fate of the one who was hurt."""
    if t.form.frame.kind != "killed":
        return
    hurt = [c for c in claims.values() if c.kind == "injured" and 0 < t.start - c.mention.end < _AGAIN]
    if len(hurt) == 1 and hurt[0].mention.best == 1:
        claims[id(hurt[0].mention)] = Claim(hurt[0].mention, "killed", t.start)


def all_of_them(page: Page, words: Words, claims: Claims) -> None:
    """ "Four miners were shot in their tents; all four have died": the fate of the four, not of four more."""
    for claim in list(claims.values()):
        m = claim.mention
        if not m.elliptical or (m.best or 0) < 2 or m.qualifier or not _all(page, words, m.start):
            continue
        near = [x for x in page.mentions if 0 < m.start - x.end < _AGAIN and _fits(x, True, claims)]
        told = [x for x in near if x.best == m.best and not x.qualifier]
        if len(told) == 1:
            claims.pop(id(told[0]), None)
            claims[id(told[0])] = Claim(told[0], claim.kind, claim.at, claim.mode, claim.whole)
            del claims[id(m)]


def found_dead(page: Page, words: Words, claims: Claims) -> None:
    """ "Abducted a trader; his body was found on Sunday": the one dead of a text that tells of no other."""
    if any(claim.kind == "killed" for claim in claims.values()):
        return
    whose = words.sets["possessive"]
    for at in (k for k, word in enumerate(page.lower) if word in words.sets["remains"] and k not in page.cover):
        first = next((k for k in range(at - 1, max(page.left[at], at - 4) - 1, -1) if page.lower[k] in whose), None)
        found = not words.sets["retrieved"].isdisjoint(page.lower[at + 1 : min(page.right[at], at + _NEAR)])
        if first is None or not found or "Sing" not in page.doc[at].morph.get("Number", []):
            continue
        if any(page.doc[k].pos_ not in _DESCRIBES for k in range(first + 1, at)):
            continue
        one = Mention(first, at + 1, at, 1, 1, 1, None, "possessive", "person", core=at)
        page.mentions.append(one)
        page.add(one)
        claims[id(one)] = Claim(one, "killed", at)
        return


def _all(page: Page, words: Words, start: int) -> bool:
    """ "All four", "tous les quatre"."""
    before = page.lower[max(0, start - 2) : start]
    return bool(before) and not words.sets["all"].isdisjoint(
        before if before[-1] in words.sets["definite"] else before[-1:]
    )


def _before(page: Page, one: int, several: bool) -> range:
    """Where those stand whom the pronoun at ``one`` means."""
    first, k = page.left[one], one - 1
    while k > first and page.doc[k].pos_ == "ADV" and page.lower[k] not in _LINKS:
        k -= 1
    if k <= first:
        return range(page.left[first - 1], first) if first and not several else range(0)
    return range(first, k) if page.lower[k] in _LINKS else range(0)


def _fits(m: Mention, several: bool, claims: Claims) -> bool:
    """One person, or several, not yet counted among the dead."""
    old = claims.get(id(m))
    if old is not None and old.kind != "injured":
        return False
    if several:
        return (m.best or 0) > 1 and m.form == "number" and not m.partitive and m.klass in _PEOPLE
    return m.best == 1 and m.form in _FORMS and (m.klass in _PEOPLE or old is not None)
