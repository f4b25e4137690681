"""Clean article → analysis, for every language; the unit of work of the process pool."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from processors.extraction.assemble import assemble
from processors.extraction.load import build
from processors.extraction.marks import keep_text
from tocsin.records import Analysis, CleanArticle

MAX_CHARS = 200_000
"""Text beyond this is not parsed (a parser needs about 1 kB of memory a character); it is said in ``warnings``."""


@dataclass
class Extractor:
    """Holds one pipeline per language, loaded on first use.

    Args:
        models: language → name or folder of a spaCy pipeline to use instead of our own.
        overlay: folder with a user's own lexicon files.
    """

    models: Mapping[str, str] = field(default_factory=dict)
    overlay: str | None = None
    _pipelines: dict[str, Language] = field(default_factory=dict, repr=False)

    def pipeline(self, language: str) -> Language:
        """The pipeline of a language; languages without one share the blank ``xx``."""
        if language not in self._pipelines:
            self._pipelines[language] = build(language, self.models.get(language), self.overlay)
        return self._pipelines[language]

    def extract(self, clean: CleanArticle) -> Analysis:
        """The analysis of one article: deterministic, and linear in the length of the text."""
        nlp = self.pipeline(clean.language)
        doc = self._doc(nlp, clean)
        for _, component in nlp.pipeline:
            doc = component(doc)
        return self._finish(doc, clean)

    def extract_all(self, cleans: Iterable[CleanArticle]) -> Iterator[Analysis]:
        """Analyses in input order."""
        return (self.extract(clean) for clean in cleans)

    @staticmethod
    def _doc(nlp: Language, clean: CleanArticle) -> Doc:
        text = clean.text[:MAX_CHARS]
        doc = nlp.make_doc(text)
        keep_text(doc, text)
        doc._.published_at = clean.article.published_at
        doc._.title = clean.article.title
        doc._.source = clean.article.source
        return doc

    @staticmethod
    def _finish(doc: Doc, clean: CleanArticle) -> Analysis:
        analysis = assemble(doc, clean)
        if len(clean.text) > MAX_CHARS:
            analysis.warnings.append(f"only the first {MAX_CHARS} of {len(clean.text)} characters were read")
        return analysis
