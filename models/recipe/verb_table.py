"""Mend the French lemmatizer where it is known to fail: a table of verb forms it gets wrong.

Every form of the verbs that do not end in -er is put into short sentences; a form whose lemma comes out wrong
goes into an ``attribute_ruler``. That component tries all its patterns on all tokens, so the table is kept short.
"""

from __future__ import annotations

from collections import Counter

from conjugate import forms_of, verbs
from spacy.language import Language

MOST = 700
FINITE = "Les rebelles, qui {} la ville, le savent."
FRAMES = {
    "3sg": ["Le groupe {} la ville mardi.", "Il {} les combattants.", "Le chef, qui {} la région, le sait."],
    "3pl": ["Les rebelles {} la ville mardi.", "Ils {} les combattants.", FINITE],
    "part": ["La ville a été {} mardi.", "Les rebelles, {} par l’armée, fuient.", "Ils ont {} la ville."],
    "ant": ["Les rebelles fuient en {} la ville.", "Un homme {} la ville est mort."],
}


def _forms(verb: str) -> list[tuple[str, str, int]]:
    """Return a verb's forms with the kind of frame each fits and a rank, the commonest in the news first."""
    parts = forms_of(verb)
    if parts is None or verb.endswith("er"):
        return []
    imperfect, future = parts["imp"], parts["fut"]
    common = [(parts["p3"], "3sg"), (parts["p6"], "3pl"), (imperfect + "ant", "ant")]
    common += [(parts["pp"] + ending, "part") for ending in ("", "e", "s", "es") if parts["pp"] + ending != parts["s3"]]
    common += [(imperfect + "ait", "3sg"), (imperfect + "aient", "3pl"), (future + "a", "3sg"), (future + "ont", "3pl")]
    rare = [(future + "ait", "3sg"), (future + "aient", "3pl"), (parts["s3"], "3sg"), (parts["s6"], "3pl")]
    rare.append((parts["sub"], "3sg"))
    return [(form, kind, 0) for form, kind in common] + [(form, kind, 1) for form, kind in rare]


def failing_forms(nlp: Language) -> dict[str, str]:
    """Return forms, with their right lemma, that are read as verbs with another lemma."""
    owners: dict[str, set[str]] = {}
    kinds: dict[str, str] = {}
    ranks: dict[str, int] = {}
    for verb in verbs():
        for form, kind, rank in _forms(verb):
            owners.setdefault(form, set()).add(verb)
            kinds[form], ranks[form] = kind, rank
    wanted = [form for form, lemmas in owners.items() if len(lemmas) == 1]
    jobs = [(frame.format(form), form) for form in wanted for frame in FRAMES[kinds[form]]]
    wrong: Counter[str] = Counter()
    for doc, form in nlp.pipe(jobs, as_tuples=True, disable=["parser", "ner"]):
        token = next((token for token in doc if token.text == form), None)
        if token is not None and token.pos_ == "VERB" and token.lemma_ not in owners[form]:
            wrong[form] += 1
    chosen = sorted(wrong, key=lambda form: (ranks[form], -wrong[form], form))[:MOST]
    return {form: next(iter(owners[form])) for form in chosen}


def add_verb_table(nlp: Language) -> int:
    """Add the table behind the lemmatizer; return how many forms it holds."""
    forms = failing_forms(nlp)
    ruler = nlp.add_pipe("attribute_ruler", name="verb_lemmas", after="trainable_lemmatizer")
    for form, lemma in sorted(forms.items()):
        ruler.add([[{"LOWER": form, "POS": "VERB"}]], {"LEMMA": lemma})  # type: ignore[attr-defined]
    return len(forms)
