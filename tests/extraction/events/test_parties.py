"""Who acts, who is acted upon and whose people are counted; needs the trained pipelines."""

import pytest

from tests.extraction.events.pipeline import events, read

ACTORS = [
    ("en", "Russia launched 34 Shahed drones overnight.", ["Russia"], []),
    ("en", "French troops withdrew from Niger on Friday.", ["France"], []),
    (
        "en",
        "A Malian army truck hit a landmine near Menaka, killing four.",
        [],
        ["Malian Armed Forces"],
    ),
    ("en", "Forces loyal to President Ali Abdullah Saleh shelled the city of Taiz.", ["Ali Abdullah Saleh"], []),
    ("en", "The Syrian army took Tell Brak from the SDF on Tuesday.", None, ["Syrian Democratic Forces"]),
    ("en", "Poland closed its border with Belarus on Monday.", ["Poland"], ["Belarus"]),
    ("en", "Hundreds of people demonstrated outside the French embassy in Niamey.", ["protesters"], ["France"]),
    ("en", "Demonstrators waved Palestinian flags in London.", ["protesters"], []),
    ("en", "Argentina recalled its ambassador to Bolivia on Monday.", ["Argentina"], ["Bolivia"]),
    ("en", "The UN called on Rwanda to pull its troops out of Congo.", ["United Nations"], ["Rwanda"]),
    ("en", "Azerbaijan freed 32 Armenian prisoners on Wednesday.", ["Azerbaijan"], ["Armenia"]),
    ("en", "Inmates took three guards hostage at a prison in Quito.", ["inmates"], ["prison guards"]),
    ("en", "Gendarmes used tear gas to disperse the crowd in Antananarivo.", ["Malagasy gendarmerie"], ["protesters"]),
    ("fr", "L'armée turque a commencé à retirer ses troupes du nord de l'Irak.", ["Turkish Armed Forces"], []),
    ("fr", "Une patrouille est tombée dans une embuscade attribuée aux djihadistes du JNIM.", ["JNIM"], None),
    ("fr", "Trois civils ont été tués au cours des deux derniers jours.", [], ["civilians"]),
    ("fr", "Le gang Gran Grif a attaqué un village en Haïti.", ["Gran Grif"], None),
    ("fr", "L'ELN a remis six otages à la Croix-Rouge.", ["National Liberation Army"], ["hostages"]),
    ("fr", "Des partisans de la junte ont manifesté à Niamey contre la France.", None, ["France"]),
    ("fr", "Le ministre polonais de la Défense a annoncé l'envoi de 10.000 soldats.", ["Poland"], []),
    ("en", "Israel said its forces killed a Hezbollah commander in Tyre.", ["Israel"], ["Hezbollah"]),
    ("en", "Militants stormed an army outpost in Borno State, Nigeria.", ["militants"], ["Nigerian Army"]),
    ("en", "Rebels fired rockets at a police station in Buenaventura, Colombia.", None, ["Colombian National Police"]),
    (
        "en",
        "An offensive led by the Sudanese army against the RSF began in Omdurman.",
        ["Sudanese Armed Forces"],
        ["Rapid Support Forces"],
    ),
    ("en", "Clashes pitting the army against M23 rebels erupted near Sake on Thursday.", ["FARDC", "M23"], None),
    ("en", "Gunmen abducted 40 pupils from a school in Niger State, Nigeria.", ["gunmen"], ["civilians"]),
    ("en", "Two soldiers were killed by rebel shelling in the town of Makeyevka.", ["rebels"], None),
    (
        "en",
        "Sudan's army and the RSF agreed to a 72-hour ceasefire.",
        ["Sudanese Armed Forces", "Rapid Support Forces"],
        None,
    ),
    ("en", "A court in Tehran sentenced three dissidents to death.", ["Iran"], None),
    ("fr", "Des hommes armés ont enlevé trois enseignants à Kumbo, au Cameroun.", ["gunmen"], ["teachers"]),
    ("fr", "De violents combats ont opposé les FARDC au M23 autour de Saké.", ["FARDC", "M23"], []),
    ("fr", "L'attaque des rebelles contre une caserne de la ville de Bunia a fait sept morts.", ["rebels"], ["FARDC"]),
    ("fr", "L'aviation turque a bombardé des positions du PKK dans le nord de l'Irak.", ["Turkey"], ["PKK"]),
    ("fr", "Trois policiers ont été tués par des séparatistes anglophones à Bamenda.", ["separatists"], None),
    ("fr", "Les éleveurs et les agriculteurs se sont affrontés à Koro, au Mali.", None, []),
    ("en", "Mortar shells fired by UNITA landed on the market of Huambo on Monday.", ["UNITA"], None),
    ("en", "Hackers paralysed the website of the Estonian railway on Monday.", ["hackers"], None),
    ("en", "A column of some 40 Ugandan military trucks left the base at Bunia on Monday.", ["Uganda"], None),
    (
        "en",
        "Bakers and hairdressers went on strike in Conakry on Monday against the junta.",
        ["bakers", "hairdressers"],
        None,
    ),
    ("en", "Several hundred youths threw stones at police vans in Barcelona after dark.", ["youths"], None),
    ("en", "Two rebels died in a firefight with police near Nazran.", ["rebels", "Russian police"], None),
    (
        "fr",
        "Des obus tirés par les Forces de soutien rapide se sont abattus sur El Obeid.",
        ["Rapid Support Forces"],
        None,
    ),
    ("fr", "Des transporteurs ont bloqué la route de l'aéroport de Bamako mardi.", ["transporteurs"], None),
    ("fr", "Trois chauffeurs ont été battus à coups de machette par des séparatistes à Buea.", ["separatists"], None),
    ("en", "Rebels killed a county commissioner, Peter Deng, in an ambush near Nasir on Monday.", None, ["Peter Deng"]),
    ("en", "A policeman, Jean Kouassi, was shot dead on Monday in Bouna, Ivory Coast.", None, ["Ivorian police"]),
    ("en", "Gunmen shot dead a judge in Manta on Monday. Luis Toro, 44, had sought help.", ["gunmen"], ["Luis Toro"]),
    (
        "en",
        "Gunmen shot dead a judge in Manta on Monday. Luis Toro, 44, porter, said he hid.",
        ["gunmen"],
        ["judges"],
    ),
    ("fr", "Un avocat a été tué lundi à Oran. La victime, Karim Haddad, avait porté plainte.", None, ["Karim Haddad"]),
    ("fr", "Onze maçons ont été enlevés lundi par des hommes en armes près de Yenagoa.", ["gunmen"], None),
    ("fr", "Une bombe a tué lundi neuf personnes à Kaboul.", None, []),
    ("fr", "Une bombe a tué lundi neuf habitants de Kaboul.", None, ["civilians"]),
    ("fr", "Des colons masqués ont roué de coups des bergers samedi à Susya.", ["settlers"], ["civilians"]),
    ("fr", "L'opposant Karim Trabelsi a écopé de douze ans de prison.", None, ["Karim Trabelsi"]),
    (
        "fr",
        "Les avoirs de six officiers éthiopiens seront gelés dès le 1er février, a précisé le ministre soudanais.",
        ["Sudan"],
        ["Ethiopia"],
    ),
    ("en", "Western powers demanded an end to the fighting in Sudan.", [], None),
    ("en", "The UN urged the police to stop beating protesters in Harare.", ["United Nations"], ["Zimbabwean police"]),
    (
        "fr",
        "Les États-Unis ont sanctionné mercredi trois commandants des Forces de soutien rapide.",
        ["United States"],
        ["Rapid Support Forces"],
    ),
    ("en", "The attack on Kukawa, which the army blamed on Boko Haram, left nine dead.", ["Boko Haram"], None),
    ("en", "The rebel group said that its men had captured Kalembe from the Congolese army.", ["rebels"], ["FARDC"]),
    ("fr", "« C'est une provocation », s'est emporté le ministre japonais de la Défense à Tokyo.", ["Japan"], None),
    ("fr", "La police a interpellé près de deux cents émeutiers à Nouméa.", None, ["rioters"]),
    ("fr", "Cinq cents militaires ont été déployés à Machala, en Équateur.", ["Ecuadorian Armed Forces"], None),
]


