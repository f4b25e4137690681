"""Counts that are none: negated, denied, threatened, merely possible."""

from __future__ import annotations

from processors.extraction.quantities.joints import OF, TO
from processors.extraction.quantities.page import BREAKS, CLAUSE_WORDS, Page
from processors.extraction.quantities.phrases import match_back
from processors.extraction.quantities.words import Words

_NAMES = frozenset({"ORG", "PERSON", "PER", "GPE", "LOC", "FAC"})


def unreal(page: Page, words: Words, at: int, shapes: frozenset[str]) -> bool:
    """Negated, denied, threatened or merely possible: gives no count ("figures inside a denied claim: nothing")."""
    lower, sets = page.lower, words.sets
    left = page.left[at]
    window = lower[max(left, at - 5) : at]
    for k, word in enumerate(window):
        if page.doc[max(left, at - 5) + k].ent_type_ in _NAMES:
            continue  # "Doctors Without Borders", "Fada N'Gourma"
        if word in sets["negation"] or word in sets["negated_subject"]:
            if word in sets["half_negation"] and not sets["only_with"].isdisjoint(lower[at : at + 4] + window[k:]):
                continue  # "n'ont tué que trois soldats"
            if not sets["not_negated"].isdisjoint(window[k + 1 : k + 2]):
                continue  # "no fewer than", "not only"
            if any(w in CLAUSE_WORDS or w in (",", ";") for w in window[k:]):
                continue
            if k and window[k - 1] in sets["doubly"]:
                continue  # "not without killing", "non sans avoir égorgé"
            if word not in sets["negated_pronoun"]:
                return True
            noun = page.doc[max(left, at - 5) + k - 1].pos_ in ("DET", "NUM")  # "une personne"
            if not noun and not sets["half_negation"].isdisjoint(window):
                return True
    for k in range(at - 1, max(left, at - 18) - 1, -1):
        if lower[k] in BREAKS or lower[k] in CLAUSE_WORDS:
            break
        if lower[k] in sets["deny"] and page.doc[k].pos_ != "ADJ":
            return True
    if _counterfactual(page, words, at) or _alternative(page, words, at):
        return True
    verb = next((k for k in range(at - 1, max(left, at - 4), -1) if page.doc[k].pos_ in ("VERB", "AUX")), None)
    if verb is not None and not shapes and _counterfactual(page, words, verb):
        return True  # "could have left dozens dead"
    if "inf" in shapes and at:
        near = lower[max(left, at - 6) : at]
        if any(w in sets["threat"] for w in near) or lower[at - 1] in sets["modal"] or lower[at - 1] in sets["future"]:
            return True
        if lower[at - 1] in sets["aim"] and sets["managed"].isdisjoint(near):
            return True
        if lower[at - 1] in OF | TO and any(w in sets["vain"] for w in near):
            return True
    return False


def _alternative(page: Page, words: Words, at: int) -> bool:
    """ "To leave or be killed", "partir ou mourir": the other half of a threat."""
    lower, k = page.lower, at - 1
    if k > page.left[at] and lower[k] in words.sets["bare_infinitive"]:
        k -= 1
    if k > page.left[at] and lower[k] in words.sets["of"]:
        k -= 1
    if k <= page.left[at] or lower[k] not in words.sets["either"]:
        return False
    if k == at - 1 and not any("inf" in f.shapes for f in words.verbs.get(lower[at], ())):
        return False
    window = range(k - 1, max(page.left[at], k - 14), -1)
    return any(lower[i] in words.sets["purpose"] and page.doc[i + 1].pos_ in ("VERB", "AUX") for i in window)


def _counterfactual(page: Page, words: Words, at: int) -> bool:
    """ "Could have killed", "aurait pu tuer", "tuerait": told of what did not happen."""
    if match_back(page.doc, words.trees["could_have"], at) is not None:
        return True
    return page.doc[at].pos_ == "VERB" and words.grammar.ends(page.lower[at], "to_come")
