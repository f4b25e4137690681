"""A name with its short form in brackets before a noun is a part of it: "a Border Security Force (BSF) trooper".

The parser takes the name for the subject or object and leaves the noun behind the bracket beside it, so that nobody is
told of. The name's outer words become parts of the noun, which takes their place where it hung on one of them.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from processors.extraction.lexicon import every_language

Moves = dict[int, tuple[int, str]]
OPENS, CLOSES = "(", ")"
_JOINTS = every_language("names", "joins") | {"-", "–"}
_LONGEST = 12
"""Tokens of a name."""
_SHORT_FORM = 6
"""Tokens between which a bracket with a short form opens and closes: "(NSCN-K)"."""
_BEFORE = frozenset({"det", "nummod", "amod", "case", "nmod:poss"})
_NOUNS = frozenset({"NOUN", "PROPN"})


def gloss_end(doc: Doc, opens: int) -> int | None:
    """Where the bracket that opens here and holds a short form closes; None for any other bracket."""
    inside = doc[opens + 1].text if opens + 1 < len(doc) else ""
    short = opens > 0 and doc[opens - 1].text.isupper() and inside[:1].isupper()  # "NSCN (Khango) cadres"
    if not short and sum(letter.isupper() for letter in inside) < 2:
        return None
    stop = min(len(doc), opens + _SHORT_FORM)
    return next((k for k in range(opens + 2, stop) if doc[k].text == CLOSES), None)


def name_start(doc: Doc, opens: int) -> int:
    """Where the name begins that ends before the bracket: a row of capitals with their joints."""
    first, left = opens, max(doc[opens].sent.start, opens - _LONGEST)
    for k in range(opens - 1, left - 1, -1):
        if doc[k].text[:1].isupper() or (doc[k].ent_type_ and k + 1 == first):
            first = k
        elif doc[k].lower_ not in _JOINTS:
            break
    return first


def mend(doc: Doc, opens: int, days: frozenset[str], moves: Moves) -> None:
    """Note what hangs where, for the bracket that opens at a token."""
    closes = gloss_end(doc, opens)
    if closes is None or closes + 1 >= len(doc):
        return
    noun = doc[closes + 1]
    if noun.pos_ not in _NOUNS or not noun.text[:1].islower() or noun.lower_ in days:
        return
    if noun.dep_ == "compound" and noun.head.i == noun.i + 1:
        noun = noun.head  # "(NDFB) women cadres"
    first = name_start(doc, opens)
    outer = [t for t in doc[first : closes + 1] if not first <= t.head.i <= closes or t.head.i == t.i]
    if first == opens or not outer:
        return
    lead = next((t for t in outer if t.dep_ != "punct"), outer[0])
    if first <= noun.head.i <= closes:
        moves[noun.i] = (noun.i if lead.head.i in (lead.i, noun.i) else lead.head.i, lead.dep_)
    for token in outer:
        moves[token.i] = (noun.i, "punct" if token.dep_ == "punct" else "compound")
        for child in _before(token, first):
            moves[child.i] = (noun.i, child.dep_)


def _before(token: Token, first: int) -> list[Token]:
    """What stands before the name and belongs to the noun: "nine", "an active"."""
    return [child for child in token.children if child.i < first and child.dep_ in _BEFORE]