@pytest.mark.parametrize(("language", "text", "actors", "recipients"), ACTORS)
def test_parties(language, text, actors, recipients):
    """The first event's parties; None: not asked for."""
    event = read(language, text)._.events[0]
    if actors is not None:
        assert [a.name for a in event.actors] == actors
    if recipients is not None:
        assert [r.name for r in event.recipients] == recipients


def test_both_fight_where_both_fall():
    """Who falls on both sides of a clash is no victim only."""
    event = read("en", "Twelve rebels and three soldiers were killed in clashes in Kachin state, Myanmar.")._.events[0]
    assert {a.name for a in event.actors} == {"rebels", "Tatmadaw"}
    assert event.recipients == []


@pytest.mark.parametrize(
    ("language", "text", "side"),
    [
        ("en", "Eight inmates were killed in a riot at a prison in Quito.", "inmates"),
        ("en", "Three men were arrested in Lublin on Monday.", None),
        ("en", "The army said twelve Tamil rebels had been killed; the LTTE denied it.", "LTTE"),
        ("en", "Azerbaijan freed 32 Armenian prisoners on Wednesday.", "Armenia"),
        ("fr", "Un casque bleu burundais a été tué près de Grimari, a indiqué la Minusca.", "MINUSCA"),
        ("fr", "Le PKK dit avoir perdu sept hommes.", "PKK"),
    ],
)
def test_sides(language, text, side):
    """Whose people are counted."""
    assert [q.side for q in read(language, text)._.quantities] == [side]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        (
            "en",
            "UNAMSIL said on Monday that RUF rebels had shot dead two Kenyan peacekeepers.",
            "Revolutionary United Front",
        ),
        ("en", "Gran Grif gang members shot dead twelve people in Pont-Sonde on Thursday.", "Gran Grif"),
        ("en", "DPR forces shelled a school in Avdiivka on Monday.", "Donetsk People's Republic"),
        ("fr", "Le GSPC a tué onze soldats lundi près de Tizi Ouzou, selon l'armée.", "GSPC"),
        ("fr", "Le Mujao a pris en otage trois Occidentaux lundi à Tindouf.", "MUJAO"),
    ],
)
def test_movements_and_missions_of_the_last_wars_are_known(language: str, text: str, name: str) -> None:
    assert any(name in {a.name for a in e.actors} for e in events(language, text)), events(language, text)


def test_the_militia_beside_the_army_is_not_the_movement_against_it() -> None:
    text = (
        "JNIM fighters attacked Djibo on Monday, killing four VDP volunteers. "
        "On Tuesday, rebels ambushed a convoy near Arbinda."
    )
    assert [{a.name for a in e.actors} for e in events("en", text) if e.mode == "firearms"][-1] == {"JNIM"}
