"""Who is meant where the noun next to a verb belongs to another: "two sons of a commander were killed"."""

from __future__ import annotations

from processors.extraction.quantities.joints import THAT
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.nouns import noun_phrase
from processors.extraction.quantities.page import BREAKS, Page
from processors.extraction.quantities.words import Words
from processors.extraction.syntax import OBJECT


def outer(page: Page, words: Words, m: Mention, reduced: bool = False) -> Mention:
    """ "Eight members of one family were killed": the eight; "the widow of a guard killed by …": the guard."""
    before = m.start - 1
    verb = page.doc[m.head].head
    if not reduced and page.doc[m.head].dep_ in OBJECT and verb.dep_ == "acl":
        doer = page.cover.get(verb.head.i)
        return doer if doer is not None and doer.end <= verb.i else m  # "two policemen guarding a clinic were shot"
    if m.klass is None and not m.elliptical and not words.human(page.lower[m.head]):
        k = before - 1 if page.lower[before] in words.sets["definite"] and before else before
        named = page.doc[m.head].ent_type_ or page.doc[m.head].text[0].isupper()
        whole = page.cover.get(k - 1)
        if not named and k > page.left[m.start] and page.lower[k] in words.sets["of"] and whole is not None:
            return whole  # "sixty men of the two communities"
    if m.form == "article" and not reduced and before > page.left[m.start] and page.lower[before] in words.sets["of"]:
        whose, whole = page.doc[before - 1], page.cover.get(before - 1)
        if (
            whole is not None
            and whole.form in ("number", "article")
            and whole.end == before
            and words.human(whose.lower_)
        ):
            return whole  # "two sons of a commander"
        made = noun_phrase(page.doc, whose, words) if whose.pos_ == "NOUN" and whose.i not in page.cover else None
        if made is not None and made.form == "definite":
            return made  # "the son of a former governor"
    if m.klass in ("household", "unit") and before > page.left[m.start] and page.lower[before] in words.sets["of"]:
        return page.cover.get(before - 1, m)
    return m


def over_oblique(page: Page, words: Words, m: Mention, left: int) -> Mention | None:
    """ "Un étudiant blessé lors d'une manifestation est mort": over a noun of a thing behind a preposition."""
    unknown = m.form == "article" and m.klass is None and not words.human(page.lower[m.head])
    oblique = unknown and m.start > page.left[m.start] and page.doc[m.start - 1].pos_ == "ADP"
    return over_phrase(page, m.start - 1, left, 24) if oblique else m


def over_phrase(page: Page, j: int, left: int, reach: int) -> Mention | None:
    """The nearest mention to the left that is not itself inside a prepositional phrase."""
    doc, lower = page.doc, page.lower
    second: Mention | None = None
    k = j
    while k >= left and j - k <= reach:
        if doc[k].text in BREAKS or (doc[k].pos_ == "VERB" and reach < 10):
            break
        hit = page.cover.get(k)
        if hit is None:
            k -= 1
            continue
        before = doc[hit.start - 1] if hit.start > left else None
        human = hit.klass not in ("vehicle", "unit", "thing") and not (hit.form == "article" and hit.klass is None)
        if human and (before is None or before.pos_ not in ("ADP", "VERB") or lower[hit.start - 1] in THAT):
            return hit
        if human and second is None and hit.form != "article" and not hit.elliptical:
            second = hit
        k = hit.start - 1
    return second if reach >= 10 else None
