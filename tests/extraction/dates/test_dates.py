"""Dates: every kind of expression, reckoned from publication; tense by hand-made trees or none."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import processors.extraction.dates.component  # noqa: F401 - registers the factory
from processors.extraction.dates.attach import date_of
from processors.extraction.dates.rules import Frame, resolve
from processors.extraction.dates.score import score

PUBLISHED = datetime(2024, 5, 16, 9, 0, tzinfo=UTC)  # a Thursday


@pytest.fixture(scope="module")
def pipelines() -> dict[str, Language]:
    found = {}
    for language in ("en", "fr"):
        found[language] = spacy.blank(language)
        found[language].add_pipe("sentencizer")
        found[language].add_pipe("tocsin_dates", config={"lexicon": language})
    return found


def _read(nlp: Language, text: str, published: datetime | None = PUBLISHED) -> Doc:
    doc = nlp.make_doc(text)
    doc._.published_at = published
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


CASES = [
    ("en", "They met on 24 September 2023.", "2023-09-24", "2023-09-24", "day"),
    ("en", "They met on Sept. 24, 2023.", "2023-09-24", "2023-09-24", "day"),
    ("en", "03/24/2023: They met.", "2023-03-24", "2023-03-24", "day"),
    ("en", "03/04/2023: They met.", "2023-03-04", "2023-03-04", "day"),
    ("en", "24/03/2023: They met.", "2023-03-24", "2023-03-24", "day"),
    ("en", "12/05/2024: They met.", "2024-05-12", "2024-05-12", "day"),
    ("en", "They met on Tuesday.", "2024-05-14", "2024-05-14", "day"),
    ("en", "They met on Thursday.", "2024-05-16", "2024-05-16", "day"),
    ("en", "They met last Thursday.", "2024-05-09", "2024-05-09", "day"),
    ("en", "They meet next Monday.", "2024-05-20", "2024-05-20", "day"),
    ("en", "They met yesterday.", "2024-05-15", "2024-05-15", "day"),
    ("en", "They met in the night of Friday to Saturday.", "2024-05-10", "2024-05-11", "day"),
    ("en", "They met on Friday night into Saturday.", "2024-05-10", "2024-05-11", "day"),
    ("en", "They met overnight into Tuesday.", "2024-05-13", "2024-05-14", "day"),
    ("en", "They met in April last year.", "2023-04-01", "2023-04-30", "month"),
    ("en", "They met on 5 June of last year.", "2023-06-05", "2023-06-05", "day"),
    ("en", "They met last autumn.", "2023-09-01", "2023-11-30", "month"),
    ("en", "They met in the winter of 2021.", "2021-12-01", "2022-02-28", "month"),
    ("en", "They met between November 2022 and the end of 2023.", "2022-11-01", "2023-12-31", "month"),
    ("en", "They met from November to February.", "2023-11-01", "2024-02-29", "month"),
    ("en", "They met at the weekend.", "2024-05-11", "2024-05-12", "range"),
    ("en", "They met last week.", "2024-05-06", "2024-05-12", "week"),
    ("en", "They met last month.", "2024-04-01", "2024-04-30", "month"),
    ("en", "They met three days ago.", "2024-05-13", "2024-05-13", "day"),
    ("en", "They met two years ago.", "2022-01-01", "2022-12-31", "year"),
    ("en", "They met from Monday to Wednesday.", "2024-05-13", "2024-05-15", "range"),
    ("en", "They met from 3 to 5 May.", "2024-05-03", "2024-05-05", "range"),
    ("en", "They met in March.", "2024-03-01", "2024-03-31", "month"),
    ("en", "They met in March 2019.", "2019-03-01", "2019-03-31", "month"),
    ("en", "They met in 2008.", "2008-01-01", "2008-12-31", "year"),
    ("en", "They stay until Sunday.", "2024-05-19", "2024-05-19", "day"),
    ("en", "They met on Thursday last week.", "2024-05-09", "2024-05-09", "day"),
    ("en", "They met the previous month.", "2024-04-01", "2024-04-30", "month"),
    ("fr", "Ils se sont vus vendredi de la semaine dernière.", "2024-05-10", "2024-05-10", "day"),
    ("fr", "Ils ont libéré mardi 9 soldats.", "2024-05-14", "2024-05-14", "day"),
    ("fr", "Ils se sont vus jeudi 9 à Paris.", "2024-05-09", "2024-05-09", "day"),
    ("fr", "Ils se sont vus le 1er février 2022.", "2022-02-01", "2022-02-01", "day"),
    ("fr", "03/04/2023 : ils se sont vus.", "2023-04-03", "2023-04-03", "day"),
    ("fr", "Ils se sont vus mardi.", "2024-05-14", "2024-05-14", "day"),
    ("fr", "Ils se voient lundi prochain.", "2024-05-20", "2024-05-20", "day"),
    ("fr", "Ils se sont vus dans la nuit de lundi à mardi.", "2024-05-13", "2024-05-14", "day"),
    ("fr", "Le 12, ils se sont vus.", "2024-05-12", "2024-05-12", "day"),
    ("fr", "Ils se sont vus à l’automne 2020.", "2020-09-01", "2020-11-30", "month"),
    ("fr", "Ils se sont vus l’été 2023 à Lyon.", "2023-06-01", "2023-08-31", "month"),
    ("fr", "Ils se sont vus en avril de l’an dernier.", "2023-04-01", "2023-04-30", "month"),
    ("fr", "Ils se sont vus entre novembre 2022 et mars 2023.", "2022-11-01", "2023-03-31", "month"),
    ("fr", "Ils se sont vus hier.", "2024-05-15", "2024-05-15", "day"),
    ("fr", "Ils se sont vus il y a trois jours.", "2024-05-13", "2024-05-13", "day"),
    ("fr", "Ils se sont vus la semaine dernière.", "2024-05-06", "2024-05-12", "week"),
    ("fr", "Ils se sont vus du 3 au 5 mai.", "2024-05-03", "2024-05-05", "range"),
    ("fr", "Ils se sont vus en mars 2019.", "2019-03-01", "2019-03-31", "month"),
    ("fr", "Ils se sont vus en 2008.", "2008-01-01", "2008-12-31", "year"),
    ("fr", "Ils se sont vus le week-end dernier.", "2024-05-11", "2024-05-12", "range"),
    ("fr", "Ils restent jusqu’à samedi.", "2024-05-18", "2024-05-18", "day"),
]


@pytest.mark.parametrize(("language", "text", "start", "end", "precision"), CASES)
def test_kinds(pipelines: dict[str, Language], language: str, text: str, start: str, end: str, precision: str) -> None:
    (mark,) = _read(pipelines[language], text)._.dates
    assert (mark.start.isoformat(), mark.end.isoformat(), mark.precision) == (start, end, precision)
    assert mark.anchor == "text"


@pytest.mark.parametrize(
    "text", ["They may march.", "He sat down in the second row.", "It cost 2,000 euros.", "Room 1999b is shut.", ""]
)
def test_no_dates(pipelines: dict[str, Language], text: str) -> None:
    assert _read(pipelines["en"], text)._.dates == []


def test_without_publication_only_years_count(pipelines: dict[str, Language]) -> None:
    doc = _read(pipelines["en"], "On Monday they recalled 3 June 2001 and the spring.", None)
    assert [mark.start for mark in doc._.dates] == [date(2001, 6, 3)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("04/27/2011: They met. They left the next day.", date(2011, 4, 27)),
        ("Around 27 April 2011 (as reported), they met.", date(2011, 4, 27)),
        ("Between 25 and 27 April 2011 they met.", date(2011, 4, 27)),
        ("On 27 April 2011 they met. In 2019 they met again.", None),
        ("Yesterday they recalled 27 April 2011.", None),
        ("They met. They left on 27 April 2011.", None),
        ("In April 2011 they met.", None),
    ],
)
def test_a_report_without_publication_is_of_the_day_it_opens_with(
    pipelines: dict[str, Language], text: str, day: date | None
) -> None:
    read = _read(pipelines["en"], text, None)._.published_at
    assert (read.date() if read else None) == day


def test_the_same_day_is_the_one_told_before(pipelines: dict[str, Language]) -> None:
    doc = _read(pipelines["en"], "They came on Monday. They left the same day. The next day it rained.")
    assert [mark.start.day for mark in doc._.dates] == [13, 13, 14]


def test_the_second_day_after_the_one_told_before(pipelines: dict[str, Language]) -> None:
    text = "Ils se sont vus le 3 mai. Le surlendemain, ils ont signé. Deux nuits plus tard, ils sont partis."
    assert [d.start.day for d in _read(pipelines["fr"], text)._.dates] == [3, 5, 7]


def test_a_day_and_month_fall_in_the_year_that_fits() -> None:
    today = date(2024, 1, 10)
    values = {"day": "20", "month": 12}
    assert resolve("absolute", values, Frame(today, "past")) is not None
    past = resolve("absolute", values, Frame(today, "past"))
    future = resolve("absolute", values, Frame(today, "future"))
    assert past is not None and past.start == date(2023, 12, 20)
    assert future is not None and future.start == date(2024, 12, 20)


def test_days_that_do_not_exist() -> None:
    assert resolve("absolute", {"day": "31", "month": 2, "year": "2023"}, Frame(date(2024, 1, 1))) is None
    assert resolve("nonsense", {}, Frame(date(2024, 1, 1))) is None


def _tree(language: str, *rows: tuple[str, int, str, str]) -> Doc:
    nlp = spacy.blank(language)
    nlp.add_pipe("tocsin_dates", config={"lexicon": language})
    words, heads, deps, pos = ([row[k] for row in rows] for k in range(4))
    doc = Doc(nlp.vocab, words=words, heads=heads, deps=deps, pos=pos, lemmas=[w.lower() for w in words])
    doc._.published_at = PUBLISHED
    return nlp.get_pipe("tocsin_dates")(doc)


def test_the_date_of_the_own_clause_wins() -> None:
    doc = _tree(
        "en",
        ("Shells", 1, "nsubj", "NOUN"), ("fell", 1, "ROOT", "VERB"), ("Monday", 1, "obl", "PROPN"),
        (",", 1, "punct", "PUNCT"), ("say", 1, "parataxis", "VERB"), ("officials", 4, "nsubj", "NOUN"),
        ("Wednesday", 4, "obl", "PROPN"),
    )  # fmt: skip
    mark = date_of(doc[1:2], doc, "actual")
    assert mark is not None
    assert mark.start == date(2024, 5, 13)


def test_undated_events_are_those_of_publication() -> None:
    doc = _tree("en", ("Shells", 1, "nsubj", "NOUN"), ("fell", 1, "ROOT", "VERB"))
    mark = date_of(doc[1:2], doc, "actual")
    assert mark is not None
    assert (mark.start, mark.anchor) == (PUBLISHED.date(), "publication")
    assert date_of(doc[1:2], doc, "future") is None


@pytest.mark.parametrize("text", ["Monday " * 3000, "1 " * 5000, "from 3 to " * 2000, "9" * 20000])
def test_hostile_text_is_read_in_linear_time(pipelines: dict[str, Language], text: str) -> None:
    begin = time.process_time()
    for nlp in pipelines.values():
        doc = nlp.make_doc(text)
        doc._.published_at = PUBLISHED
        nlp.get_pipe("tocsin_dates")(doc)
    assert time.process_time() - begin < 20


def test_score(pipelines: dict[str, Language]) -> None:
    dates = _read(pipelines["en"], "They met on Tuesday.")._.dates
    assert score([(dates, dates)])["dates_f"] == 1.0
    assert score([(dates, [])])["dates_f"] == 0.0
