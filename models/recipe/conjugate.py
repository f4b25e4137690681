"""French verb forms in the third person, the infinitive and the participles.

Used to put other verbs into the trees of the treebanks, so that the lemmatizer meets the verbs of the news.
"""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

from conllu import Row, Sentence
from lists import listed

HERE = Path(__file__).parent
# ending: present 3sg, 3pl, imperfect stem, future stem, simple past 3sg, 3pl, past participle, subjunctive 3sg
_TABLE = """
tenir: tient tiennent ten tiendr tint tinrent tenu tienne
venir: vient viennent ven viendr vint vinrent venu vienne
prendre: prend prennent pren prendr prit prirent pris prenne
mettre: met mettent mett mettr mit mirent mis mette
battre: bat battent batt battr battit battirent battu batte
courir: court courent cour courr courut coururent couru coure
mourir: meurt meurent mour mourr mourut moururent mort meure
couvrir: couvre couvrent couvr couvrir couvrit couvrirent couvert couvre
ouvrir: ouvre ouvrent ouvr ouvrir ouvrit ouvrirent ouvert ouvre
offrir: offre offrent offr offrir offrit offrirent offert offre
souffrir: souffre souffrent souffr souffrir souffrit souffrirent souffert souffre
partir: part partent part partir partit partirent parti parte
sortir: sort sortent sort sortir sortit sortirent sorti sorte
mentir: ment mentent ment mentir mentit mentirent menti mente
sentir: sent sentent sent sentir sentit sentirent senti sente
servir: sert servent serv servir servit servirent servi serve
dormir: dort dorment dorm dormir dormit dormirent dormi dorme
fuir: fuit fuient fuy fuir fuit fuirent fui fuie
quérir: quiert quièrent quér querr quit quirent quis quière
accueillir: accueille accueillent accueill accueiller accueillit accueillirent accueilli accueille
cueillir: cueille cueillent cueill cueiller cueillit cueillirent cueilli cueille
pouvoir: peut peuvent pouv pourr put purent pu puisse
prévoir: prévoit prévoient prévoy prévoir prévit prévirent prévu prévoie
prévaloir: prévaut prévalent préval prévaudr prévalut prévalurent prévalu prévale
assaillir: assaille assaillent assaill assaillir assaillit assaillirent assailli assaille
suffire: suffit suffisent suffis suffir suffit suffirent suffi suffise
voir: voit voient voy verr vit virent vu voie
cevoir: çoit çoivent cev cevr çut çurent çu çoive
émouvoir: émeut émeuvent émouv émouvr émut émurent ému émeuve
faire: fait font fais fer fit firent fait fasse
dire: dit disent dis dir dit dirent dit dise
lire: lit lisent lis lir lut lurent lu lise
crire: crit crivent criv crir crivit crivirent crit crive
duire: duit duisent duis duir duisit duisirent duit duise
truire: truit truisent truis truir truisit truisirent truit truise
nuire: nuit nuisent nuis nuir nuisit nuisirent nui nuise
suivre: suit suivent suiv suivr suivit suivirent suivi suive
survivre: survit survivent surviv survivr survécut survécurent survécu survive
vivre: vit vivent viv vivr vécut vécurent vécu vive
croire: croit croient croy croir crut crurent cru croie
naître: naît naissent naiss naîtr naquit naquirent né naisse
connaître: connaît connaissent connaiss connaîtr connut connurent connu connaisse
raître: raît raissent raiss raîtr rut rurent ru raisse
plaire: plaît plaisent plais plair plut plurent plu plaise
taire: tait taisent tais tair tut turent tu taise
vaincre: vainc vainquent vainqu vaincr vainquit vainquirent vaincu vainque
rompre: rompt rompent romp rompr rompit rompirent rompu rompe
clure: clut cluent clu clur clut clurent clu clue
soudre: sout solvent solv soudr solut solurent solu solve
craindre: craint craignent craign craindr craignit craignirent craint craigne
traindre: traint traignent traign traindr traignit traignirent traint traigne
teindre: teint teignent teign teindr teignit teignirent teint teigne
streindre: streint streignent streign streindr streignit streignirent streint streigne
freindre: freint freignent freign freindr freignit freignirent freint freigne
oindre: oint oignent oign oindr oignit oignirent oint oigne
ndre: nd ndent nd ndr ndit ndirent ndu nde
rdre: rd rdent rd rdr rdit rdirent rdu rde
"""
IRREGULAR = {ending: forms.split() for ending, forms in (line.split(": ") for line in _TABLE.strip().splitlines())}
DOUBLING = re.compile(r"(app|rapp|j|rej|proj|renouv|ensorc|morc)e([lt])er$")
MUTE = re.compile(r"(e([vmnpr]|s(?=er$))|chet|gel|cel|pel)er$")
ACUTE = re.compile(r"é(?=(?:[bcdfglmnprstvz]|br|cr|gr|tr|gl|ch|gn|gu|qu)er$)")
SECOND_GROUP = frozenset(
    listed(
        """agir réagir finir punir bannir fournir garantir envahir subir choisir réussir établir rétablir affaiblir
    durcir aboutir investir avertir trahir périr démolir réunir saisir ralentir applaudir bâtir franchir
    surgir nourrir définir accomplir blanchir anéantir enrichir unir convertir répartir élargir
    approfondir alourdir atterrir gravir brandir retentir rebondir grandir ensevelir engloutir"""
    )
)
Forms = dict[str, str]


