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


@pytest.mark.parametrize(
    ("language", "text", "old", "new"),
    [
        ("en", "Officials initially put the toll at 12 but later revised it to 17 after the shelling.", 12, 17),
        ("en", "The death toll from the bombing rose to 17. An earlier count had given 12 dead.", 12, 17),
        ("fr", "Un premier bilan de l'attentat faisait état de douze morts ; il a été revu à dix-sept.", 12, 17),
    ],
)
def test_a_given_up_toll_repeats_the_new_one(language, text, old, new):
    told = {q.best: q for q in read(language, text) if q.kind == "killed"}
    assert told[old].same_as is told[new]
    assert told[new].revised_from is told[old]


@pytest.mark.parametrize(
    ("language", "text", "mode"),
    [
        ("en", "The attack, in which 26 people died, was the deadliest in the region since 2015.", "event"),
        ("en", "Clashes have killed 26 people since Sunday.", "cumulative"),
        ("en", "Gunmen killed more than 1,000 people in a massacre in the town on Friday.", "event"),
        ("en", "The war has killed more than 1,000 people.", "cumulative"),
        ("en", "Six prisoners of war were executed.", "event"),
        ("fr", "L'attaque, la plus sanglante depuis 2019, a fait 41 morts.", "event"),
        ("fr", "Quatorze militaires, portés disparus depuis vendredi, ont été retrouvés morts.", "event"),
        ("fr", "Les heurts ont fait 41 morts depuis lundi.", "cumulative"),
        ("en", "Rebels killed more than 900 civilians in the province last year.", "cumulative"),
        ("en", "Rebels killed 120 villagers in an attack last year.", "event"),
        ("en", "Rebels killed nine villagers last year.", "event"),
        ("fr", "Plus de 900 civils ont été tués par les rebelles l'an dernier.", "cumulative"),
    ],
)
def test_running_totals(language, text, mode):
    assert [q.mode for q in read(language, text) if q.kind == "killed"] == [mode]


@pytest.mark.parametrize(
    ("language", "text", "same"),
    [
        ("en", "Rebels killed six farmers. A resident said that they had carried the six bodies to town.", True),
        ("en", "Rebels killed six farmers. A resident said that six more bodies were found in a well.", False),
        ("fr", "Des rebelles ont tué six paysans. Un habitant dit avoir ramené les six dépouilles.", True),
    ],
)
def test_the_bodies_are_those_of_the_dead_told_before(language, text, same):
    dead = [q for q in read(language, text) if q.kind == "killed"]
    assert [q.same_as is dead[0] for q in dead[1:]] == [same]


def test_equal_numbers_of_another_place_are_not_the_part_told_before():
    quantities = read(
        "en",
        "Thirteen peacekeepers were killed: nine Indians, three Nepalis and one Ghanaian.\n\n"
        "On the other side of the border, shells killed nine people.",
    )
    last = [q for q in quantities if q.best == 9][-1]
    assert last.part_of is None
    assert last.same_as is None


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "Two companies of marines were flown in.", (200, 500, "flow_in")),
        ("en", "The president ordered two companies of marines to the port.", (200, 500, "flow_in")),
        ("en", "Satellite pictures show perhaps two brigades south of the river.", (6000, 10000, "stock")),
        ("en", "A battalion from Maradi is on its way.", (300, 1000, "flow_in")),
        ("fr", "Deux compagnies de gendarmes ont été envoyées à Nouméa.", (200, 500, "flow_in")),
        ("en", "Three companies in the region stopped work.", None),
        ("fr", "Trois compagnies de la région ont cessé le travail.", None),
    ],
)
def test_where_a_unit_goes_or_stands(language, text, said):
    units = [(q.low, q.high, q.mode) for q in read(language, text)]
    assert units == ([] if said is None else [said])


@pytest.mark.parametrize(
    ("language", "text", "mode"),
    [
        ("en", "About 4,000 people have fled the town since the morning.", "event"),
        ("en", "Thirty sailors have not been heard of since.", "event"),
        ("en", "At least 300 people have been killed since May.", "cumulative"),
        ("fr", "Environ 3 000 personnes ont fui la ville depuis l'aube.", "event"),
        ("fr", "Depuis, plus de 60 civils ont été tués.", "cumulative"),
    ],
)
def test_since_when_a_total_runs(language, text, mode):
    assert [q.mode for q in read(language, text)] == [mode]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The alliance said that it would send 400 additional troops to the valley.", ("flow_in", "announced")),
        ("The minister announced that two more battalions would be moved to Sui.", ("flow_in", "announced")),
        ("Norway would send 300 soldiers if the rebels came back.", ("planned", "announced")),
        ("The army had flown 250 soldiers to the valley by Sunday.", ("flow_in", "actual")),
    ],
)
def test_a_future_seen_from_the_past_is_no_wish(text, said):
    assert [(q.mode, q.status) for q in read("en", text)] == [said]
