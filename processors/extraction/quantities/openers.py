"""Who opens the clause of a verb: "The guard, Musa Bello, 54, was shot at the gate and died on the spot".

Read from the surface, for sentences in which a small parser loses the subject: a noun phrase about people, what
belongs to it (phrases, asides between commas, a bare participle), then the verb or one that it is joined to.
"""

from __future__ import annotations

from spacy.tokens import Token

from processors.extraction.quantities.joints import AND
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.nouns import noun_phrase
from processors.extraction.quantities.page import RELATIVES, Page
from processors.extraction.quantities.words import Words

_REACH = 48
"""Tokens from the opening noun to the verb."""
_LONGEST = 9
"""Tokens of the opening noun phrase."""
_ENDS = frozenset({";", ":", "!", "?", "\n"})
_INSIDE = frozenset({"ADJ", "NOUN", "PROPN", "NUM"})
_HELPERS = frozenset({"AUX", "ADV", "PART"})


def opening_subject(page: Page, words: Words, verb: int) -> Mention | None:
    """The people whom the clause opens with that has the verb at ``verb``, if nobody else comes between."""
    start = _clause_start(page, verb)
    head = _opening_noun(page, words, start, verb)
    if head is None or not _joined(page, head + 1, verb):
        return None
    m = page.cover.get(head) or noun_phrase(page.doc, page.doc[head], words)
    if m is None or m.start < start or m.partitive or m.form in ("plural", "many"):
        return None
    return m if m.klass in ("person", "soldier", "attacker", "protester", "prisoner", "captive") else None


def _clause_start(page: Page, verb: int) -> int:
    left = max(page.left[verb], verb - _REACH)
    ends = (k + 1 for k in range(verb - 1, left - 1, -1) if page.doc[k].text in _ENDS)
    start = next(ends, page.left[verb])
    if page.doc[start].pos_ in ("ADP", "ADV"):  # "On Sunday, the guard …"
        comma = next((k for k in range(start, min(verb, start + _LONGEST)) if page.lower[k] == ","), None)
        start = comma + 1 if comma is not None else start
    return start


def _opening_noun(page: Page, words: Words, start: int, verb: int) -> int | None:
    """The head of the noun phrase that opens at ``start``: the last noun before something else follows."""
    head = None
    owner = words.sets["owner"]
    for k in range(start, min(verb, start + _LONGEST)):
        token = page.doc[k]
        if token.pos_ in ("NOUN", "PROPN") or words.klass(page.lower[k]) is not None:
            head = k
            if words.sets["plural_article"] and words.human(page.lower[k]):
                break  # a language whose adjectives and names stand behind the noun
        elif page.lower[k] in owner or (token.text == "-" and head is not None):
            head = None
        elif token.pos_ not in ("DET", "ADJ", "NUM", "PRON") or (token.pos_ == "PRON" and k > start):
            break
    return head


def _joined(page: Page, k: int, verb: int) -> bool:
    """Does only what belongs to the noun, or a verb that shares it, stand between ``k`` and the verb?"""
    if verb - k > _REACH:
        return False
    first = _first_verb(page, k, verb)
    if first in (-1, verb):
        return first == verb
    at = verb - 1
    while at > first and page.doc[at].pos_ in _HELPERS:
        at -= 1
    shared = page.lower[at] in AND and page.doc[verb].pos_ == "VERB"
    between = range(first + 1, at)
    return shared and not any(page.doc[x].pos_ in ("AUX", "SCONJ") or page.lower[x] in RELATIVES for x in between)


def _first_verb(page: Page, k: int, verb: int) -> int:
    """The first verb of the clause behind the noun phrase that ends at ``k``, over what belongs to it; -1 if none."""
    depth = False  # inside an aside
    if page.lower[k] in RELATIVES:  # "two guards who barred the way were …": over the verb of the relative clause
        k = next((x + 1 for x in range(k + 1, verb) if page.doc[x].pos_ == "VERB"), verb)
    while k < verb:
        token = page.doc[k]
        if page.lower[k] == ",":
            depth = not (depth and (_finite(page.doc[k + 1]) or k + 1 == verb))
        elif not depth and (_finite(token) or token.pos_ == "SCONJ"):
            break
        k += 1
    while k < verb and page.doc[k].pos_ in _HELPERS:
        k += 1
    return -1 if depth else k


def _finite(token: Token) -> bool:
    """A helper, or a verb that is no participle."""
    if token.pos_ == "VERB":
        return token.tag_ not in ("VBN", "VBG") and "Part" not in token.morph.get("VerbForm", [])
    return token.pos_ == "AUX"
