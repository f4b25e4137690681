"""Every row of the counting table, as bare figures."""

import pytest
import spacy

from processors.extraction.quantities.figures import Figures

N = None
ROWS = [
    ("en", "4 men", 4, 4, 4),
    ("en", "twenty-three men", 23, 23, 23),
    ("en", "two hundred and five men", 205, 205, 205),
    ("en", "1,462 arrests", 1462, 1462, 1462),
    ("en", "4 500 soldiers", 4500, 4500, 4500),
    ("en", "1.8 million people", 1800000, 1800000, 1800000),
    ("en", "a hundred thousand", 100000, 100000, 100000),
    ("en", "at least 12 civilians", 12, 12, N),
    ("en", "more than a hundred", 100, 100, N),
    ("en", "50 or more", 50, 50, N),
    ("en", "as many as 15,000", 1, 15000, 15000),
    ("en", "fewer than 50", 1, 50, 50),
    ("en", "nearly 9,000", 8100, 9000, 9000),
    ("en", "some 9,500 soldiers", 8075, 9500, 10925),
    ("en", "a dozen", 10, 12, 14),
    ("en", "a couple of men", 2, 2, 2),
    ("en", "a couple dozen men", 20, 24, 28),
    ("en", "between 15 and 20", 15, 15, 20),
    ("en", "two or three", 2, 2, 3),
    ("en", "two to three thousand", 2000, 2000, 3000),
    ("en", "several men", 3, 3, 9),
    ("en", "tens of people", 10, 10, 99),
    ("en", "dozens of people", 12, 12, 99),
    ("en", "scores of people", 20, 20, 99),
    ("en", "several hundred youths", 100, 100, 999),
    ("en", "thousands", 1000, 1000, 9999),
    ("en", "tens of thousands of people", 10000, 10000, 99999),
    ("fr", "soixante-dix-huit morts", 78, 78, 78),
    ("fr", "quatre-vingts morts", 80, 80, 80),
    ("fr", "quatre-vingt-onze", 91, 91, 91),
    ("fr", "vingt et un blessés", 21, 21, 21),
    ("fr", "cent quatre personnes", 104, 104, 104),
    ("fr", "deux mille cinq cents", 2500, 2500, 2500),
    ("fr", "4 500 soldats", 4500, 4500, 4500),
    ("fr", "1,8 million", 1800000, 1800000, 1800000),
    ("fr", "plus de 6 000 morts", 6000, 6000, N),
    ("fr", "plus d’une centaine", 100, 100, N),
    ("fr", "jusqu’à 20", 1, 20, 20),
    ("fr", "près de 30 000", 27000, 30000, 30000),
    ("fr", "une trentaine de Serbes", 25, 30, 35),
    ("fr", "une quinzaine", 12, 15, 18),
    ("fr", "une centaine", 85, 100, 115),
    ("fr", "un millier d’hommes", 850, 1000, 1150),
    ("fr", "au moins une trentaine", 30, 30, N),
    ("fr", "entre 300 000 et 600 000", 300000, 300000, 600000),
    ("fr", "dix à quinze morts", 10, 10, 15),
    ("fr", "plusieurs dizaines", 10, 10, 99),
    ("fr", "des centaines de milliers", 100000, 100000, 999999),
]


@pytest.mark.parametrize(("language", "text", "low", "best", "high"), ROWS)
def test_row_of_the_table(language, text, low, best, high):
    found = Figures(language).find(spacy.blank(language)(text))
    assert [(f.low, f.best, f.high) for f in found] == [(low, best, high)]


@pytest.mark.parametrize("text", ["F-35A", "3.5%", "16-year-old", "T-72"])
def test_no_figure(text):
    assert not Figures("en").find(spacy.blank("en")(text))


def test_from_x_to_y_after_a_change_is_y():
    (figure,) = Figures("fr").find(spacy.blank("fr")("le bilan est passé de quatre à six morts"))
    assert figure.best == 6


def test_hostile_text_is_linear():
    text = "one hundred and " * 4000 + "- " * 4000 + "9" * 4000
    assert Figures("en").find(spacy.blank("en")(text))
