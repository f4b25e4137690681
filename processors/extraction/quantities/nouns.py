"""Arguments without a figure: a named person, "his driver", "the mayor", "civilians"."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.words import Words


def noun_phrase(doc: Doc, token: Token, words: Words) -> Mention | None:
    """A mention for an argument without a figure: a named person, "his driver", "the mayor", "civilians"."""
    sets = words.sets
    lower = token.lower_
    entity = next((e for e in doc.ents if e.start <= token.i < e.end), None) if token.ent_type_ else None
    if entity is not None and entity.label_ in ("PERSON", "PER"):
        return Mention(entity.start, entity.end, token.i, 1, 1, 1, None, "name", "person", core=entity.start)
    if entity is not None and entity.label_ not in ("NORP",):
        return None
    if token.pos_ not in ("NOUN", "PROPN") or not words.human(lower):
        return None
    start = token.i
    while (
        start
        and start > token.i - 4
        and doc[start - 1].pos_ in ("ADJ", "NOUN", "PROPN")
        and not doc[start].is_sent_start
    ):
        start -= 1
    det = doc[start - 1].lower_ if start else ""
    plural = "Plur" in token.morph.get("Number", []) or (not token.morph.get("Number", []) and lower.endswith("s"))
    if det in sets["possessive"] and not plural:
        return Mention(start - 1, token.i + 1, token.i, 1, 1, 1, None, "possessive", words.klass(lower), core=start)
    if det in sets["definite"] and not plural:
        return Mention(
            start - 1, token.i + 1, token.i, 1, 1, 1, None, "definite", words.klass(lower), definite=True, core=start
        )
    bare = doc[start - 1].pos_ not in ("DET", "PRON", "NUM") if start else True
    if plural and (det == "des" or (bare and words.language != "fr")):
        return Mention(start, token.i + 1, token.i, 2, 3, None, "unknown", "plural", words.klass(lower), core=start)
    return None
