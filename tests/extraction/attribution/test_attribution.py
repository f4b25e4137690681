"""Who says so, who denies it; needs the trained pipelines."""

from functools import cache

import pytest

from processors.extraction import load
from processors.extraction.marks import EventMark


@cache
def pipeline(language):
    if not (load.MODELS / f"{language}_tocsin_news").is_dir():
        pytest.skip("no trained pipeline")
    return load.build(language)


def by(language, text):
    return [(q.best, (q.attributed_to or "").lower()) for q in pipeline(language)(text)._.quantities]


@pytest.mark.parametrize(
    ("language", "text", "best", "word"),
    [
        ("en", "Four soldiers were killed in the ambush, police said.", 4, "polic"),
        ("en", "According to witnesses, at least 12 civilians were killed by the shelling.", 12, "witness"),
        ("fr", "Selon la police, quatre soldats ont été tués dans l’embuscade.", 4, "polic"),
        ("fr", "L’ONU fait état de douze morts dans les combats.", 12, "united nations"),
    ],
)
def test_source(language, text, best, word):
    ((number, source),) = by(language, text)
    assert number == best
    assert word in source


def test_unattributed():
    ((_, source),) = by("en", "Four soldiers were killed in the ambush.")
    assert source == ""


def test_quantity_finds_its_event():
    nlp = pipeline("en")
    doc = nlp("Four soldiers were killed. Nothing else is known.")
    link = nlp.get_pipe("tocsin_attribution")
    event = EventMark(doc[3:4], "ASSAULT")
    doc._.events = [event]
    for quantity in doc._.quantities:
        quantity.event = None
    link(doc)
    assert [q.event is event for q in doc._.quantities] == [True]


def test_denial_contests_the_event():
    nlp = pipeline("en")
    doc = nlp("Rebels attacked the village on Monday, the army said. The rebels denied it.")
    link = nlp.get_pipe("tocsin_attribution")
    doc._.events = [EventMark(doc[1:2], "ASSAULT")]
    link(doc)
    assert doc._.events[0].contested_by
