"""spaCy component ``tocsin_names``: final names with one id across languages and spellings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example

from processors.extraction import marks
from processors.extraction.names.gazetteer import Gazetteer
from processors.extraction.names.merge import Merger
from processors.extraction.names.patterns import Patterns
from processors.extraction.names.resolve import Resolver
from processors.extraction.names.score import score

marks.install()


@Language.factory(
    "tocsin_names",
    default_config={"lexicon": "en", "overlay": None},
    assigns=["doc.ents", "token.ent_iob", "token.ent_type", "doc._.names", "span._.name"],
    default_score_weights={"names_f": 1.0},
)
def create(nlp: Language, name: str, lexicon: str, overlay: str | None) -> Names:
    """Factory: ``lexicon`` is the language folder, ``overlay`` a user's folder or None."""
    return Names(nlp, lexicon, overlay)


class Names:
    """Merges the statistical names of ``doc.ents`` with known names and patterns, and resolves them."""

    def __init__(self, nlp: Language, language: str, overlay: str | None) -> None:
        self.language = language
        self._gazetteer = Gazetteer(nlp, language, overlay)
        self._patterns = Patterns(language, overlay)
        self._merger = Merger(language, overlay, self._patterns)
        self._resolver = Resolver(self._gazetteer, self._patterns, overlay)

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc.ents`` and what each name stands for."""
        candidates = self._merger.merge(doc, self._gazetteer.find(doc), self._patterns.find(doc))
        candidates, names = self._resolver.resolve(doc, candidates)
        doc.set_ents([Span(doc, c.start, c.end, label=c.label) for c in candidates])
        doc._.names = names
        return doc

    def score(self, examples: Iterable[Example], **_: Any) -> dict[str, Any]:
        """Exact span and label, over all labels and per label."""
        return score(
            [
                (
                    {(e.start_char, e.end_char, e.label_) for e in example.reference.ents},
                    {(e.start_char, e.end_char, e.label_) for e in example.predicted.ents},
                )
                for example in examples
            ]
        )
