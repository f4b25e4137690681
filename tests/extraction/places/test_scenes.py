"""Scenes told by a common noun, regions named after towns, and places that only speak."""

from __future__ import annotations

import pytest

from tests.extraction.events.pipeline import events


def scenes(language: str, text: str, type_: str) -> list[str | None]:
    """Names of the places of the events of a type, in the order of the text."""
    return [e.place.name if e.place is not None else None for e in events(language, text) if e.type == type_]


@pytest.mark.parametrize(
    ("language", "text", "type_", "place"),
    [
        (
            "en",
            "Rebels marched into Goma in eastern Congo on Monday. Soldiers shot dead four looters in the city.",
            "ASSAULT",
            "Goma",
        ),
        (
            "en",
            "Peru is on edge. Police arrested 40 people across the country on Monday, 12 in Cusco.",
            "COERCE",
            "Peru",
        ),
        ("fr", "Le Mali a peur. Deux soldats ont été tués lundi dans la capitale.", "ASSAULT", "Bamako"),
        ("en", "Four villagers were shot dead by gunmen in Kaduna state on Monday.", "ASSAULT", "Kaduna"),
        ("en", "Jets bombed a depot near Homs on Monday, according to Beirut.", "ASSAULT", "Homs"),
        ("fr", "Des avions ont bombardé un dépôt près de Homs lundi, selon Beyrouth.", "ASSAULT", "Homs"),
        ("fr", "Un drone a explosé lundi en mer d'Azov, selon Moscou.", "ASSAULT", "Sea of Azov"),
        ("en", "Gunmen attacked a tugboat in the Sulu Sea on Friday.", "ASSAULT", "Sulu Sea"),
        ("en", "Gunmen attacked the market of Kaya in northern Burkina Faso on Sunday.", "ASSAULT", "Kaya"),
        (
            "fr",
            "Minsk juge la mesure « inamicale » mais a gracié mardi 31 prisonniers politiques.",
            "RETREAT",
            "Belarus",
        ),
        ("en", "Riga closed the border on Tuesday. Minsk then freed nine detained drivers.", "RETREAT", "Belarus"),
    ],
)
def test_scene(language: str, text: str, type_: str, place: str) -> None:
    assert place in scenes(language, text, type_)


@pytest.mark.parametrize(
    ("language", "text", "type_", "place"),
    [
        (
            "en",
            "Liberia is tense. Gunmen killed four men in Gbarnga on Sunday.\n\nA curfew was imposed on Monday.",
            "COERCE",
            "Liberia",
        ),
        (
            "en",
            "Militants shot dead six farmers in Baga, Nigeria, on Monday. In May 2019 they abducted 30 girls.",
            "ASSAULT",
            "Nigeria",
        ),
        (
            "en",
            "Raiders killed 30 farmers across Niger on Friday, 12 of them in Tillaberi and nine in Diffa.",
            "ASSAULT",
            "Niger",
        ),
        (
            "en",
            "Rebels shelled Bunia, in the Democratic Republic of Congo, on Monday. Congo asked for help. "
            "Congolese troops fled. In Paris, the government decided on Tuesday to send 400 soldiers.",
            "MOBILIZE",
            "Democratic Republic of the Congo",
        ),
        ("en", "KAMPALA (Reuters) - Police shot dead a man near the Wandeka hotel on Monday.", "ASSAULT", "Kampala"),
        (
            "fr",
            "Deux gangs se sont battus au couteau lundi au pénitencier de Tacorra, à Machala : trois morts.",
            "ASSAULT",
            "Machala",
        ),
    ],
)
def test_the_country_or_the_town(language: str, text: str, type_: str, place: str) -> None:
    assert place in scenes(language, text, type_)


