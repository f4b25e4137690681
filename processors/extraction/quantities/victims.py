"""Named victims of a noun of killing: "the murder of opposition leader Hassan Aden", "Karim Daoud's murder"."""

from __future__ import annotations

from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.nouns import noun_phrase
from processors.extraction.quantities.page import Page
from processors.extraction.quantities.words import Words

_PERSON = ("PERSON", "PER")
_REACH = 6


def victim_behind(page: Page, words: Words, i: int, j: int, stop: int) -> Mention | None:
    """Who is killed behind "of" at ``j``, told by name or as somebody's; ``i`` is the noun.

    Of a "death" only that of fighters counts: others die in bed.
    """
    doc, natural = page.doc, page.lower[i] in words.sets["natural"]
    fighter = False
    for k in range(j + 1, min(stop, j + _REACH)):
        fighter = fighter or words.klass(page.lower[k]) in ("soldier", "attacker")
        if doc[k].ent_type_ in _PERSON:
            made = noun_phrase(doc, doc[k], words)
            return made if made is not None and k not in page.cover and (fighter or not natural) else None
        if doc[k].pos_ in ("ADP", "PUNCT", "AUX", "CCONJ", "SCONJ"):
            break
    noun = next((doc[k] for k in range(j + 1, min(stop, j + 4)) if doc[k].pos_ in ("PROPN", "NOUN")), None)
    while (
        noun is not None and not words.sets["plural_article"] and noun.i + 1 < stop and doc[noun.i + 1].pos_ == "NOUN"
    ):
        noun = doc[noun.i + 1]  # "the radio reporter"
    fighter = noun is not None and words.klass(noun.lower_) in ("soldier", "attacker")
    made = noun_phrase(doc, noun, words) if noun is not None and (fighter or not natural) else None
    one = made is not None and made.form in ("name", "possessive", "definite") and made.head not in page.cover
    return made if one else None


def victim_before(page: Page, words: Words, i: int) -> Mention | None:
    """ "Karim Daoud's murder": the name before the noun at ``i``."""
    doc = page.doc
    if i < 2 or page.lower[i - 1] not in ("'s", "’s", "’", "'") or page.lower[i] in words.sets["natural"]:
        return None
    if doc[i - 2].ent_type_ not in _PERSON or i - 2 in page.cover:
        return None
    return noun_phrase(doc, doc[i - 2], words)
