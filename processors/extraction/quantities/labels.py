"""What stands around a figure that makes it no count: dates, shares, sums, labels, ages; and what makes it two."""

from __future__ import annotations

from spacy.tokens import Doc

from processors.extraction.marks import lowers, text_at
from processors.extraction.quantities.grammar import HYPHENS
from processors.extraction.quantities.interval import Figure
from processors.extraction.quantities.joints import AND, BETWEEN_AGES, ROW, YEARS
from processors.extraction.quantities.phrases import match_back, match_on
from processors.extraction.quantities.words import Words


def labelled(words: Words, doc: Doc, f: Figure) -> bool:
    """A date, a share, a sum, "article 5", or part of a word: no count."""
    sets = words.sets
    before = doc[f.start - 1] if f.start else None
    core_before = doc[f.core - 1].lower_ if f.core else ""
    nxt = doc[f.end] if f.end < len(doc) else None
    if nxt is not None and (words.month(nxt) or nxt.text == "%" or nxt.lower_ in sets["money"]):
        return True
    if percent(words, doc, f):
        return True
    if core_before in sets["money"] or (before is not None and before.lower_ in sets["money"]):
        return True
    if f.digits and f.form == "number" and f.core and words.month(doc[f.core - 1]):
        return True
    if f.form != "article" and core_before in sets["labels"] and f.qualifier is None:
        return True
    if nxt is not None and nxt.lower_ in sets["stations"] and before is not None and before.pos_ == "PROPN":
        return True  # "Magik 9 radio"
    if f.form == "ordinal" and before is not None and before.lower_ in sets["be"]:
        return True  # "he was the third killed this week"
    if before is not None and before.lower_ in sets["clock_at"] and (f.best or 25) < 25 and _of_day(words, doc, f.end):
        return True  # "at about three on Wednesday morning"
    return nxt is not None and nxt.text in HYPHENS and not nxt.whitespace_


def _of_day(words: Words, doc: Doc, k: int) -> bool:
    """ "On Wednesday", "in the morning" at ``k``: what stands before is an hour."""
    ahead = lowers(doc)[k : k + 3]
    return any(w in words.sets["weekdays"] | words.sets["clock_behind"] for w in ahead) and (
        doc[k].pos_ == "ADP" or ahead[0] in words.sets["weekdays"] | words.sets["clock_behind"]
    )


def denied(words: Words, doc: Doc, f: Figure) -> bool:
    """ "13 people, not 15 as was said": the figure that is put right, unless a correction is announced."""
    if match_back(doc, words.trees["not_so"], f.start) is None:
        return False
    first = doc[f.start].sent.start
    return words.sets["corrects"].isdisjoint(lowers(doc)[first : f.start])


def aged_one(words: Words, doc: Doc, head: int) -> bool:
    """ "A 15-year-old": somebody told by an age alone."""
    return head > 1 and doc[head - 1].text in HYPHENS and doc[head - 2].lower_ in words.sets["age_units"]


def superlative(words: Words, doc: Doc, f: Figure) -> bool:
    """ "One of the worst", "l'un des plus graves": nobody."""
    behind = [t for t in doc[f.end : f.end + 3] if t.pos_ not in ("DET", "ADP")]
    of = text_at(doc, f.end, f.end + 1).lower() in words.sets["of"]
    return of and bool(behind) and behind[0].pos_ in ("ADJ", "ADV")


def pair(words: Words, doc: Doc, head: int, end: int) -> bool:
    """ "A father and son", "a husband and wife": two, told with one article."""
    pairs = words.sets["pairs"]
    if end + 1 >= len(doc) or doc[head].lower_ not in pairs or doc[end].lower_ not in AND:
        return False
    return doc[end + 1].lower_ in pairs and doc[end + 1].lower_ != doc[head].lower_


