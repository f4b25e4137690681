"""What the parser hangs on a day of the week goes to the verb: "abattus vendredi par des soldats" is by soldiers.

News tells the day right behind the verb, and the parser takes what comes next for a part of it. Days have no parts: a
phrase with a preposition behind one belongs to what the day belongs to. Which words are days: the slots ``weekday`` and
``day_word`` of the language's ``dates.yaml``; which prepositions stay with them: ``of_what`` of
its ``function_words.yaml``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token

from processors.extraction import lexicon
from processors.extraction.marks import lowers
from processors.extraction.syntax import case_of

_UNDER = frozenset({"nmod", "obl", "obl:arg", "obl:agent", "obl:mod"})
_VERBAL = frozenset({"VERB", "AUX"})
_OBJECT = frozenset({"obj", "iobj"})
_PASSIVE = frozenset({"aux:pass"})


class DayRepair:
    """The component."""

    def __init__(self, language: str, overlay: str | None) -> None:
        slots: dict[str, Any] = lexicon.load(language, "dates", overlay).get("slots", {})
        self._days = frozenset(
            word for key in ("weekday", "day_word") for word in slots.get(key, {}) if " " not in word
        )
        words: dict[str, Any] = lexicon.load(language, "function_words", overlay)
        roles: dict[str, Any] = lexicon.load(language, "events_roles", overlay)
        self._of = frozenset(map(str, words.get("of_what", ())))
        self._by = frozenset(map(str, roles.get("by", ())))

    def __call__(self, doc: Doc) -> Doc:
        """Move the phrases; all else stays as it is."""
        if not doc.has_annotation("DEP"):
            return doc
        moves: dict[int, tuple[int, str]] = {}
        for i, word in enumerate(lowers(doc)):
            if word in self._days and (day := doc[i]).head.i != i and day.ent_type_ == "":
                self._free(day, moves)
        if moves:
            values = doc.to_array(["HEAD", "DEP"])
            for i, (head, dep) in moves.items():
                values[i, 0] = np.int64(head - i).astype(values.dtype)
                values[i, 1] = doc.vocab.strings.add(dep)
            doc.from_array(["HEAD", "DEP"], values)  # type: ignore[arg-type]  # whole numbers
        return doc

    def _free(self, day: Token, moves: dict[int, tuple[int, str]]) -> None:
        head = day.head
        verbal = head.pos_ in _VERBAL
        if verbal and day.dep_ in _OBJECT and head.i < day.i:
            moves[day.i] = (head.i, "obl")
        for child in day.children:
            case = case_of(child)
            if child.i < day.i or child.dep_ not in _UNDER or case is None or case in self._of:
                continue
            agent = verbal and case in self._by and any(c.dep_ in _PASSIVE for c in head.children)
            moves[child.i] = (head.i, "obl:agent" if agent else "obl" if verbal else "nmod")


@Language.factory("tocsin_days")
def create(nlp: Language, name: str, lexicon: str, overlay: str | None) -> DayRepair:
    """For ``nlp.add_pipe``."""
    return DayRepair(lexicon, overlay)
