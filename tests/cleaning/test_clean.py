"""Cleaning: typography, boilerplate, language, and offsets that lead back into the body."""

from __future__ import annotations

import time
import unicodedata
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processors.cleaning.clean import clean
from processors.cleaning.language import detect
from processors.cleaning.mapped import Mapped
from tocsin.records import Article, CleanArticle

NEWS = (
    "Soldiers closed the bridge at Velika Reka on Monday after shots were fired at a "
    "patrol, the ministry said in Arlen.",
    "Two conscripts were slightly hurt and taken to the garrison hospital, where a "
    "spokesman said they were doing well.",
)
LINES = [
    "See also What we know of the shots at the bridge",
    "READ MORE: The long quarrel over the river",
    "I subscribe",
    "Sign up for our morning newsletter",
    "Get the day's stories straight to your inbox",
    "Download the Valley Courier app",
    "Share this article",
    "Follow us on Facebook",
    "We use cookies to improve your visit",
    "© 2024 Valley Courier. All rights reserved.",
    "This material may not be published, broadcast or redistributed.",
    "Photo: Ana Kovar/AFP",
    "Leave a comment",
    "Join the conversation",
    "Advertisement",
    "(Reporting by Ana Kovar; Editing by Tom Hale)",
    "Ana Kovar is a correspondent for the Valley Courier based in Arlen.",
    "The post Shots at the bridge appeared first on Valley Courier.",
    "Support our independent journalism",
    "Lire aussi : Les coups de feu du pont",
    "À lire également : ce que l’on sait de la fusillade",
    "Abonnez-vous à notre newsletter",
    "Téléchargez l’application du Rempart",
    "Partagez votre avis",
    "Laisser un commentaire",
    "Tous droits réservés",
    "Publicité",
    "Crédit photo : Ana Kovar",
    "Ana Kovar, journaliste au Rempart, couvre la région depuis dix ans.",
]
KEPT = [
    "Read the charges aloud, the judge told the clerk, and the hall fell silent.",
    "Subscribers to the network lost service after the shelling, the operator said, and police closed the street.",
    "The rebels share control of the valley with the army.",
    "Comments by the minister angered protesters, three of whom were arrested by police.",
    "The journalist was killed on Sunday when a shell hit the car in which she travelled with soldiers.",
    "Follow-up talks are due on Friday in Geneva.",
    "La police a suivi les manifestants jusqu’à la place, où trois personnes ont été arrêtées.",
    "Le journaliste a été tué dimanche par un tir d’artillerie, selon la police.",
    "Photos of the dead soldiers were shown on television, the minister said.",
]


def cleaned(body: str, **fields: object) -> CleanArticle:
    return clean(Article.model_validate({"body": body, **fields}))


def covered(body: str, article: CleanArticle) -> None:
    """Segments are in order in text and body, tile the text, and correspond letter by letter."""
    at = body_at = 0
    for segment in article.segments:
        assert segment.text == at
        assert segment.body >= body_at or segment.length != segment.body_length
        assert 0 <= segment.body <= segment.body + segment.body_length <= len(body)
        if segment.length == segment.body_length:
            for ours, theirs in zip(
                article.text[segment.text : segment.text + segment.length],
                body[segment.body : segment.body + segment.length],
                strict=True,
            ):
                assert (
                    ours == theirs
                    or (ours.isspace() and (theirs.isspace() or not theirs.isprintable()))
                    or not theirs.isascii()
                ), (
                    ours,
                    theirs,
                )
        at += segment.length
        body_at = segment.body
    assert at == len(article.text)


@pytest.mark.parametrize("line", LINES)
def test_boilerplate_goes_from_the_end_and_the_news_stays(line):
    assert cleaned("\n\n".join([*NEWS, line])).text == "\n\n".join(NEWS)


@pytest.mark.parametrize("line", KEPT)
def test_news_that_sounds_like_boilerplate_stays(line):
    for body in ("\n\n".join([NEWS[0], line, NEWS[1]]), "\n\n".join([*NEWS, line])):
        assert cleaned(body).text == body


def test_a_name_over_a_biography_goes_with_it():
    body = "\n\n".join(
        [*NEWS, "Ana", "Ana is a reporter at the Valley Courier, where she covers the courts.", "Share your views"]
    )
    assert cleaned(body).text == "\n\n".join(NEWS)


def test_markup_entities_and_spaces_become_plain():
    body = (
        "<p>Le pont &amp; la&nbsp;route</p><script>var x = '<b>';</script>\n"
        "<div>4\u202f500 soldats,\u00a0dit-on<br/>Hier</div><!-- no -->"
    )
    assert cleaned(body).text == "Le pont & la route\n\n4 500 soldats, dit-on\n\nHier"


def test_angle_brackets_that_are_no_markup_stay():
    assert cleaned("Losses < 5 % and <unknown> of 3 > 2").text == "Losses < 5 % and <unknown> of 3 > 2"


def test_wrapped_lines_are_joined_and_paragraphs_kept():
    wrapped = (
        "\n".join(NEWS[0][i : i + 60] for i in range(0, len(NEWS[0]), 60)).replace(" \n", "\n").replace("\n ", "\n")
    )
    body = f"{wrapped}\n\n{NEWS[1]}"
    assert cleaned(body).text.count("\n\n") == 1
    assert cleaned("\n".join(NEWS)).text == "\n\n".join(NEWS)