@pytest.mark.parametrize(
    ("language", "text", "type_", "place"),
    [
        ("en", "Turkish jets struck rebels in northern Iraq's Sinjar district on Tuesday.", "ASSAULT", "Sinjar"),
        ("en", "Troops shelled Sudzha in Russia's Kursk region on Monday.", "ASSAULT", "Sudzha"),
        (
            "en",
            "Police in the Indian city of Imphal imposed a curfew on Monday after mobs torched houses in Kakching.",
            "COERCE",
            "Imphal",
        ),
        ("en", "Police fired tear gas at protesters in the Kibera neighbourhood of Nairobi.", "ASSAULT", "Nairobi"),
        ("en", "Poland closed its border with Belarus on Monday.", "COERCE", "Poland"),
        (
            "en",
            "Gunmen attacked Kourakou and Tchombangou, two villages in Niger's Tillaberi region, killing 100 people.",
            "ASSAULT",
            "Tillabéri",
        ),
        (
            "fr",
            "L'armée serbe s'est massée près de la frontière avec le Kosovo. "
            "Londres va envoyer 200 soldats de la paix.",
            "MOBILIZE",
            "Kosovo",
        ),
        (
            "en",
            "Rebels killed 14 people in eastern Uganda on Monday. The attack took place in Makisabo.",
            "ASSAULT",
            "Makisabo",
        ),
        (
            "fr",
            "Une frappe a tué deux combattants lundi sur la route reliant Tyr à Naqoura, au Liban.",
            "ASSAULT",
            "Tyre",
        ),
        ("fr", "Un camion a sauté lundi sur une mine sur l'axe Gao-Ansongo, au Mali : deux morts.", "ASSAULT", "Gao"),
        (
            "fr",
            "Des hommes armés ont attaqué vendredi le village de Kuchi, dans l'État du Niger, au Nigeria.",
            "ASSAULT",
            "Kuchi",
        ),
        (
            "en",
            "KADUNA, Nigeria - Bandits carried off 30 girls from a school at Rimanta, in Kaduna state, on Monday.",
            "ASSAULT",
            "Rimanta",
        ),
        (
            "fr",
            "MOPTI - Neuf civils ont été tués lundi dans l'attaque du marché de Toubakoro, dans le nord du Mali.",
            "ASSAULT",
            "Toubakoro",
        ),
        (
            "fr",
            "BAMAKO - L'armée a annoncé mardi l'envoi de 300 soldats vers la région de Ménaka.",
            "MOBILIZE",
            "Ménaka",
        ),
        ("en", "Mali sent 900 soldiers to Gao and Timbuktu on Monday.", "MOBILIZE", "Mali"),
        ("en", "Norway hosted envoys of the two armies in Bergen on Thursday for talks.", "CONSULT", "Bergen"),
        (
            "en",
            "A Ugandan court sentenced two opposition leaders to nine years in prison on Monday.",
            "SANCTION",
            "Uganda",
        ),
        (
            "en",
            "Rebels burned a customs post in Arua, Uganda, on Monday. Farmers blocked the highway to Sudan.",
            "PROTEST",
            "Arua",
        ),
        (
            "fr",
            "Des gangs ont attaqué dimanche la ville de Gonaïves, en Haïti. « Ils ont tiré », raconte un habitant "
            "à Radio Soleyana. Une dizaine de maisons ont été incendiées.",
            "ASSAULT",
            "Gonaïves",
        ),
        (
            "fr",
            "Le calme est revenu en Afghanistan. À Kaboul, l'armée a annoncé mardi l'arrestation de 40 rebelles.",
            "COERCE",
            "Afghanistan",
        ),
    ],
)
def test_places_told_within_and_beside_one_another(language: str, text: str, type_: str, place: str) -> None:
    assert place in scenes(language, text, type_)


@pytest.mark.parametrize(
    ("language", "title", "text", "country"),
    [
        ("fr", "Bolivie : grève générale", "Deux mineurs ont été abattus lundi à La Paz. Le Mexique condamne.", "BO"),
        ("en", "Ecuador: a councillor is killed", "Gunmen shot dead a councillor in Manta on Monday. Colombia and "
         "Peru condemned the killing.", "EC"),
        ("en", "Honiara burns", "Rioters torched shops in Georgetown on Monday. Guyana sent police.", "GY"),
    ],
)  # fmt: skip
def test_a_country_may_be_told_in_the_headline_alone(language: str, title: str, text: str, country: str) -> None:
    (place,) = [e.place for e in events(language, text, title) if e.type in ("ASSAULT", "PROTEST")]
    assert place is not None and place.country == country
