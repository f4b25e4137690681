"""What the parser hangs on a day of the week goes to the verb: "abattus vendredi par des soldats" is by soldiers.

News tells the day right behind the verb, and the parser takes what comes next for a part of it. Days have no parts: a
phrase with a preposition behind one belongs to what the day belongs to, one without is the object of its verb
("arrêté samedi quarante manifestants") or the subject of one that has none before it. Which words are days: the slots
``weekday`` and ``day_word`` of the language's ``dates.yaml``; what stays with them: ``of_what`` and ``day_parts`` of
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
        self._parts = frozenset(map(str, words.get("day_parts", ()))) | set(slots.get("month", {}))
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
        bare: list[Token] = []
        for child in day.children:
            case = case_of(child)
            if child.i < day.i or child.dep_ not in _UNDER or case in self._of:
                continue
            if case is None:
                bare.append(child)
                continue
            agent = verbal and case in self._by and any(c.dep_ in _PASSIVE for c in head.children)
            moves[child.i] = (head.i, "obl:agent" if agent else "obl" if verbal else "nmod")
        if verbal and head.i < day.i:
            self._give(head, bare, moves)

    def _give(self, verb: Token, bare: list[Token], moves: dict[int, tuple[int, str]]) -> None:
        """Nouns without a preposition behind the day: the last is the verb's, numbers before it count it."""
        nouns = [t for t in bare if t.pos_ in ("NOUN", "PROPN") and t.lower_ not in self._parts]
        if not nouns or any(c.dep_ in _OBJECT and c.i not in moves for c in verb.children):
            return
        noun = nouns[0]
        subject = any(c.dep_.startswith("nsubj") and c.i < verb.i for c in verb.children)
        passive = any(c.dep_ in _PASSIVE for c in verb.children)
        if subject and passive:
            return
        moves[noun.i] = (verb.i, "obj" if subject else "nsubj:pass" if passive else "nsubj")
        for number in bare:
            if number.i == noun.i - 1 and number.pos_ == "NUM":
                moves[number.i] = (noun.i, "nummod")


@Language.factory("tocsin_days")
def create(nlp: Language, name: str, lexicon: str, overlay: str | None) -> DayRepair:
    """For ``nlp.add_pipe``."""
    return DayRepair(lexicon, overlay)
