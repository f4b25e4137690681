"""Our tree of phrases finds what spaCy's matcher finds, in the same order."""

from __future__ import annotations

import pytest
import spacy
from spacy.matcher import PhraseMatcher

from processors.extraction.names.gazetteer import Gazetteer
from processors.extraction.names.phrases import Phrases

TEXTS = {
    "en": "The United Nations and the UN's Security Council met in New York, U.S., over Côte d'Ivoire and Al-Shabaab.",
    "fr": "L’Otan, l'ONU et les États-Unis d’Amérique; la Côte d’Ivoire et Al-Chabab à New York.",
}
FORMS = ["New York", "York", "new", "New York Times", "U.S.", "Côte d'Ivoire", "Al-Shabaab", "two  blanks", "can not"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_same_as_the_matcher_of_spacy(language: str) -> None:
    nlp = spacy.blank(language)
    known = Gazetteer(nlp, language, None)
    forms = [*FORMS, *(next(iter(entries)) for entries in known._forms.values())]
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("name", [nlp.make_doc(form) for form in forms])
    tree = Phrases(nlp, forms)
    for text in [*TEXTS.values(), " ".join(forms[:3000]), "New York Times", "in New York", ""]:
        doc = nlp.make_doc(text)
        words = [token.lower_ for token in doc]
        assert list(tree.find(words)) == [(start, end) for _, start, end in matcher(doc)]
