"""Arguments without a figure: a named person, "his driver", "the mayor", "civilians"."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from processors.extraction.quantities.grammar import HYPHENS
from processors.extraction.quantities.joints import AND
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.phrases import match_back
from processors.extraction.quantities.words import Words


def noun_phrase(doc: Doc, token: Token, words: Words, alive: bool = False) -> Mention | None:
    """A mention for an argument without a figure: a named person, "his driver", "the mayor", "civilians".

    ``alive``: the verb takes living beings only, so that a noun nobody knows will do ("the banker was murdered").
    """
    sets = words.sets
    lower = token.lower_
    entity = next((e for e in doc.ents if e.start <= token.i < e.end), None) if token.ent_type_ else None
    if entity is not None and entity.label_ in ("PERSON", "PER"):
        return Mention(entity.start, entity.end, token.i, 1, 1, 1, None, "name", "person", core=entity.start)
    if entity is not None and entity.label_ not in ("NORP",):
        return None
    start = token.i - 1
    if start >= 0 and lower in sets["others"] and doc[start].lower_ in ("d'", "d’") and token.pos_ != "ADJ":
        return Mention(start, token.i + 1, token.i, 2, 3, None, "unknown", "plural", "person", core=token.i)
    post = _post(doc, token, words)
    klass = "person" if post else words.klass(lower)
    if not (token.pos_ in ("NOUN", "PROPN") or _mistaken(doc, token, klass, sets["possessive"])) or not (
        words.human(lower) or (alive and words.klass(lower) is None) or post
    ):
        return None
    named = _named(doc, token, words)
    if named is not None:
        return Mention(token.i, named, token.i, 1, 1, 1, None, "name", klass, core=token.i)
    start = token.i
    while (
        start
        and start > token.i - 9
        and (doc[start - 1].pos_ in ("ADJ", "NOUN", "PROPN") or _in_age(doc, start - 1))
        and not doc[start].is_sent_start
    ):
        start -= 1
    det = doc[start - 1].lower_ if start else ""
    number = token.morph.get("Number", [])
    plural = ("Plur" in number and lower.endswith(words.plural_endings)) or (not number and lower.endswith("s"))
    apposed = start > 2 and doc[start - 2].text == "," and doc[start - 3].ent_type_ in ("PERSON", "PER")
    if det in sets["possessive"] and apposed and not plural and token.i + 1 < len(doc) and doc[token.i + 1].text == ",":
        return noun_phrase(doc, doc[start - 3], words)  # "Colonel Said Nur, their leader, died"
    if det in sets["possessive"] and not plural:
        count = _of_one_owner(doc, token, words)
        end = token.i + 2 * count - 1
        return Mention(start - 1, end, token.i, count, count, count, None, "possessive", klass, core=start)
    if (det in sets["definite"] | sets["contracted"] | sets["owner"]) and not plural:
        opens = _owner(doc, start - 1) if det in sets["owner"] else start - 1
        return Mention(opens, token.i + 1, token.i, 1, 1, 1, None, "definite", klass, definite=True, core=start)
    if start > 1 and det == "," and not plural and doc[start - 2].ent_type_ in ("PERSON", "PER"):
        return noun_phrase(doc, doc[start - 2], words)  # "Marta Lopez, manager of a paper, was killed"
    bare = doc[start - 1].pos_ not in ("DET", "PRON", "NUM") if start else True
    if plural and (
        match_back(doc, words.trees["how_many"], start) or match_back(doc, words.trees["how_many"], token.i)
    ):
        return None
    indefinite = det in sets["plural_article"]
    if plural and (indefinite or (bare and not sets["plural_article"])):
        start -= indefinite
        return Mention(start, token.i + 1, token.i, 2, 3, None, "unknown", "plural", klass, core=start)
    return None


def _of_one_owner(doc: Doc, token: Token, words: Words) -> int:
    """ "His wife and son were wounded": two, told with one pronoun; not "his friend and colleague was wounded"."""
    k = token.i + 1
    if k + 2 >= len(doc) or doc[k].lower_ not in AND:
        return 1
    other, behind = doc[k + 1], doc[k + 2]
    one = other.pos_ == "NOUN" and words.human(other.lower_) and "Plur" not in other.morph.get("Number", [])
    same = behind.pos_ == "AUX" and "Sing" in behind.morph.get("Number", [])
    return 2 if one and not same else 1


def _mistaken(doc: Doc, token: Token, klass: str | None, possessive: frozenset[str]) -> bool:
    """ "L'assaillant", "his comrade", taken for a verb or an adjective by the parser."""
    known = token.pos_ in ("VERB", "ADJ") and klass in ("person", "soldier", "attacker", "protester")
    return known and token.i > 0 and (doc[token.i - 1].pos_ == "DET" or doc[token.i - 1].lower_ in possessive)


def _owner(doc: Doc, k: int) -> int:
    """Where the owner's own phrase begins: "the town's police chief"; ``k`` is the sign behind it."""
    while k and doc[k - 1].pos_ in ("NOUN", "PROPN", "ADJ") and not doc[k].is_sent_start:
        k -= 1
    return k - 1 if k and doc[k - 1].pos_ == "DET" else k


def _post(doc: Doc, token: Token, words: Words) -> bool:
    """ "The head of the electricity company"."""
    after = doc[token.i + 1].lower_ if token.i + 1 < len(doc) else ""
    return token.lower_ in words.sets["posts"] and after in words.sets["of"]


def _in_age(doc: Doc, k: int) -> bool:
    """A hyphen or number of "45-year-old"."""
    return doc[k].text in HYPHENS or (doc[k].like_num and k + 1 < len(doc) and doc[k + 1].text in HYPHENS)


def _behind_post(doc: Doc, k: int, words: Words) -> int | None:
    """ "The candidate for the presidency Ali Nur": where the name behind a post ends, unless it is another's."""
    stop = min(len(doc), k + 6)
    if k >= stop or doc[k].pos_ != "ADP" or not words.grammar.has("adjectives_follow"):
        return None
    while k < stop and doc[k].pos_ in ("ADP", "DET", "NOUN", "ADJ") and not words.human(doc[k].lower_):
        k += 1
    named = k < stop and doc[k].ent_type_ in ("PERSON", "PER") and doc[k - 1].pos_ in ("NOUN", "ADJ")
    while named and k < len(doc) and doc[k].ent_type_ in ("PERSON", "PER"):
        k += 1
    return k if named else None


def _named(doc: Doc, token: Token, words: Words) -> int | None:
    """Where the name behind a title ends: "Colonel Idriss Abakar", "the group's spokesman, Salim Barakat,"."""
    k = token.i + 1
    if k < len(doc) and doc[k].ent_type_ in ("PERSON", "PER"):
        while k < len(doc) and doc[k].ent_type_ in ("PERSON", "PER"):
            k += 1
        return k
    behind = _behind_post(doc, k, words)
    if behind is not None:
        return behind
    flat = [c.i for c in token.rights if c.dep_ == "flat" and c.pos_ == "PROPN"]
    if token.text[0].isupper() and flat == list(range(token.i + 1, token.i + 1 + len(flat))) and flat:
        return flat[-1] + 1  # "Mayor Jan Novak"
    for child in token.rights:
        if child.dep_ == "appos" and child.i > token.i and child.ent_type_ in ("PERSON", "PER"):
            return token.i + 1
    return None