def both(words: Words, doc: Doc, f: Figure, head: int | None, end: int) -> bool:
    """ "Both men", "both were killed"; not "both soldiers and civilians", not "both sides"."""
    k = end if head is not None else f.end
    after = doc[k] if k < len(doc) else None
    if after is None:
        return False
    if after.lower_ in AND:  # "both judges and their driver", not "both soldiers and civilians"
        theirs = k + 1 < len(doc) and doc[k + 1].lower_ in words.sets["possessive"]
        return theirs and head is not None and words.human(doc[head].lower_)
    return words.human(doc[head].lower_) if head is not None else after.pos_ in ("AUX", "VERB")


def percent(words: Words, doc: Doc, f: Figure) -> bool:
    """ "3 pour cent": the three, and the hundred."""
    tree = words.trees["percent"]
    return match_on(doc, tree, f.end) is not None or (f.core > 0 and match_on(doc, tree, f.core - 1) is not None)


def age(words: Words, doc: Doc, f: Figure) -> bool:
    """ "A girl of nine", "two boys aged 15 and 16"."""
    aged = words.sets["aged"]
    if not aged.isdisjoint(lowers(doc)[max(0, f.start - 3) : f.start]):
        return True
    before = doc[f.start - 1] if f.start else None
    people = before is not None and before.pos_ == "NOUN" and words.human(before.lower_)
    if people and f.core - f.start == 1 and (f.best or 0) < 100 and doc[f.start].lower_ in words.sets["below"]:
        return True  # "children under 10"
    back = before is not None and before.lower_ in words.sets["partitive"] | words.sets["be"]
    if back and f.core - f.start == 1 and (f.best or 0) < 100 and doc[f.start].lower_ in words.sets["below"]:
        return True  # "most of them over 60", "most of the dead were under 25"
    if f.digits and (f.best or 0) < 110 and _of_two(words, doc, f):
        return True
    return _in_row(doc, f) or (words.grammar.has("ages_bare") and _of_one(words, doc, f))


def _in_row(doc: Doc, f: Figure) -> bool:
    """ "De 14, 16 et 20 ans": the fourteen."""
    k = f.end
    while k - f.end < ROW and k + 1 < len(doc) and doc[k].lower_ in BETWEEN_AGES and doc[k + 1].like_num:
        k += 2
    if k - f.end >= ROW:
        return True
    return f.end < k < len(doc) and doc[k].lower_ in YEARS and (f.best or 0) < 110


def _of_one(words: Words, doc: Doc, f: Figure) -> bool:
    """ "A sergeant of 27", "a boy of nine", "two brothers of 14 and 16"; not "a leader of 30 men", "a party of 12"."""
    at = f.start
    while f.start - at < ROW and at > 2 and doc[at - 1].lower_ in BETWEEN_AGES and doc[at - 2].like_num:
        at -= 2  # of "14 and 16" the 16
    if f.start - at >= ROW:
        return True
    if at < 2 or doc[at - 1].lower_ not in words.sets["of"] or f.core != f.start or (f.best or 0) > 110:
        return False
    whose = doc[at - 2]
    if whose.lower_ in words.sets["one_person"]:
        return True
    if not words.human(whose.lower_) or whose.lower_ in words.sets["collectives_of"]:
        return False
    # Behind the number no noun stands that it counts.
    return f.end >= len(doc) or doc[f.end].pos_ not in ("NOUN", "PROPN", "ADJ", "NUM")


def _of_two(words: Words, doc: Doc, f: Figure) -> bool:
    """ "Two women, 41 and 67, died": two ages between commas."""
    k = f.start
    if k + 3 < len(doc) and doc[k + 1].lower_ in AND and doc[k + 2].like_num:
        comma, close = k - 1, k + 3
    elif k > 2 and doc[k - 1].lower_ in AND and doc[k - 2].like_num and f.end < len(doc):
        comma, close = k - 3, f.end
    else:
        return False
    outside = comma > 0 and doc[comma].text == "," and doc[close].text in (",", ".", ")", ";")
    return outside and words.human(doc[comma - 1].lower_)
