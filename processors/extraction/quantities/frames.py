"""Verb frames on a doc: where they are, active or passive, negated or only threatened, and who suffers."""

from __future__ import annotations

from dataclasses import dataclass

from processors.extraction.lexicon import function_words
from processors.extraction.quantities.joints import AND, AND_OR, AND_THEN
from processors.extraction.quantities.page import QUOTES, Page
from processors.extraction.quantities.words import Form, Words

_UNLESS = 4
"""Words behind a verb that may tell that it means something else."""
_NEXT_CLAUSE = function_words("next_clause") | {";"}


@dataclass(slots=True)
class Trigger:
    """A verb frame found at tokens ``start:end``."""

    start: int
    end: int
    form: Form
    passive: bool
    reduced: bool
    anchor: int = -1
    """First verb of a coordination whose subject this one shares ("were dragged out and shot dead")."""
    inverted: int = 0
    """Where the subject may begin that stands behind the verb, 0 where it stands before."""


def triggers(page: Page, words: Words) -> list[Trigger]:
    """All verb frames, left to right; of frames at one place the longest, then the one whose complement is there."""
    found: list[Trigger] = []
    shared: list[Trigger] = []
    lower, size = page.lower, len(page.lower)
    for i in range(size):
        forms = words.verbs.get(lower[i])
        if forms is None or i in page.cover:
            continue
        tag = page.doc[i].tag_
        if tag in ("DT", "IN"):
            continue
        best: list[Form] = []
        for form in forms:
            n = len(form.words)
            if n > 1 and tuple(lower[i : i + n]) != form.words:
                continue
            if form.frame.within and not _complement(page, words, form, i + n):
                continue
            if form.frame.unless and not form.frame.unless.isdisjoint(_of_same(page, i + n)):
                continue
            best.append(form)
        best.sort(key=lambda f: (-len(f.words), not f.frame.within))
        for form in best:
            if form.frame.by and not _by(page, form, i):
                continue
            trigger = _voice(page, words, i, i + len(form.words), form)
            if trigger is not None and form.frame.passive and not trigger.passive:
                continue
            if trigger is not None and not (form.frame.by and trigger.passive):
                joined = _joined(page, words, trigger)
                (found if joined is None else shared).append(joined or trigger)
                if form.frame.within or len(form.words) > 1:
                    break  # "burned to death" is no burn
    return found + shared


def _joined(page: Page, words: Words, t: Trigger) -> Trigger | None:
    """ "Arrested and beat nine villagers": the object stands behind the second verb, which comes first."""
    doc, k = page.doc, t.end
    if not t.reduced or k + 1 >= page.right[t.start] or page.lower[k] not in AND or doc[k + 1].pos_ != "VERB":
        return None
    one, other = doc[t.start], doc[k + 1]
    if other.head.i != one.i or other.dep_ != "conj" or not _object_follows(page, words, k + 2):
        return None
    return Trigger(t.start, k + 2, t.form, False, False)


def _of_same(page: Page, at: int) -> list[str]:
    """The few words behind a verb, up to other people: "neutralisés, et trois autres arrêtés"."""
    people = next((k for k in range(at, at + _UNLESS) if k in page.cover), at + _UNLESS)
    return page.lower[at:people]


def _by(page: Page, form: Form, at: int) -> bool:
    """Does one of the subjects that a frame asks for stand before the verb?"""
    return any(w in form.frame.by for w in page.lower[max(page.left[at], at - 9) : at])


def _complement(page: Page, words: Words, form: Form, end: int) -> int | None:
    """Where one of the phrases that a frame needs stands in the clause behind the verb."""
    stop = min(page.right[end - 1], end + 14)
    cues = words.trees["cues"]
    stop = next((k for k in range(end, stop) if page.lower[k] in _NEXT_CLAUSE or _clause_joined(page, k)), stop)
    stop = next((k for k in range(end, stop - 1) if page.lower[k] == "," and page.lower[k + 1] in cues), stop)
    for phrase in form.frame.within:
        n = len(phrase)
        for k in range(end, stop - n + 1):
            if page.lower[k] == phrase[0] and tuple(page.lower[k : k + n]) == phrase:
                return k + n
    return None


def _clause_joined(page: Page, k: int) -> bool:
    """ "…, and was himself shot dead": a verb of its own behind the conjunction."""
    return page.doc[k].pos_ == "CCONJ" and k + 1 < len(page.doc) and page.doc[k + 1].pos_ == "AUX"