def _first_group(verb: str) -> Forms:
    stem = verb[:-2]
    soft = stem[:-1] + "ç" if stem.endswith("c") else stem + "e" if stem.endswith("g") else stem
    mute, future = stem, verb
    if DOUBLING.search(verb):
        mute = stem + stem[-1]
        future = mute + "er"
    elif ACUTE.search(verb):
        mute = ACUTE.sub("è", verb)[:-2]
    elif MUTE.search(verb):
        cut = stem.rindex("e")
        mute = stem[:cut] + "è" + stem[cut + 1 :]
        future = mute + "er"
    elif stem.endswith("y"):
        mute = stem[:-1] + "i"
        future = re.sub("voier$", "verr", mute + "er")
    return {
        "p3": mute + "e",
        "p6": mute + "ent",
        "imp": soft,
        "fut": future,
        "s3": soft + "a",
        "s6": stem + "èrent",
        "pp": stem + "é",
        "sub": mute + "e",
    }


@cache
def forms_of(verb: str) -> Forms | None:
    """Return the principal parts of a verb, or None for one that is not known to the tables."""
    names = ("p3", "p6", "imp", "fut", "s3", "s6", "pp", "sub")
    if verb in SECOND_GROUP:
        stem = verb[:-1]
        parts = [stem + "t", stem + "ssent", stem + "ss", verb, stem + "t", stem + "rent", stem, stem + "sse"]
        return dict(zip(names, parts, strict=True))
    if verb.endswith("er"):
        return _first_group(verb)
    for ending in sorted(IRREGULAR, key=len, reverse=True):
        if verb.endswith(ending):
            stem = verb.removesuffix(ending)
            return {name: stem + part for name, part in zip(names, IRREGULAR[ending], strict=True)}
    return None


def inflect(verb: str, feats: dict[str, str]) -> str | None:
    """Return the form of a verb for Universal Dependencies features, or None where there is none."""
    parts = forms_of(verb)
    form, tense, mood = feats.get("VerbForm"), feats.get("Tense"), feats.get("Mood")
    if parts is None or form == "Inf":
        return verb if parts else None
    if form in {"Part", "Ger"}:
        if tense != "Past":
            return parts["imp"] + "ant"
        ending = "e" if feats.get("Gender") == "Fem" else ""
        plural = feats.get("Number") == "Plur" and not (parts["pp"] + ending).endswith("s")
        return parts["pp"] + ending + ("s" if plural else "")
    if feats.get("Person") != "3":
        return None
    many = feats.get("Number") == "Plur"
    if mood == "Cnd":
        return parts["fut"] + ("aient" if many else "ait")
    if mood == "Sub":
        return parts["sub"] + ("nt" if many else "") if tense == "Pres" else None
    if mood != "Ind":
        return None
    stem = parts["imp"]
    return {
        "Pres": parts["p6" if many else "p3"],
        "Imp": stem + ("aient" if many else "ait"),
        "Fut": parts["fut"] + ("ont" if many else "a"),
        "Past": parts["s6" if many else "s3"],
    }.get(tense or "")


@cache
def verbs() -> tuple[str, ...]:
    """Return the verbs to put in, those of the news named first."""
    return tuple((HERE / "verbs_fr.txt").read_text(encoding="utf-8").split())


def _vowel(word: str) -> bool:
    return word[:1].lower() in "aàâeéèêiîoôuûyh"


def swap_verbs(sentence: Sentence, rnd: random.Random) -> Sentence:
    """Return the sentence with half of its full verbs exchanged for others in the same form."""
    for row in sentence.rows:
        if row.pos == "VERB" and row.form.islower() and rnd.random() < 0.5:
            _swap(row, rnd)
    return sentence


def _swap(row: Row, rnd: random.Random) -> None:
    known = forms_of(row.lemma) and inflect(row.lemma, row.feats)
    if known != row.form and row.lemma not in verbs():
        return
    verb = rnd.choice(verbs())
    form = inflect(verb, row.feats)
    if form and _vowel(form) == _vowel(row.form):
        row.form, row.lemma = form, verb
