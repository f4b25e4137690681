"""All written forms of a trigger verb, so that frames match on surface forms.

Lemmas of a small trained pipeline are wrong often enough (French verbs 88 %) to lose events, so the
regular conjugations come from ``conjugation`` and irregular forms from
``lexicon/<language>/events_forms.yaml``. Forms are lower case with straight apostrophes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from processors.extraction.conjugation import beside_listed, conjugation


def verb_forms(lemma: str, language: str, irregular: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Every form of a verb that a news text may show."""
    listed = irregular.get(lemma)
    if listed is None:
        return frozenset({lemma}).union(*conjugation(lemma, language).values())
    return frozenset({lemma}) | beside_listed(lemma, language) | frozenset(listed)