def _voice(page: Page, words: Words, start: int, end: int, form: Form) -> Trigger | None:
    shapes, frame = form.shapes, form.frame
    sets = words.sets
    doc, lower = page.doc, page.lower
    if "part" not in shapes:
        if frame.passive and frame.take == "object":
            return None
        return Trigger(start, end, form, False, False)
    j, hops, aux = start - 1, 0, ""
    while j >= page.left[start] and hops < 6:
        word = lower[j]
        if word in sets["be"]:
            aux = "be"
            break
        if word in sets["have"]:
            aux = "have"
            break
        pos = doc[j].pos_
        linked = word in AND_OR and j and _is_participle(words, lower[j - 1])
        if (
            (
                pos not in ("ADV", "PART")
                and word not in sets["negation"]
                and not linked
                and not _is_participle(words, word)
            )
            and word not in sets["hedges"]
            and word not in sets["proclitics"]
        ):
            break
        j -= 1
        hops += 1
    if not aux and doc[start].dep_ == "conj" and frame.take == "object":  # "were dragged out and shot dead"
        head = doc[start].head
        if head.i < start and any(c.dep_ in ("aux:pass", "auxpass") for c in head.lefts):
            aux = "be" if start not in page.starts and start - 1 not in page.cover else ""
    if frame.take == "subject":
        if aux == "be" and not words.grammar.has("perfect_with_be"):
            return None
        owned = words.sets["definite"] | words.sets["possessive"]
        if start and doc[start].pos_ == "NOUN" and lower[start - 1] in owned:
            return None  # "entre la vie et la mort"
        reduced = not aux and "fin" not in shapes
        return Trigger(start, end, form, False, reduced)
    if aux == "be":
        return Trigger(start, end, form, True, False)
    if aux == "have":
        return Trigger(start, end, form, False, False)
    if (
        start
        and ((doc[start - 1].pos_ == "DET" and start - 1 not in page.cover) or not frame.reduced)
        and "fin" not in shapes
    ):
        return None
    if not aux and (verb := _inverting(page, words, start, end)):
        return Trigger(start, end, form, True, False, inverted=verb)  # "Also killed were two guards"
    if _object_follows(page, words, _behind(page, form, end)):
        return Trigger(start, end, form, False, False)
    anchor = _shared_passive(page, words, start)
    return Trigger(start, end, form, True, anchor < 0, anchor)


def _inverting(page: Page, words: Words, start: int, end: int) -> int:
    """ "Killed in the attack were two guards": where the subject begins behind the verb, 0 if it does not."""
    first = range(page.left[start], start)
    opens = words.grammar.has("participle_opens")
    if len(first) > 2 or not opens or any(k in page.cover or page.doc[k].pos_ == "NOUN" for k in first):
        return 0
    if end >= page.right[start] or (page.lower[end] not in words.sets["be"] and page.doc[end].pos_ != "ADP"):
        return 0
    for k in range(end, min(page.right[start] - 1, end + 9)):
        if page.lower[k] in words.sets["be"]:
            return k + 1 if page.doc[k].tag_ != "VBN" else 0
        if page.doc[k].pos_ in ("VERB", "PUNCT", "SCONJ") or k in page.starts:
            return 0
    return 0


def _shared_passive(page: Page, words: Words, start: int) -> int:
    """The participle of a passive that this one is coordinated with, -1 if there is none."""
    doc, lower = page.doc, page.lower
    j = start - 1
    while j > page.left[start] and doc[j].pos_ == "ADV":
        j -= 1
    if lower[j] not in AND_THEN:
        return -1
    for k in range(j - 1, max(page.left[start], j - 22), -1):
        if doc[k].text in (";", ":"):
            return -1
        if lower[k] in words.sets["be"] and doc[k + 1].pos_ in ("VERB", "ADV", "ADJ"):
            if lower[k] in words.sets["be_now"] or lower[k - 1] in words.sets["be_now"] or k + 1 in page.cover:
                return -1
            return k + 1
    return -1


def _behind(page: Page, form: Form, end: int) -> int:
    """Where the object may begin: behind the complement that follows the verb ("shot dead")."""
    for phrase in form.frame.within:
        if tuple(page.lower[end : end + len(phrase)]) == phrase:
            return min(end + len(phrase), len(page.lower))
    return end


def _is_participle(words: Words, word: str) -> bool:
    return any("part" in f.shapes for f in words.verbs.get(word, ()))


def _object_follows(page: Page, words: Words, k: int) -> bool:
    doc, late = page.doc, words.grammar.has("adverbials_before_object")
    while (
        k < page.right[k - 1]
        and k < len(doc)
        and (
            (doc[k].pos_ == "ADV" and k not in page.starts)
            or doc[k].text in QUOTES
            or (late and page.lower[k] in words.sets["weekdays"])
            or (late and doc[k].pos_ == "NOUN" and page.lower[k - 1] in words.sets["weekdays"])
        )
    ):
        k += 1
    if k >= page.right[k - 1] or page.lower[k] in words.sets["weekdays"] or words.month(doc[k]):
        return False
    if k in page.starts or page.lower[k] in words.sets["reflexive"]:
        return True
    if doc[k].pos_ == "PRON" and page.lower[k] in words.sets["object_pronouns"]:
        return True  # "and shot them dead"
    return doc[k].pos_ in ("DET", "NUM", "NOUN", "PROPN", "ADJ") or page.lower[k] in words.sets["possessive"]


def outcome_of(page: Page, t: Trigger) -> bool:
    """ "Gunmen stormed the village, killing villagers": what came of a deed, behind its comma."""
    harm = t.form.frame.kind in ("killed", "injured") and not t.passive
    return harm and "ger" in t.form.shapes and t.start > 0 and page.lower[t.start - 1] == ","
