"""The domain components on a pipeline in the form of the official English ones: ClearNLP roles, OntoNotes names.

None can be downloaded where this runs, so a tiny pipeline gives a few sentences the analysis that those
models give; it is saved to a folder and named by the setting, like any installed package.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from processors.extraction.load import build
from processors.extraction.marks import EventMark

# One line a sentence: word/POS/role/head (position in the sentence, 1 = first) and names as (start, end, label).
ANALYSES: list[tuple[str, list[tuple[int, int, str]]]] = [
    (
        "Four/NUM/nummod/2 soldiers/NOUN/nsubjpass/4 were/AUX/auxpass/4 killed/VERB/ROOT/4 by/ADP/agent/4 "
        "rebels/NOUN/pobj/5 of/ADP/prep/6 the/DET/det/9 M23/PROPN/pobj/7 near/ADP/prep/4 Goma/PROPN/pobj/10 "
        "on/ADP/prep/4 Monday/PROPN/pobj/12 ./PUNCT/punct/4",
        [(8, 9, "ORG"), (10, 11, "GPE"), (12, 13, "DATE")],
    ),
    (
        "Russia/PROPN/nsubj/2 shelled/VERB/ROOT/2 the/DET/det/4 city/NOUN/dobj/2 of/ADP/prep/4 "
        "Kherson/PROPN/pobj/5 with/ADP/prep/2 artillery/NOUN/pobj/7 ./PUNCT/punct/2",
        [(0, 1, "GPE"), (5, 6, "GPE")],
    ),
    (
        "The/DET/det/2 ambassador/NOUN/nsubjpass/6 of/ADP/prep/2 France/PROPN/pobj/3 was/AUX/auxpass/6 "
        "expelled/VERB/ROOT/6 by/ADP/agent/6 Niger/PROPN/pobj/7 ./PUNCT/punct/6",
        [(3, 4, "GPE"), (7, 8, "GPE")],
    ),
    (
        "Kenyan/ADJ/amod/2 police/NOUN/nsubj/3 fired/VERB/ROOT/3 tear/NOUN/compound/5 gas/NOUN/dobj/3 at/ADP/prep/3 "
        "protesters/NOUN/pobj/6 who/PRON/nsubj/9 marched/VERB/relcl/7 on/ADP/prep/9 parliament/NOUN/pobj/10 "
        "in/ADP/prep/9 Nairobi/PROPN/pobj/12 ./PUNCT/punct/3",
        [(0, 1, "NORP"), (12, 13, "GPE")],
    ),
]
LEMMAS = {
    "were": "be", "was": "be", "killed": "kill", "soldiers": "soldier", "rebels": "rebel", "shelled": "shell",
    "expelled": "expel", "fired": "fire", "protesters": "protester", "marched": "march",
}  # fmt: skip


@Language.component("tests_official_form")
def analyse(doc: Doc) -> Doc:
    """Write the analysis of the known sentences that the document consists of."""
    known = {tuple(part.split("/")[0] for part in line.split()): (line, names) for line, names in ANALYSES}
    names: list[Span] = []
    start = 0
    while start < len(doc):
        for words, (line, ents) in known.items():
            if tuple(t.text for t in doc[start : start + len(words)]) == words:
                for offset, part in enumerate(line.split()):
                    word, pos, dep, head = part.split("/")
                    token = doc[start + offset]
                    token.pos_, token.dep_, token.head = pos, dep, doc[start + int(head) - 1]
                    token.lemma_ = LEMMAS.get(word, word.lower())
                names += [Span(doc, start + a, start + b, label=label) for a, b, label in ents]
                start += len(words)
                break
        else:
            raise ValueError(f"no analysis for {doc[start:].text!r}")
    doc.set_ents(names)
    return doc


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Language:
    """The full pipeline on the tiny one, which is saved and named as the settings name it."""
    folder: Path = tmp_path_factory.mktemp("model") / "en_core_like"
    nlp = spacy.blank("en")
    nlp.add_pipe("tests_official_form")
    nlp.to_disk(folder)
    return build("en", str(folder))


def _events(nlp: Language, *numbers: int) -> list[EventMark]:
    text = " ".join(" ".join(p.split("/")[0] for p in ANALYSES[n][0].split()) for n in numbers)
    doc = nlp.make_doc(text)
    doc._.published_at = datetime(2024, 3, 5, 12, tzinfo=UTC)
    for name, component in nlp.pipeline:
        if name == "tocsin_relevance":  # two sentences are no article
            break
        doc = component(doc)
    found: list[EventMark] = doc._.events
    return found


@pytest.mark.parametrize(
    ("number", "kind", "actor", "recipient", "place"),
    [
        (0, "ASSAULT", "M23", None, "Goma"),
        (1, "ASSAULT", "Russia", None, "Kherson"),
        (2, "SANCTION", "Niger", "France", None),
        (3, "ASSAULT", "Kenya Police", "protesters", None),
    ],
)
def test_events_with_their_actors(
    pipeline: Language, number: int, kind: str, actor: str, recipient: str | None, place: str | None
) -> None:
    event = next(e for e in _events(pipeline, number) if e.type == kind)
    assert actor in {a.name for a in event.actors}
    if recipient is not None:
        assert recipient in {r.name for r in event.recipients}
    if place is not None:
        assert event.place is not None
        assert event.place.name == place


def test_a_whole_text(pipeline: Language) -> None:
    kinds = {f"{e.type}/{e.mode}" for e in _events(pipeline, 0, 1, 2, 3)}
    assert {"ASSAULT/heavy-weapons", "SANCTION/expel", "ASSAULT/crowd-control"} <= kinds
