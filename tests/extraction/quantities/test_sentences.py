"""Sentences of our own: what each counts. Needs the trained pipelines; skipped where there are none."""

import re
from functools import cache
from pathlib import Path

import pytest

from processors.extraction import load
from processors.extraction.components import register

HERE = Path(__file__).parent
WORDS = {"dozens": 12, "tens": 10, "scores": 20, "several": 3, "thousands": 1000}
HARM = ("killed", "injured", "missing", "arrested", "abducted", "displaced")


@cache
def pipeline(language):
    if not (load.MODELS / f"{language}_tocsin_news").is_dir():
        pytest.skip("no trained pipeline")
    nlp = load.trained(language)
    register()
    nlp.add_pipe("tocsin_quantities", config={"lexicon": language})
    return nlp


def cases(language, name="cases"):
    for line in (HERE / f"{name}_{language}.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            text, _, told = line.partition(" =>")
            yield language, text, told


def expected(told):
    out = set()
    for item in filter(None, (part.strip() for part in told.split(";"))):
        kind, rest = item.split(" ", 1)
        number = re.search(r"\d+", rest)
        best = int(number[0]) if number else WORDS[rest.removesuffix(" part").strip()]
        out.add((kind, best, "part" in rest))
    return out


@pytest.mark.parametrize(
    "name", ["cases", "more", "traps", "press", "report", "wires", "parts", "free", "persons", "asides", "groups"]
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_sentences(language, name):
    """A parser is not perfect: at least 19 of 20 sentences must be counted exactly right.

    ``cases`` and ``more`` tell by construction how news counts people; in ``traps`` nobody of today is counted
    (what only the relevance of a whole article can tell, sport and accidents, may slip through here).
    """
    rows = list(cases(language, name))
    wrong = []
    for _, text, told in rows:
        doc = pipeline(language)(text)
        want = expected(told)
        kinds = {kind for kind, _, _ in want} | set(HARM)
        got = {
            (q.kind, q.best, q.part_of is not None) for q in doc._.quantities if q.same_as is None and q.kind in kinds
        }
        if got != want:
            wrong.append((text, want, got))
    assert len(wrong) <= len(rows) // 20, wrong
