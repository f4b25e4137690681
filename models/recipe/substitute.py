"""Multiply annotated text: other names in the same places, other case, several sentences together."""

from __future__ import annotations

import random

from generate import Generator
from lists import listed
from spacy.language import Language
from spans import Item, joined

ORG_KINDS = listed("""armed mission state party media ngo company club neworg nstate acronym""")


class Substituter:
    """Exchanges the names of an item for generated ones of the same label."""

    def __init__(self, lang: str, nlp: Language, rnd: random.Random) -> None:
        self.generator, self.nlp, self.rnd = Generator(lang, rnd), nlp, rnd

    def _name(self, label: str) -> str:
        rnd = self.rnd
        kind = {
            "PERSON": "person" if rnd.random() < 0.7 else "last",
            "GPE": rnd.choice(["city", "city", "country", "region"]),
            "ORG": rnd.choice(ORG_KINDS),
            "MILUNIT": "unit",
            "WEAPON": "weapon",
        }[label]
        text, _ = self.generator.fill("{" + kind + "}")
        value = text.partition(" ")
        articles = {"the", "le", "la", "les"}
        text = value[2] if value[0].lower() in articles and value[2] else text
        return text.removeprefix("L'").removeprefix("l'")

    def __call__(self, item: Item) -> Item:
        """Return a copy with about 70% of the exchangeable names exchanged."""
        starts = {start: (end, label) for start, end, label in item.names}
        unknown = {i for start, end in item.unknown for i in range(start, end)}
        out = Item([], [])
        i = 0
        while i < len(item.words):
            begin = len(out.words)
            end, label = starts.get(i, (i + 1, ""))
            if label in {"PERSON", "GPE", "ORG", "MILUNIT", "WEAPON"} and self.rnd.random() < 0.7:
                doc = self.nlp.make_doc(self._name(label))
                out.words += [token.text for token in doc]
                out.spaces += [*[bool(t.whitespace_) for t in doc][:-1], item.spaces[end - 1]]
            else:
                out.words += item.words[i:end]
                out.spaces += item.spaces[i:end]
            if label:
                out.names.append((begin, len(out.words), label))
            elif i in unknown:
                out.unknown.append((begin, len(out.words)))
            i = end
        return out


def recase(item: Item, rnd: random.Random) -> Item:
    """Write a few items all in capitals or all in small letters."""
    draw = rnd.random()
    words = item.words
    if draw < 0.04:
        words = [w.upper() if len(w.upper()) == len(w) else w for w in words]
    elif draw < 0.06:
        words = [w.lower() for w in words]
    return Item(words, item.spaces, item.names, item.unknown)


def grouped(items: list[Item], rnd: random.Random) -> list[Item]:
    """Put one to three items together, some with an empty line between them."""
    out, i = [], 0
    while i < len(items):
        size = rnd.choice([1, 1, 2, 3])
        parts = []
        for item in (recase(x, rnd) for x in items[i : i + size]):
            if parts and rnd.random() < 0.3:
                last = parts[-1]
                spaces = [*last.spaces[:-1], False]
                parts[-1] = Item([*last.words, "\n\n"], [*spaces, False], last.names, last.unknown)
            parts.append(item)
        whole = joined(parts)
        whole.spaces = [s and w != "\n\n" for w, s in zip(whole.words, whole.spaces, strict=True)]
        out.append(whole)
        i += size
    return out
