"""Builds the spaCy pipeline of a language: the trained part, then our domain components."""

from __future__ import annotations

import os
from pathlib import Path

import spacy
from spacy.language import Language

from processors.extraction import lexicon
from processors.extraction.compact import compact_patterns
from processors.extraction.components import COMPONENTS, register
from processors.extraction.elision import cut_words
from processors.extraction.lemma_table import look_up_lemmas
from processors.extraction.opening import PARTER

MODELS = Path(os.environ.get("TOCSIN_MODELS") or Path(__file__).resolve().parents[2] / "models")


class ModelError(RuntimeError):
    """A pipeline that was named in the settings cannot be loaded; says which and what to do."""


def build(language: str, model: str | None = None, overlay: str | None = None) -> Language:
    """The full pipeline for a language.

    Args:
        language: ISO 639-1. A language without a lexicon gets a blank pipeline with sentence
            splitting and no domain components.
        model: an installed spaCy package or a folder; None takes our own trained pipeline.
        overlay: folder with a user's own lexicon files.

    Raises:
        ModelError: ``model`` cannot be loaded.
    """
    nlp = trained(language, model)
    if language in lexicon.languages():
        register()
        cut_words(nlp)
        if "parser" in nlp.pipe_names:
            nlp.add_pipe(PARTER, before="parser")
        for name in COMPONENTS:
            nlp.add_pipe(name, config={"lexicon": language, "overlay": overlay})
    return nlp


def trained(language: str, model: str | None = None) -> Language:
    """The trained part alone: tagger, parser, lemmatizer, names (or a blank pipeline)."""
    own = MODELS / f"{language}_tocsin_news"
    target = model or (str(own) if own.is_dir() else None)
    if target is None:
        try:
            with compact_patterns():
                nlp = spacy.blank(language)
        except ImportError:
            nlp = spacy.blank("xx")
        nlp.add_pipe("sentencizer")
        return nlp
    try:
        with compact_patterns():
            return look_up_lemmas(spacy.load(target))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"spaCy pipeline {target!r} for language {language!r} cannot be loaded: {error}. "
            "Install it with pip, or clear the setting to use Tocsin's own."
        ) from error
