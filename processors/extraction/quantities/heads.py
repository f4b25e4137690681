"""The noun behind a number: over adjectives in both languages, the last of a compound in English."""

from __future__ import annotations

from spacy.tokens import Doc

from processors.extraction.glosses import OPENS, gloss_end, name_start
from processors.extraction.quantities.grammar import HYPHENS
from processors.extraction.quantities.words import Words

QUOTES = frozenset("\"“”«»'‘")
_MODIFIERS = frozenset({"ADJ", "PROPN"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_NAME = 14
"""Tokens between a number and the short form of a name behind it."""
_LEADS = 3
"""Words before the name: "three suspected"."""


def _acronym(doc: Doc, k: int) -> bool:
    return doc[k].text.isupper() and 1 < len(doc[k].text) < 6


class Heads:
    """Finds the head of a counted noun phrase."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def _run(self, doc: Doc, j: int, info: dict[str, str]) -> tuple[int | None, int]:
        first = self.words.grammar.has("adjectives_follow")
        return self._head_first(doc, j, info) if first else self._head_last(doc, j, info)

    def _tells(self, word: str) -> bool:
        """ "Three reported fatalities", "two recovered bodies": a noun that says itself what befell them."""
        words = self.words
        return word in words.sets["remains"] or word in words.deaths or word in words.counted

    def _head_last(self, doc: Doc, j: int, info: dict[str, str]) -> tuple[int | None, int]:  # noqa: PLR0915 - one walk
        words, sets = self.words, self.words.sets
        head: int | None = None
        capital: int | None = None
        k, size = j, len(doc)
        if (
            k + 4 < size
            and doc[k].like_num
            and doc[k + 2].lower_ in sets["age_units"]
            and doc[k + 4].lower_ in sets["of_age"]
        ):
            k += 5  # "a 12-year-old boy", "a 24-year-old"
            if k >= size or doc[k].pos_ not in ("NOUN", "ADJ", "PROPN"):
                return k - 1, k
        k = j = self._behind_name(doc, k)
        while k < size and k < j + 8:
            token = doc[k]
            lower = token.lower_
            if token.text in QUOTES and token.text != "'":
                k += 1
                continue
            if words.month(token) or lower in sets["weekdays"] or (token.is_sent_start and k > j):
                break
            if lower in words.counted or lower in words.deaths:
                attribute = head == k - 1 and lower in words.deaths and words.human(doc[k - 1].lower_)
                if attribute and not doc[k - 1].lower_.endswith("s"):
                    return k, k + 1  # "25 civilian deaths"
                if head is not None:
                    break
                nxt = doc[k + 1] if k + 1 < size else None
                if (
                    lower in words.counted
                    and nxt is not None
                    and (
                        words.human(nxt.lower_)
                        or (nxt.pos_ in _MODIFIERS and k + 2 < size and words.human(doc[k + 2].lower_))
                    )
                ):
                    info["adjective"] = words.counted[lower]
                    k += 1
                    continue
                head = k
                k += 1
                break
            known = words.klass(lower) is not None
            if head is not None:
                if words.human(doc[head].lower_) and lower in words.verbs:
                    break
                if doc[head].lower_ in sets["others"] - sets["people"] and "Plur" in doc[head].morph.get("Number", []):
                    break  # "took three others prisoner"
                noun = token.pos_ == "NOUN" or words.klass(lower) in ("person", "soldier", "attacker", "protester")
                title = (
                    doc[head].text[0].isupper() or words.klass(lower) == "attacker"
                )  # "a Home Guard", "two women Maoists"
                if noun and (token.text[0].islower() or title) and lower not in sets["others"]:
                    head = k
                    k += 1
                    continue
                glued = token.text in HYPHENS and not token.whitespace_ and not doc[k - 1].whitespace_
                if glued and words.human(doc[head].lower_) and doc[k + 1 : k + 2] and doc[k + 1].pos_ == "ADP":
                    return head, k + 2  # "a passer-by"
                if glued and k + 1 < size and doc[k + 1].is_alpha:
                    k += 1
                    head = None if doc[k].pos_ == "ADJ" else k
                    k += 1
                    continue
                break
            if (known and token.pos_ not in ("VERB", "AUX", "ADP")) or token.pos_ == "NOUN":
                head = k
            elif token.pos_ in _MODIFIERS or lower in sets["others"]:
                if token.text[0].isupper():
                    capital = k
            elif (token.text in HYPHENS and not token.whitespace_) or (
                token.pos_ in ("VERB", "ADV")
                and (k + 1 < size)
                and (
                    (doc[k + 1].pos_ in ("NOUN", "ADJ", "PROPN") and words.grammar.ends(lower, "modifier"))
                    or (
                        doc[k + 1].pos_ == "VERB"
                        and words.grammar.ends(lower, "adverb")
                        and k + 2 < size
                        and doc[k + 2].pos_ == "NOUN"
                    )
                )
                and (lower not in words.verbs or (k + 1 < size and self._tells(doc[k + 1].lower_)))
            ):
                pass
            elif known and words.human(lower):
                head = k
            elif _acronym(doc, k) and k + 1 < size and words.human(doc[k + 1].lower_):
                pass  # "14 IS fighters", taken for a verb
            else:
                break
            k += 1
        if head is None and capital is not None:
            head, k = capital, capital + 1
        return head, k

    def _behind_name(self, doc: Doc, j: int) -> int:
        """Behind a name with its short form, where people follow: "nine National Front (NF) militants"; else ``j``."""
        for k in range(j, min(len(doc) - 2, j + _NAME)):
            if doc[k].text == OPENS:
                closes = gloss_end(doc, k)
                if closes is None or k == j or name_start(doc, k) - j >= _LEADS:
                    return j
                people = doc[closes + 1 : closes + 3]
                return closes + 1 if any(self.words.human(t.lower_) for t in people) else j
            if doc[k].is_sent_start and k > j:
                break
        return j

    def _head_first(self, doc: Doc, j: int, info: dict[str, str]) -> tuple[int | None, int]:
        words, sets = self.words, self.words.sets
        k, size = j, len(doc)
        while k < size and k < j + 5:
            token = doc[k]
            lower = token.lower_
            if token.text in QUOTES:
                k += 1
                continue
            if words.month(token) or lower in sets["weekdays"] or (token.is_sent_start and k > j):
                break
            if lower in sets["others"] and lower not in sets["people"]:
                k += 1
                continue
            if lower in sets["severe"]:
                break  # "dont un grièvement"
            if words.klass(lower) is not None or lower in words.deaths:
                if (
                    token.pos_ == "ADJ"
                    and lower in sets["also_adjectives"]
                    and k + 1 < size
                    and doc[k + 1].pos_ == "NOUN"
                ):
                    k += 1
                    continue
                return k, k + 1
            if any("fin" in form.shapes and "part" not in form.shapes for form in words.verbs.get(lower, ())):
                break  # "trois autres souffrent", taken for a noun
            if token.pos_ in _NOUNS:
                return k, k + 1
            if token.pos_ in ("ADJ", "ADV") and k + 1 < size and doc[k + 1].pos_ in ("NOUN", "PROPN", "ADJ"):
                k += 1
                continue
            break
        return None, k
