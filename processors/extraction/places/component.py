"""spaCy component ``tocsin_places``."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from processors.extraction import marks

marks.install()


@Language.factory("tocsin_places", default_config={"lexicon": "en", "overlay": None})
def create(nlp: Language, name: str, lexicon: str, overlay: str | None) -> Places:
    """Factory: ``lexicon`` is the language folder, ``overlay`` a user's folder or None."""
    return Places(nlp, lexicon, overlay)


class Places:
    """Placeholder until this step is written: leaves the doc as it is."""

    def __init__(self, nlp: Language, language: str, overlay: str | None) -> None:
        self.language = language

    def __call__(self, doc: Doc) -> Doc:
        return doc
