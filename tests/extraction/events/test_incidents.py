"""Short incident reports in the manner of databases: type, mode and ACLED's class of the main event."""

from __future__ import annotations

import pytest

from processors.extraction.codes import codes_of
from tests.extraction.events.pipeline import read

REPORTS = [
    ("en", "Assailants set fire to a telecommunications tower in Gaya district, Bihar.", "destroy", "Looting"),
    ("en", "A bomb exploded at the offices of an airline in Athens. The building was damaged.", "explosives", "Remote"),
    ("en", "Assailants hijacked an airliner with 155 passengers aboard near Kathmandu.", "abduct", "Abduction"),
    ("en", "Rebels blew up a gas pipeline in Dera Bugti, Balochistan.", "explosives", "Remote"),
    ("en", "Four Red Cross staff were seized by militiamen on the road to Ménaka.", "abduct", "Abduction"),
    ("en", "A mayoral candidate was shot dead at a rally in Guerrero, Mexico.", "targeted", "Attack"),
    ("en", "The police found the bullet-riddled bodies of five men near Uruapan.", "firearms", "Attack"),
    ("en", "Three bombs exploded at a book festival in Lahore, setting tents alight.", "explosives", "Remote"),
    ("en", "An explosion wrecked a bank in Medellin; a second bomb was thrown away in time.", "explosives", "Remote"),
    ("en", "Guerrillas bombed a stretch of the railway near Tibu, Colombia.", "explosives", "Remote"),
    ("en", "Air defences intercepted a Houthi drone over Taif.", "drone", "Air/drone"),
    ("en", "A foreman was dragged from his car and shot to death by hooded men in Bilbao.", "firearms", "Attack"),
    ("en", "Unknown perpetrators set fire to the offices of a charity in Izmir.", "destroy", "Looting"),
    ("en", "Troops set nine shops on fire in Kumbo.", "destroy", "Looting"),
    ("en", "Two herders were taken to an unknown location by armed men near Gao.", "abduct", "Abduction"),
    ("en", "Kidnappers broke into a low-cost hostel in Jos, whisking away four students.", "abduct", "Abduction"),
    ("en", "Four killed, nine wounded as gunmen storm church in Jos.", "firearms", "Attack"),
    ("en", "Looting: On 3 May 2021, bandits plundered a clinic in Mahagi.", "destroy", "Looting"),
    (
        "en",
        "05/03/1994: Two assailants knifed a teacher in Blida, Algeria. The motive is unknown.",
        "primitive",
        "Attack",
    ),
    ("en", "Gunmen shot and killed a sergeant, his wife and their two sons in Puno.", "firearms", "clash"),
    ("en", "Suspected militants hanged a tribal elder accused of spying in Miranshah.", None, "Attack"),
    ("fr", "Des inconnus ont mis le feu à deux bus d'une société minière à Antioquia.", "destroy", "Looting"),
    ("fr", "Une bombe a explosé devant les bureaux d'une compagnie aérienne à Athènes.", "explosives", "Remote"),
    ("fr", "Des rebelles ont dynamité un pylône électrique dans le Norte de Santander.", "explosives", "Remote"),
    ("fr", "Des hommes armés ont emmené vingt fidèles d'une église de l'État de Kwara.", "abduct", "Abduction"),
    ("fr", "L'armée a bombardé la ville au chlore, selon des médecins.", "unconventional", "Chemical"),
    ("fr", "Frappe ukrainienne sur un dépôt à Louhansk : deux morts.", "aerial", "Air/drone"),
    ("fr", "Des inconnus sont entrés chez un menuisier à Aribinda et l'ont abattu.", "firearms", "Attack"),
    ("fr", "Pillage d'un dispensaire par des miliciens à Rutshuru.", "destroy", "Looting"),
    ("fr", "Deux attentats-suicides ont visé un commissariat de Kano mardi.", "suicide-attack", "Suicide"),
    ("fr", "Le muezzin d'une mosquée de Ségou kidnappé dimanche.", "abduct", "Abduction"),
    ("fr", "Des combattants ont harcelé un avant-poste à Diapaga ; un caporal a péri.", "firearms", "Armed"),
    ("fr", "Une foule a brûlé vif un voleur de moto à Garoua.", "primitive", "Mob"),
]
FORCES = [
    ("en", "A large quantity of explosives was seized from a car in Imphal on Monday.", "COERCE", "seize"),
    ("en", "During a search operation troops came across three landmines near Dikwa.", "COERCE", "seize"),
    ("fr", "La douane est tombée sur neuf fusils d'assaut et des cartouches à Gao.", "COERCE", "seize"),
    ("fr", "Une mine enfouie près de Kidal a été désamorcée par des démineurs.", "COERCE", "seize"),
    ("fr", "Tunis : six présumés djihadistes interpellés à l'aube.", "COERCE", "arrest"),
    ("fr", "Le lieutenant d'un chef rebelle est tombé aux mains de l'armée à Obo.", "COERCE", "arrest"),
    ("en", "Police took into custody two militants along with 12 pistols near Moreh.", "COERCE", "seize"),
    ("en", "Gendarmes got hold of nine rifles that militiamen had buried near Guiglo.", "COERCE", "seize"),
    ("en", "A weapons depot of the separatists was brought to light by the army in Mamfe.", "COERCE", "seize"),
    ("en", "Troops said they had captured 14 rifles from the insurgents in Yobe.", "COERCE", "seize"),
    ("fr", "Une cache d'armes des insurgés a été démantelée près de Bukavu.", "COERCE", "seize"),
    ("fr", "Les soldats ont saisi un lot de fusils et de munitions à Nouna.", "COERCE", "seize"),
    ("fr", "L'armée a détruit un dépôt d'armes des rebelles près de Kidal.", "ASSAULT", "destroy"),
    ("fr", "Les rebelles ont détruit leurs stocks d'armes devant des observateurs à Bouaké.", "RETREAT", "disarm"),
    ("fr", "Trois miliciens se sont constitués prisonniers à Bunia.", "RETREAT", "disarm"),
    ("fr", "Un milicien abattu et quatre grenades récupérées à Djugu.", "ASSAULT", "firearms"),
]
PEACE = [
    ("en", "Demolition experts blew up the old stadium on Sunday to make room for flats."),
    ("en", "A gang of robbers blew up a cash machine at a bank in Utrecht and fled with the money."),
    ("en", "Hackers hijacked the company's servers and held its data hostage for a ransom of two million dollars."),
    ("en", "An explosion damaged a restaurant in Lyon; firefighters found a leak of gas."),
    ("en", "Vandals looted an abandoned museum shop in Leeds at the weekend."),
    ("en", "A hobby pilot's drone was downed by a gust near the stadium in Porto."),
    ("en", "The guide took nine tourists off a bus in Rome to see the forum."),
    ("en", "An assailant stabbed his ex-wife to death in a flat in Leeds."),
    ("fr", "Une bande de voleurs a fait sauter un distributeur de billets à Utrecht et pris la fuite."),
    ("fr", "Le randonneur blessé a été emmené par les secouristes."),
    ("en", "Detectives recovered a stolen pistol from a burglar's flat in Leeds."),
    ("en", "The striker is recovering from a bullet wound to the leg and will miss the season."),
    ("en", "Rescuers used a crane to recover the magazine's van from the river."),
    ("en", "Three labourers died when a gold mine collapsed in Koraput."),
    ("en", "A close encounter with a tiger left two tourists shaken in the reserve."),
    ("fr", "Deux cars sont entrés en collision près de Thiès : neuf morts et douze blessés."),
    ("fr", "Un camion s'est renversé à Kayes. Le choc a causé la mort de six passagers."),
    ("fr", "La foudre a mis le feu à une église dans l'Ohio ; les pompiers ont lutté trois heures."),
]


