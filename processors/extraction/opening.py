"""The dateline of a text is read apart: "KYIV, Ukraine (AP) — Russian drones struck …" tells of drones, not of Kyiv.

A parser takes the town that opens a dispatch for the subject of its first verb. So a sentence is begun behind the dash
before the parser runs (:class:`DatelineParter`), and afterwards the two are made one again, with the dateline hanging
on the verb as nothing that acts (:class:`DatelineJoiner`): sentences stay what they were, only the tree is another.
"""

from __future__ import annotations

import re
from itertools import takewhile

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from processors.extraction.marks import lowers, text_of

PARTER = "dateline"
"""Name of the component that goes before the parser."""
_KEY = "dateline_end"
_LONGEST = 120
"""Characters within which a dateline ends."""
_WHOLE = 30
"""Words behind a dateline between which no sentence ends."""
_ENDS = frozenset({".", "!", "?", ":", ";", "…"})
_SMALL = 2
"""Words in small letters that a dateline may hold: a month, an "of"."""
_NAME = r"[A-ZÀ-Þ][\w’'.-]*"
_LOUD = r"[A-ZÀ-Þ][A-ZÀ-Þ’'./-]+(?: [A-ZÀ-Þ’'./-]+){0,4}"
_WHEN = r"(?:,? [\w’'.]+){0,4}"
_AGENCY = r"\([^()\n]{2,40}\)"
_NEXT = r"(?=[A-ZÀ-Þ0-9«“\"])"
_DAY = rf"(?:\d{{1,2}}/\d{{1,2}}/\d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}} {_NAME} \d{{4}}|{_NAME} \d{{1,2}}, \d{{4}})"
_LABEL = r"[A-ZÀ-Þ][\w/-]*(?: [\w/-]+){0,4} ?: +(?=[^.:;\n]{0,30}\b(?:19|20)\d\d\b)"
_ENTRY = re.compile(rf"(?:{_DAY} ?(?:[-–—]+|[:.]) +(?:{_NAME}(?: {_NAME}){{0,3}} ?: +)?|{_LABEL}){_NEXT}")
"""How an entry of a list of incidents opens: its day ("03/14/2016:") or its kind ("Arrests: On 3 May 2019")."""
_DAYS = rf"(?:\d{{1,2}}(?:er|st|nd|rd|th)? \w+ \d{{4}}|{_NAME} \d{{1,2}}, \d{{4}})"
_ON = re.compile(rf"(?:{_LABEL})?(?:[A-ZÀ-Þ][\w’']*(?: \w+)? )?{_DAYS}(?: \([^()\n]{{2,30}}\))?, +(?=\w)")
"""Its day as a part of the sentence ("On 5 June 2021, …", "Around 3 May 2019 (as reported), …")."""
_OPENING = re.compile(
    rf"(?:{_LOUD}{_WHEN}(?: ?{_AGENCY})?(?: +[-–—]+ +|—|(?<=\w) ?: +)"
    rf"|{_NAME}(?:,? {_NAME}){{0,4}}{_WHEN} ?{_AGENCY} *[-–—]+ +"
    rf"|{_NAME}(?: {_NAME}){{0,3}}(?:, {_NAME}(?: {_NAME}){{0,3}})? +[–—]+ +){_NEXT}"
)


def dateline_end(text: str) -> int:
    """Where the text behind a dateline begins, in characters; 0 without one."""
    entry = _ON.match(text[:_LONGEST]) or _ENTRY.match(text[:_LONGEST])
    if entry is not None:
        return entry.end()
    match = _OPENING.match(text[:_LONGEST])
    if match is None:
        return 0
    words = re.findall(r"[^\W\d_]+", re.sub(_AGENCY, "", match.group()))
    return match.end() if sum(word.islower() for word in words) <= _SMALL else 0


def label_end(doc: Doc) -> int:
    """Behind how many tokens an entry tells what its label names, 0 without one: "Arrests: On 3 May 2019, …"."""
    words = lowers(doc)[: int(doc.user_data.get(_KEY, 0))]
    return words.index(":") + 1 if ":" in words else 0


class DatelineParter:
    """The component before the parser."""

    def __call__(self, doc: Doc) -> Doc:
        """Begin a sentence behind the dateline."""
        end = dateline_end(text_of(doc))
        first = next((i for i in range(min(_LONGEST // 2, len(doc))) if doc[i].idx == end), 0) if end else 0
        if first:
            doc.user_data[_KEY] = first
            words = [token.text for token in doc[first : first + _WHOLE]]
            goes_on = takewhile(lambda k: not words[k].isspace() and words[k - 1] not in _ENDS, range(1, len(words)))
            starts = doc.to_array("SENT_START").astype(np.int64)  # all at once: one by one takes three times as long
            starts[first] = 1
            starts[first + 1 : first + 1 + len(list(goes_on))] = -1
            doc.from_array(["SENT_START"], starts.astype(np.uint64))  # type: ignore[arg-type]  # whole numbers
        return doc


class DatelineJoiner:
    """The component behind the parser."""

    def __call__(self, doc: Doc) -> Doc:
        """Hang the roots of the dateline on that of the sentence behind it."""
        first = doc.user_data.get(_KEY, 0)
        if not first or not doc.has_annotation("DEP"):
            return doc
        root = doc[first].sent.root.i
        values = doc.to_array(["HEAD", "DEP"])
        own = "obl" if doc[first - 1].text == "," else "dep"
        for token in doc[:first]:
            if token.head.i == token.i:
                values[token.i, 0] = np.int64(root - token.i).astype(values.dtype)
                values[token.i, 1] = doc.vocab.strings.add(own)
        doc.from_array(["HEAD", "DEP"], values)  # type: ignore[arg-type]  # whole numbers
        return doc


@Language.factory(PARTER)
def create_parter(nlp: Language, name: str) -> DatelineParter:
    """For ``nlp.add_pipe``, before the parser."""
    return DatelineParter()


@Language.factory("tocsin_opening")
def create(nlp: Language, name: str, lexicon: str, overlay: str | None) -> DatelineJoiner:
    """For ``nlp.add_pipe``; datelines are of one form in all languages."""
    return DatelineJoiner()
