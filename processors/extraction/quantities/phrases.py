"""Phrases of several words, matched against tokens in one walk down a tree of words."""

from __future__ import annotations

from typing import Any, cast

from spacy.tokens import Doc

from processors.extraction.lexicon.grammar import apart
from processors.extraction.marks import lowers

Tree = dict[str, Any]
END = ""


def phrase_tree(phrases: dict[str, list[str]], backwards: bool = False) -> Tree:
    """A tree of words → … → {"": class}, so that a phrase is matched in one walk."""
    tree: Tree = {}
    for name, items in phrases.items():
        for item in items:
            for phrase in apostrophes(str(item).lower()):
                words = split_phrase(phrase)
                node = tree
                for word in reversed(words) if backwards else words:
                    node = node.setdefault(word, {})
                node[END] = name
    return tree


def apostrophes(phrase: str) -> set[str]:
    """A phrase with each of the two apostrophes that the press writes."""
    return {phrase.replace("’", "'"), phrase.replace("'", "’")}


def split_phrase(phrase: str) -> list[str]:
    """Words as the tokenizers cut them."""
    return apart(phrase).split()


def match_back(doc: Doc, tree: Tree, i: int) -> tuple[str, int] | None:
    """The longest phrase that ends just before token ``i``: (class, start)."""
    words = lowers(doc)
    node, j, found = tree, i - 1, None
    while j >= 0 and (step := node.get(words[j])) is not None:
        node = step
        if END in node:
            found = (cast(str, node[END]), j)
        j -= 1
    return found


def within(doc: Doc, tree: Tree, start: int, end: int) -> bool:
    """Does one of the phrases begin in ``start:end``?"""
    start = max(0, start)
    words = lowers(doc)[start:end]
    return any(word in tree and match_on(doc, tree, k) is not None for k, word in enumerate(words, start))


def match_on(doc: Doc, tree: Tree, i: int) -> tuple[str, int] | None:
    """The longest phrase that begins at token ``i``: (class, end)."""
    words = lowers(doc)
    node, j, found = tree, i, None
    while j < len(words) and (step := node.get(words[j])) is not None:
        node = step
        j += 1
        if END in node:
            found = (cast(str, node[END]), j)
    return found