def test_decomposed_letters_are_composed_and_lead_back():
    body = unicodedata.normalize("NFD", "Vučić a été élu à Zvečan")
    article = cleaned(body)
    assert article.text == "Vučić a été élu à Zvečan"
    start = article.text.index("élu")
    low, high = article.to_body(start, start + 3)
    assert unicodedata.normalize("NFC", body[low:high]) == "élu"


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_offsets_lead_back_whatever_the_text(body):
    article = cleaned(body)
    covered(article.article.body, article)
    assert article.text == article.text.strip(" \n")
    for start in range(0, len(article.text), 7):
        low, high = article.to_body(start, min(start + 5, len(article.text)))
        assert 0 <= low <= high <= len(article.article.body)


pieces = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<br>",
            "&amp;",
            "&eacute;",
            "&#8217;",
            "\n",
            "\n\n",
            " ",
            "\u00a0",
            "\u200b",
            "e\u0301",
            "soldats",
            "<",
            "&",
            "AFP",
            "Share this article",
            NEWS[0],
            "\r\n",
            "\t",
            "ﬁ",
            "한",
            "\u1112\u1161\u11ab",
            "<script>",
            "</script>",
            "<!--",
            "-->",
        ]
    ),
    max_size=30,
)


@given(pieces)
@settings(max_examples=300, deadline=None)
def test_offsets_lead_back_through_markup(parts):
    body = "".join(parts)
    article = cleaned(body)
    covered(body, article)
    assert unicodedata.is_normalized("NFC", article.text) or "&" in body
    for word in ("soldats", "AFP"):
        at = article.text.find(word)
        if at >= 0:
            low, high = article.to_body(at, at + len(word))
            assert word in unescape(body[low:high]).replace("\u200b", "")


@given(
    st.text(max_size=80), st.lists(st.tuples(st.integers(0, 80), st.integers(0, 10), st.text(max_size=4)), max_size=6)
)
def test_edits_of_edits_compose(text, wishes):
    mapped, position, edits = Mapped.whole(text), 0, []
    for start, length, new in sorted(wishes):
        low = max(position, start)
        high = min(low + length, len(text))
        if low <= high <= len(text):
            edits.append((low, high, new))
            position = high
    once = mapped.replace(edits)
    expected, at = "", 0
    for low, high, new in edits:
        expected += text[at:low] + new
        at = high
    assert once.text == expected + text[at:]
    assert sum(cut[2] for cut in once.cuts) == len(once.text)
    twice = once.replace([(0, 1, "")] if once.text else [])
    for at, body, size, body_size in twice.cuts:
        if size == body_size and not any(low <= body < high or body == low for low, high, _ in edits):
            assert twice.text[at] == text[body]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (NEWS[0], "en"),
        ("Quatre morts dans une attaque au nord du pays", "fr"),
        ("Police fire tear gas at crowd in capital", "en"),
        ("四名警察在边境城镇的袭击中丧生", "zh"),
        ("قتل أربعة من رجال الشرطة في هجوم على بلدة حدودية", "ar"),
        ("Vier Polizisten sind bei einem Angriff an der Grenze getötet worden", "de"),
        ("OTAN", "und"),
        ("12345 !!", "und"),
        ("", "und"),
    ],
)
def test_language(text, language):
    assert detect(text)[0] == language


LONG = {
    "en": "The council met on Tuesday to discuss the new road. Several members said that the plan was too expensive "
    "and asked for a second opinion before the end of the month. The mayor answered that the work could not wait, "
    "because the old bridge had been closed to lorries since the spring, and shops in the centre were losing money.",
    "fr": "Le conseil s'est réuni mardi pour examiner le projet de route. Plusieurs élus ont jugé le plan trop coûteux "
    "et demandé un autre avis avant la fin du mois. Le maire a répondu que les travaux ne pouvaient pas attendre, car "
    "le vieux pont est fermé aux camions depuis le printemps et les commerces du centre perdent leurs clients.",
}


def test_the_language_given_wins_unless_the_text_is_surely_in_another():
    for text in (LONG["en"][:120], f"{LONG['fr']} {LONG['en']}", f"{LONG['en']} {LONG['fr']}"):
        for said in ("fr", "en"):
            assert cleaned(text, language=said).language == said
    assert cleaned(LONG["en"][:120], language="fr").language_confidence == 0
    assert cleaned(LONG["en"], language="en-GB").language == "en"
    assert cleaned(LONG["en"], language="??").language == "en"
    for text, other in (("en", "fr"), ("fr", "en"), ("en", "de")):
        wrong = cleaned(LONG[text], language=other)
        assert wrong.language == text
        assert wrong.language_confidence > 0.9
    assert cleaned(LONG["fr"], language="la").language == "la", "the model does not know Latin"


@pytest.mark.parametrize(
    "body",
    [
        "<" * 200_000,
        "&" * 200_000,
        "<a " * 70_000,
        "<script>" * 20_000,
        "<!--" * 40_000,
        " " * 200_000 + "x",
        "\n" * 200_000,
        "AFP " * 50_000,
        "(AFP " * 50_000,
        NEWS[0] * 1_700,
        "\u200b" * 200_000,
        "a" + "\u0301" * 200_000,
        "l'agence " * 20_000,
        "Share this article\n" * 10_000,
        "".join(map(chr, range(1, 256))) * 800,
        "قتل أربعة. " * 18_000,
    ],
    ids=str.__len__,
)
def test_no_text_takes_long(body):
    cleaned("warm")
    article = Article(body=body)
    start = time.process_time()
    covered_by = clean(article)
    assert time.process_time() - start < 10  # one that grows with the square takes minutes
    assert covered_by.article is article


def test_lone_surrogates_and_nothing_at_all():
    assert cleaned("a \ud800 b").text == "a \ufffd b"
    for body in ("", " ", "\n\n\n", "\u200b"):
        article = cleaned(body)
        assert (article.text, article.segments, article.language) == ("", [], "und")
