"""A counted noun, an aside between commas, then its verb: "six people, including two children, were wounded"."""

from __future__ import annotations

from processors.extraction.quantities.joints import AGED, AND
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.nouns import noun_phrase
from processors.extraction.quantities.page import BREAKS, CLAUSE_WORDS, RELATIVES, Page
from processors.extraction.quantities.phrases import match_on
from processors.extraction.quantities.words import Words

_REACH = 44
"""Tokens over which asides are followed back."""
_OPENING = 5
"""Within which an aside says of whom it tells ("the youngest of them 16")."""
_ABOUT_ALL = RELATIVES | AGED
"""What an aside about everybody told before, one or several, opens with."""
_PHRASE = frozenset({"NOUN", "PROPN", "ADP", "DET", "ADJ"})
_NAMING = frozenset({"PROPN", "NOUN", "DET", "ADJ", "CCONJ", "PUNCT"})


def before_aside(page: Page, words: Words, verb: int) -> Mention | None:
    """Who is told of before the asides that end right before the verb (its helpers included) at ``verb``."""
    closes = verb - 1
    if closes <= page.left[verb] or page.lower[closes] != "," or page.lower[verb] in RELATIVES:
        return None
    commas = [k for k in range(closes - 1, max(page.left[verb], closes - _REACH), -1) if page.lower[k] == ","]
    end = closes
    for comma in commas:
        if (some := _picked_anew(page, words, comma)) is not None:
            return some
        if any(w in BREAKS for w in page.lower[comma:closes]):
            return None
        tells_all = page.lower[comma + 1] in _ABOUT_ALL or "Part" in page.doc[comma + 1].morph.get("VerbForm", [])
        if tells_all and (one := _alone(page, words, comma)) is not None:
            return one  # "a guard, who was with them, was killed"
        if tells_all or opens_aside(page, words, comma + 1, end):
            whole = _counted(page, words, comma)
            before = [k for k in commas if k < comma]
            inside = before and opens_aside(page, words, before[0] + 1, comma)
            if whole is not None and not inside:
                return whole
        elif (whole := _counted(page, words, comma)) is not None and _named(page, whole, comma + 1, closes):
            return whole
        elif any(page.doc[k].pos_ == "AUX" for k in range(comma + 1, end)):
            return None  # another clause
        end = comma
    return None


def _picked_anew(page: Page, words: Words, comma: int) -> Mention | None:
    """ "…, and some 300 of them, doctors say, were hurt": a part that has the verb for itself."""
    m = page.cover.get(comma - 1)
    own = m is not None and m.partitive and page.lower[m.head] in words.sets["partitive"]
    return m if own and m is not None and page.lower[m.start - 1] in AND else None


def opens_aside(page: Page, words: Words, start: int, end: int) -> bool:
    """Does an aside about people told before begin at ``start``: a cue, "five of them", "all of whom", "aged 6"?"""
    at = start + (page.lower[start] in AND)
    if page.lower[start] in AGED or match_on(page.doc, words.trees["cues"], at):
        return True
    if any(match_on(page.doc, words.trees["aside"], k) for k in range(at, min(end, at + 3))):
        return True  # "civilians for the most part"
    picked = words.sets["picked"] | words.sets["of"]
    first = range(start + 1, min(end, start + _OPENING))
    return any(page.lower[k] in words.sets["partitive"] and page.lower[k - 1] in picked for k in first)


def verb_behind_aside(page: Page, words: Words, m: Mention) -> bool:
    """ "A priest, and six of his flock, including a nun, were seized": has ``m`` a verb of its own over an aside?"""
    k, right = m.end, page.right[m.end - 1]
    while k < right and page.doc[k].pos_ in _PHRASE and k not in page.cover:
        k += 1
    if k + 1 >= right or page.lower[k] != "," or not opens_aside(page, words, k + 1, right):
        return False
    for c in range(k + 2, min(right - 1, k + _REACH)):
        if page.lower[c] in BREAKS:
            return False
        if page.lower[c] == "," and page.doc[c + 1].pos_ == "AUX":
            return True
    return False


def joined_behind(page: Page, words: Words, m: Mention, verb: int) -> Mention | None:
    """ "Six people, including two children, and a soldier were killed": the soldier, where ``verb`` is theirs."""
    k = m.end
    while k < verb and page.doc[k].pos_ in _PHRASE and k not in page.cover:
        k += 1
    if page.lower[k] != "," or not opens_aside(page, words, k + 1, verb):
        return None
    for c in range(k + 2, min(verb, k + _REACH)):
        if page.lower[c] == "," and page.lower[c + 1] in AND:
            nxt = page.starts.get(c + 2)
            if nxt is None or nxt.partitive or nxt.elliptical:
                return None
            between = page.doc[nxt.end : verb]
            helped = bool(between) and any(t.pos_ == "AUX" for t in between)
            plain = all(t.pos_ in _PHRASE or t.pos_ in ("AUX", "ADV") for t in between)
            return nxt if helped and plain else None
    return None


def _counted(page: Page, words: Words, comma: int) -> Mention | None:
    """The number whose phrase ends before the comma: "three villagers of Bangui, …"."""
    k = comma - 1
    age = page.of_age(k)
    if age is not None:
        return age if (age.best or 0) > 1 else None
    while k > page.left[comma] and k not in page.cover and page.doc[k].pos_ in _PHRASE:
        k -= 1
    m = page.cover.get(k)
    back = m is not None and m.partitive and page.lower[m.head] in words.sets["partitive"]
    if m is None or back or m.klass in ("vehicle", "thing", "unit"):
        return None
    if m.end <= comma - 1 and page.lower[m.end] in CLAUSE_WORDS:
        return None
    several = (m.best or 0) > 1 or m.form in ("plural", "vague", "few")
    return m if several and m.end == k + 1 else None


def _alone(page: Page, words: Words, comma: int) -> Mention | None:
    """Somebody told of alone right before the comma: "a guard", "their cousin"."""
    m = page.cover.get(comma - 1)
    if m is not None:
        one = m.best == 1 and m.end == comma and m.form in ("article", "possessive", "number")
        return m if one and not m.partitive and words.human(page.lower[m.head]) else None
    made = noun_phrase(page.doc, page.doc[comma - 1], words) if words.human(page.lower[comma - 1]) else None
    return made if made is not None and made.form == "possessive" and made.best == 1 else None


def _named(page: Page, whole: Mention, start: int, end: int) -> bool:
    """ "Three others, Sgt. Amir Levi, Cpl. Dan Katz and Pvt. Noam Bar, were …": as many names as told of."""
    said = page.doc[start:end]
    if any(t.pos_ not in _NAMING for t in said):
        return False
    names, fresh = 0, True
    for t in said:
        if t.text == "," or page.lower[t.i] in AND:
            fresh = True
        elif t.pos_ == "PROPN" and fresh:
            names, fresh = names + 1, False
    return names > 1 and names == whole.best


def over_age(page: Page, words: Words, j: int, left: int) -> int:
    """Back over an age between commas: "Mamadou Sy, aged 41, was shot"; ``j`` unchanged where there is none."""
    k = j
    while k > left and j - k < 5 and page.lower[k] != ",":
        k -= 1
    inside = page.lower[k + 1 : j + 1]
    told = any(w in words.sets["aged"] for w in inside) or (len(inside) == 1 and page.doc[j].like_num)
    told = told or (len(inside) > 1 and inside[-1] in words.counted and page.doc[j - 1].pos_ == "ADV")
    if k <= left or not told or page.lower[k] != ",":
        return j
    known = page.doc[k - 1].ent_type_ or k - 1 in page.cover
    return k - 1 if known else j
