"""Join a trained parser and a trained name finder into one loadable folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import spacy
from spacy.language import Language
from verb_table import add_verb_table

VERSION = "0.1.0"
SOURCES = {
    "en": "UD English EWT and GUM (permissive genres), UNER English EWT, WikiGold, CrossNER, re3d, own sentences",
    "fr": "UD French Sequoia, GSD, PUD and FQB, Europeana newspapers (BnF), NewsEye, own sentences",
}


def add_blank_line_rule(nlp: Language) -> None:
    """Make every token after an empty line begin a sentence; the parser keeps such given boundaries."""
    ruler = nlp.add_pipe("attribute_ruler", name="blank_lines", before="parser")
    blank_line = {"TEXT": {"REGEX": r"\n[^\S\n]*\n"}}
    ruler.add([[blank_line, {"IS_SPACE": False}]], {"SENT_START": 1}, index=1)  # type: ignore[attr-defined]


def join(parser: Path, names: Path | None, lang: str, out: Path) -> None:
    """Write the joined pipeline to ``out``, replacing it in one move."""
    nlp = spacy.load(parser)
    if names is not None:
        nlp.add_pipe("ner", source=spacy.load(names))
    add_blank_line_rule(nlp)
    if lang == "fr":
        add_verb_table(nlp)
    nlp.meta.update(
        name="tocsin_news",
        version=VERSION,
        description=f"News pipeline of Tocsin, trained from scratch: {SOURCES[lang]}",
        author="Tocsin",
        license="CC BY-SA 4.0" if lang == "en" else "CC BY-SA 4.0, with LGPL-LR sources",
    )
    nlp.meta["performance"] = {}
    fresh = out.with_name(out.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    nlp.to_disk(fresh, exclude=["vectors"])
    for left_over in ("lookups.bin", "vectors", "vectors.cfg"):
        (fresh / "vocab" / left_over).unlink(missing_ok=True)
    previous = out.with_name(out.name + ".old")
    if out.exists():
        out.rename(previous)
    fresh.rename(out)
    shutil.rmtree(previous, ignore_errors=True)
