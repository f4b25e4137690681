"""Assemble the name data of a language for training and measuring."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import names_en
import names_fr
from generate import own_items
from own_articles import articles
from places import relabel
from spacy.language import Language
from spans import Item
from substitute import Substituter, grouped

OWN_TIMES = 7
OLD_PAPERS = 4000
DEV_SET = {"en": "GUM test", "fr": "Sequoia test (silver)"}


@dataclass(frozen=True)
class Folders:
    """Where the raw data lie."""

    treebanks: Path
    names: Path
    articles: Path

    @classmethod
    def of(cls, data: Path, dev: Path) -> Folders:
        """Lay the usual folders out under a data folder."""
        return cls(data / "ud", data / "ner", dev)


def own_articles(lang: str, nlp: Language, folders: Folders, *, odd: bool) -> list[Item]:
    """Return our annotated articles of one half, or nothing where they are not at hand."""
    path = folders.articles / f"own_{lang}.jsonl"
    return list(articles(path, nlp, odd=odd)) if path.exists() else []


def public_tests(lang: str, folders: Folders) -> dict[str, list[Item]]:
    """Return the public test sets with this project's labels, without what chose the model."""
    sets = _tests(lang, folders)
    name = DEV_SET[lang]
    sets[f"{name}, two thirds"] = [item for n, item in enumerate(sets.pop(name)) if n % 3]
    return sets


def _tests(lang: str, folders: Folders) -> dict[str, list[Item]]:
    reader = names_en if lang == "en" else names_fr
    sets = reader.test_items(folders.names, folders.treebanks)
    return {name: [relabel(item, lang) for item in items] for name, items in sets.items()}


def training(lang: str, nlp: Language, folders: Folders, seed: int) -> tuple[list[Item], list[Item]]:
    """Return training and development items."""
    rnd = random.Random(seed)
    swap = Substituter(lang, nlp, rnd)
    if lang == "en":
        items = [relabel(i, lang) for i in names_en.train_items(folders.names, folders.treebanks, nlp)]
    else:
        old = [relabel(i, lang) for i in names_fr.newspapers(folders.names)]
        trees = [relabel(i, lang) for i in names_fr.treebank_items(folders.names, folders.treebanks)]
        rnd.shuffle(old)
        items = old[:OLD_PAPERS] + trees + [swap(i) for i in trees if i.names]
    dev = _tests(lang, folders)[DEV_SET[lang]][::3]
    items += [swap(i) for i in items if i.names and rnd.random() < 0.5]
    own = own_articles(lang, nlp, folders, odd=False)
    held, own = own[::4], [item for n, item in enumerate(own) if n % 4]
    items += own * 4 + [swap(item) for item in own for _ in range(6)]
    items += own_items(lang, nlp, OWN_TIMES, seed)
    rnd.shuffle(items)
    return grouped(items, rnd), held + dev
