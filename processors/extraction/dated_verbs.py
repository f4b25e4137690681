"""Verbs behind a day: "The army on Sunday shelled positions near Goma".

English agencies put the day between subject and verb; small parsers then take the verb for a participle of the noun
behind it ("shelled positions"), and nothing happens in the sentence. Here such a verb takes the place that the parser
gave its subject. Words: ``days`` and ``on`` of ``headlines.yaml``; a language without them has no such sentences.
"""

from __future__ import annotations

import numpy as np
from spacy.tokens import Doc, Token

from processors.extraction.marks import lowers

_NOUNS = frozenset({"NOUN", "PROPN"})
_MISREAD = frozenset({"amod", "compound"})
_SUBJECTS = frozenset({"nsubj", "csubj"})


def reread(doc: Doc, days: frozenset[str], on: frozenset[str]) -> None:
    """Give the verbs behind a day their place in the tree."""
    words = lowers(doc)
    if days.isdisjoint(words):
        return
    found = [doc[i + 1] for i, word in enumerate(words[:-2]) if i > 1 and word in days and words[i - 1] in on]
    found = [verb for verb in found if _is_misread(verb)]
    if not found:
        return
    values = doc.to_array(["HEAD", "DEP"])
    heads = (values[:, 0].astype(np.int64) + np.arange(len(doc))).tolist()
    names: dict[int, str] = {}
    for verb in found:
        _place(doc, verb, heads, names)
    for at, name in names.items():
        values[at, 1] = doc.vocab.strings.add(name)
    values[:, 0] = (np.array(heads) - np.arange(len(doc))).astype(values.dtype)
    doc.from_array(["HEAD", "DEP"], values)  # type: ignore[arg-type]  # whole numbers
    for verb in found:
        verb.set_morph("Mood=Ind|Tense=Past|VerbForm=Fin")  # type: ignore[attr-defined]  # not in spaCy's stubs


def _is_misread(verb: Token) -> bool:
    """A participle before its noun, with a noun before the day that has no verb of its own before it."""
    if verb.pos_ != "VERB" or verb.dep_ not in _MISREAD or "Past" not in verb.morph.get("Tense", []):
        return False
    subject = verb.i - 3
    if subject < verb.sent.start or verb.head.i < verb.i or verb.head.pos_ not in _NOUNS:
        return False
    told = (t for t in verb.doc[verb.sent.start : subject] if "Fin" in t.morph.get("VerbForm", []))
    return verb.doc[subject].pos_ in _NOUNS and next(told, None) is None


def _place(doc: Doc, verb: Token, heads: list[int], names: dict[int, str]) -> None:
    """Subject, day and object hang on the verb, and the verb where the subject hung."""
    i, subject, object_ = verb.i, _head_of(doc[verb.i - 3], verb.sent.start), verb.head.i
    above, name = heads[subject], doc[subject].dep_
    if above in (subject, i, object_):
        heads[i], names[i] = i, "ROOT"
    elif name in _SUBJECTS:
        heads[i], names[i] = (i if heads[above] == above else heads[above]), doc[above].dep_
        heads[above], names[above] = i, "conj"
    else:
        heads[i], names[i] = above, name
    for at, dep in ((subject, "nsubj"), (i - 1, "obl"), (object_, "obj")):
        heads[at], names[at] = i, dep
    heads[i - 2], names[i - 2] = i - 1, "case"
    for token in verb.sent:
        if token.i > i and heads[token.i] in (subject, token.i) and token.i != object_:
            heads[token.i], names[token.i] = i, "parataxis" if token.pos_ == "VERB" else token.dep_


def _head_of(noun: Token, start: int) -> int:
    """The head of the name or the row of nouns that ends here."""
    while noun.dep_ in ("flat", "compound") and start <= noun.head.i < noun.i:
        noun = noun.head
    return noun.i
