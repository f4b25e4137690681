"""Rules over more than one sentence: part and whole, the same again, revised, stock and flow."""

import pytest

from tests.extraction.quantities.test_sentences import pipeline


def read(language, text):
    return pipeline(language)(text)._.quantities


def test_parts_named_apart_sum_up():
    quantities = read(
        "en",
        "The clashes left more than 60 injured.\n\nOn Sunday, twenty soldiers were injured by stones.\n\n"
        "On the side of the demonstrators, Lima announced 44 wounded.",
    )
    whole = next(q for q in quantities if q.best == 60)
    assert [q.part_of is whole for q in quantities if q.best in (20, 44)] == [True, True]


def test_one_officer_and_three_attackers_are_the_four():
    quantities = read(
        "fr",
        "La fusillade a causé la mort de quatre personnes. "
        "Ce raid a entraîné la mort d’un gendarme et de trois assaillants.",
    )
    whole = next(q for q in quantities if q.best == 4)
    assert {q.best for q in quantities if q.part_of is whole} == {1, 3}


def test_vague_and_exact_flow_are_one():
    quantities = read(
        "en",
        "The alliance has decided to send hundreds of reinforcements to the region.\n\n"
        '"We will deploy an additional 900 troops," the general said.',
    )
    flows = [q for q in quantities if q.kind == "troops"]
    assert [q.best for q in flows if q.same_as is None] == [900]
    assert all(q.mode == "flow_in" and q.status == "announced" for q in flows)


def test_stock_is_no_flow():
    quantities = read("en", "The mission has more than 4,000 soldiers in the country.")
    assert [(q.kind, q.mode) for q in quantities] == [("troops", "stock")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The mayor, 58, won 61 percent of the vote in four towns on 24 May 2019, 30 years after the accord."),
        ("fr", "Le maire, 58 ans, a obtenu 61 % des voix dans quatre communes le 24 mai 2019, 30 ans après l’accord."),
        ("en", "The company paid 120,000 dollars for 200 metres of fence."),
    ],
)
def test_not_people(language, text):
    assert read(language, text) == []


def test_unit_is_an_estimate():
    (unit,) = read("en", "Norway will send a battalion of infantry to the border.")
    assert (unit.low, unit.best, unit.high, unit.qualifier) == (300, None, 1000, "unit")


def test_empty_text():
    assert read("en", "") == []


def test_linear_in_length():
    import time

    text = "Gunmen killed four soldiers and wounded two others near Gao, officials said. "
    nlp = pipeline("en")
    component = nlp.get_pipe("tocsin_quantities")
    cost = []
    for times in (20, 80):
        doc = nlp(text * times)
        start = time.process_time()
        component(doc)
        cost.append(time.process_time() - start)
    assert cost[1] < cost[0] * 12