@pytest.mark.parametrize(("language", "text", "mode", "acled"), REPORTS)
def test_incidents(language: str, text: str, mode: str | None, acled: str) -> None:
    found = [e for e in read(language, text)._.events if e.type == "ASSAULT"]
    assert [e.mode for e in found] == [mode]
    sub = (codes_of(found[0]).acled or ["", ""])[1]
    assert acled in sub


@pytest.mark.parametrize(("language", "text", "type_", "mode"), FORCES)
def test_what_forces_do(language: str, text: str, type_: str, mode: str) -> None:
    assert (type_, mode) in {(e.type, e.mode) for e in read(language, text)._.events}


@pytest.mark.parametrize(("language", "text"), PEACE)
def test_look_alikes_of_incidents(language: str, text: str) -> None:
    assert not read(language, text)._.events


SECURITY = [
    (
        "Three Maoist cadres, including a woman, were killed in an encounter with Security Forces (SFs) in Sukma.",
        {"ASSAULT/firearms"},
        {("killed", 3)},
    ),
    (
        "Troops recovered a cache of arms from a hideout in Doda, among them two grenades and a claymore mine.",
        {"COERCE/seize"},
        set(),
    ),
    ("Two IEDs weighing eight kilograms each were defused by the Army near Handwara.", {"COERCE/seize"}, set()),
    ("A pressure IED weighing five kilograms was found by troops near Basaguda.", {"COERCE/seize"}, set()),
    ("Police recovered two pistols and 11 live rounds in Thoubal District.", {"COERCE/seize"}, set()),
    ("Jawans detected an Improvised Explosive Device (IED) planted by Naxals at Kistaram.", {"COERCE/seize"}, set()),
    (
        "Two terrorists were apprehended along with an AK-47 rifle and four grenades at a checkpoint in Kupwara.",
        {"COERCE/arrest", "COERCE/seize"},
        {("arrested", 2)},
    ),
    (
        "Two soldiers were killed when an IED exploded near Tral; the Army later found three more IEDs in the area.",
        {"ASSAULT/explosives", "COERCE/seize"},
        {("killed", 2)},
    ),
    (
        "A Special Operations Group (SOG) jawan was killed and two others were injured in a gunfight with Naxals.",
        {"ASSAULT/firearms"},
        {("killed", 1), ("injured", 2)},
    ),
    (
        "Police arrested three National Liberation Front of Bodoland (NLFB) linkmen in Udalguri.",
        {"COERCE/arrest"},
        {("arrested", 3)},
    ),
    ("Seven dairy workers were picked up at gunpoint near Panjgur.", {"ASSAULT/abduct"}, {("abducted", 7)}),
    ("Maoists herded away nine teachers from a school in Rolpa.", {"ASSAULT/abduct"}, {("abducted", 9)}),
    ("A mobile tower was torched in Banka over unpaid levy to the Maoists.", {"ASSAULT/destroy"}, set()),
    (
        "A grenade lobbed at a bunker missed its mark, wounding three civilians.",
        {"ASSAULT/explosives"},
        {("injured", 3)},
    ),
    ("A Panchayat member was done to death by Naxals in Malkangiri.", {"ASSAULT/primitive"}, {("killed", 1)}),
    ("Three customs officials were whisked away by armed men near Tank.", {"ASSAULT/abduct"}, {("abducted", 3)}),
    ("Rangers recovered an abandoned machine gun and 90 cartridges from a dump in Lyari.", {"COERCE/seize"}, set()),
    ("Two Naxals joined the mainstream at a ceremony in Raipur.", {"RETREAT/disarm"}, set()),
    (
        "A commander carrying a reward of INR 40 lakh was nabbed by police in Hyderabad; he led a group of Maoists.",
        {"COERCE/arrest"},
        {("arrested", 1)},
    ),
    (
        "Two policemen guarding a polio team were shot dead by militants near Khar.",
        {"ASSAULT/firearms"},
        {("killed", 2)},
    ),
    (
        "The Station House Officer, aged 40, and two constables died when militants ambushed a police jeep.",
        {"ASSAULT/firearms"},
        {("killed", 1), ("killed", 2)},
    ),
]


@pytest.mark.parametrize(("text", "kinds", "figures"), SECURITY)
def test_security_reports(text: str, kinds: set[str], figures: set[tuple[str, int]]) -> None:
    doc = read("en", text)
    counted = ("killed", "injured", "abducted", "arrested")
    assert {f"{e.type}/{e.mode}" for e in doc._.events} == kinds
    assert {(q.kind, q.best) for q in doc._.quantities if q.kind in counted and q.part_of is None} == figures
