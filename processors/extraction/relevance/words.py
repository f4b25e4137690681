"""The words of the domains, compiled; and which of them a text holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import product
from typing import Any

from processors.extraction.conjugation import noun_forms
from processors.extraction.lexicon import function_words

SKIPPED = function_words("name_joints") | {"-", "–"}
"""Words between the parts of an expression that are passed over: "coup d'état", "state of emergency"."""
CONFLICT = "conflict"
_STRIP = ".,:;!?«»\"“”()'[]…"


class Words:
    """Single words and pairs, each with its domain and weight."""

    def __init__(self, language: str, data: Mapping[str, Any]) -> None:
        self.language = language
        self._known: dict[str, tuple[str, int, str]] = {}
        self._toned: dict[str, int] = {}
        for weight, words in (data.get("toned") or {}).items():
            for forms in (self._forms(str(word)) for word in words):
                self._toned.update(dict.fromkeys(forms, int(weight)))
        for domain, groups in (data.get("other") or {}).items():
            self._learn(domain, groups)
        self._learn(CONFLICT, data.get(CONFLICT) or {})
        self.domain: Callable[[str], str | None] = {word: entry[0] for word, entry in self._known.items()}.get
        """The domain that a single word or pair tells; asked of every word."""
        self.doers = frozenset(map(str, (*(data.get("doers") or ()), *(data.get("bands") or ()))))
        """Who is named by violence alone."""
        self.bands = frozenset(map(str, data.get("bands") or ()))
        """Those of them who come in numbers: whom they attack with his wife is told to fall by no hand of his kin."""
        self.kin = frozenset(map(str, data.get("kin") or ()))
        """Who is attacked by those who know them."""
        self.dissent = frozenset(map(str, data.get("dissent") or ()))
        """Whom authorities arrest for what they say and do for others."""
        self.venues = frozenset(map(str, data.get("venues") or ()))
        """Where and when an attack may fall: a match, a festival."""

    def _learn(self, domain: str, groups: Mapping[Any, list[Any]]) -> None:
        for weight, words in groups.items():
            for word in words:
                name = " ".join(pieces_of(str(word).lower()))
                for form in self._forms(str(word)):
                    toned = min(int(weight), self._toned.get(form, int(weight)))
                    if toned:
                        self._known.setdefault(form, (domain, toned, name))

    def _forms(self, word: str) -> list[str]:
        """Singular and plural of a word or pair; longer expressions are not looked for."""
        pieces = pieces_of(word.lower())
        if not 0 < len(pieces) < 3:
            return []
        return [" ".join(f) for f in product(*(sorted(noun_forms(p, self.language)) for p in pieces))]

    def find(self, words: Iterable[str]) -> dict[str, tuple[str, int]]:
        """The distinct words that are known, each with domain and weight; a pair replaces its parts."""
        found: dict[str, tuple[str, int]] = {}
        before = ""
        last: str | None = None
        for word in words:
            if word in SKIPPED:
                continue
            pair = self._known.get(f"{before} {word}")
            entry = pair or self._known.get(word)
            if pair is not None and last is not None:
                found.pop(last, None)
            last = None
            if entry is not None:
                if entry[2] not in found:
                    last = entry[2]
                found[entry[2]] = entry[:2]
            before = word
        return found


def pieces_of(text: str) -> list[str]:
    """The words of an expression as :meth:`Words.find` sees them; elided articles and hyphens apart."""
    text = text.replace("’", "'").replace("-", " ")
    for elided in ("d'", "l'", "s'", "n'", "qu'"):
        text = text.replace(f" {elided}", f" {elided} ")
        if text.startswith(elided):
            text = f"{elided} {text[2:]}"
    stripped = (w if w in SKIPPED else w.strip(_STRIP) for w in text.split())
    return [w for w in stripped if w and w not in SKIPPED]
