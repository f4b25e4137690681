"""What counts as a copy and what does not."""

from __future__ import annotations

import unicodedata

import pytest

from processors.dedupe import Deduplicator, Fingerprint, dedupe_all
from tests.dedupe.texts import BRIDGE, FRENCH, STRIKE, TEMPLATE, article, first, mark

PARAGRAPHS = BRIDGE.split("\n\n")
COPIES = {
    "same": BRIDGE,
    "dateline and credit": f"ARLEN, March 4 (Reuters) - {BRIDGE}\n\nWith Reuters",
    "boilerplate": f"Subscribe to our newsletter\n\n{BRIDGE}\n\nShare this article\n\nAll rights reserved. "
    "Valley Courier 2024.",
    "edits": BRIDGE.replace("said", "stated").replace("shortly before", "just before").replace("wooded ", ""),
    "new lead": "Tension along the frontier rose once more on Monday, three weeks before the talks.\n\n" + BRIDGE,
    "another lead": "Tension along the frontier rose once more this week.\n\n" + "\n\n".join(PARAGRAPHS[1:]),
    "dropped": "\n\n".join([PARAGRAPHS[0], PARAGRAPHS[2], PARAGRAPHS[4]]),
    "cut to 60": first(BRIDGE, 0.6),
    "cut to 40": first(BRIDGE, 0.4),
    "cut to 25": first(BRIDGE, 0.25),
    "decomposed": unicodedata.normalize("NFD", BRIDGE.replace(" 140 ", "\u00a0140 ")).replace("'", "&#8217;"),
    "several": "DORNAU (dpa) — "
    + first(BRIDGE.replace("said", "stated"), 0.5).replace("Two ", "Two\u00a0")
    + "\n\n(dpa)",
    "several, deep": "Talks seem far off now, diplomats think.\n\n" + first(BRIDGE.replace("said", "stated"), 0.4),
}
STUB_TAIL = (
    "You are reading the free pages of the Morning Ledger. Members see every story without limits, take "
    "part in our evening debates "
    "and find the crossword before anybody else. Prices start at the cost of one coffee a month and you "
    "can stop at any time. "
    "Letters to the editor should not be longer than two hundred words."
)
LOOKALIKES = {
    "template": (
        TEMPLATE.format(n=14, m=5, place="Zvecan", day="Monday"),
        TEMPLATE.format(n=3, m=11, place="Gjilan", day="Sunday"),
    ),
    "same place, other numbers": (
        TEMPLATE.format(n=14, m=5, place="Zvecan", day="Monday"),
        TEMPLATE.format(n=9, m=21, place="Zvecan", day="Friday"),
    ),
    "numbers in words": (
        TEMPLATE.format(n="Fourteen", m="five", place="Zvecan", day="Monday"),
        TEMPLATE.format(n="Three", m="two", place="Gjilan", day="Monday"),
    ),
    "stubs": (f"The ferry to Senj is late.\n\n{STUB_TAIL}", f"Council of Istok votes on Friday.\n\n{STUB_TAIL}"),
    "digest": (
        BRIDGE,
        "\n\n".join([first(STRIKE, 0.3), first(BRIDGE, 0.15), first(FRENCH, 0.3), first(TEMPLATE, 0.4)]),
    ),
    "series": (
        "The central bank set the official rate for Monday at 107.12 to the dollar and 117.03 to the euro. "
        "The rates apply to all "
        "transactions of the state budget and are published every working day at noon.",
        "The central bank set the official rate for Tuesday at 108.45 to the dollar and 116.70 to the euro. "
        "The rates apply to all "
        "transactions of the state budget and are published every working day at noon.",
    ),
    "another country in the first words": tuple(
        f"Authorities in {land} declared a night-time curfew on Wednesday after a night of looting that followed "
        f"protests against the government. Soldiers patrolled the streets, and shops and schools stayed shut."
        for land in ("Guinea-Bissau", "Madagascar")
    ),
}


@pytest.mark.parametrize("kind", COPIES)
@pytest.mark.parametrize("copy_is_later", [True, False])
def test_a_copy_is_found_whichever_comes_first(kind, copy_is_later):
    hours = (0, 5) if copy_is_later else (5, 0)
    original, copy = mark("original", BRIDGE, hours[0]), mark("copy", COPIES[kind], hours[1])
    verdicts = {v.article_id: v for v in Deduplicator().add([mark("other", STRIKE, 1), original, copy])}
    later, earlier = ("copy", "original") if copy_is_later else ("original", "copy")
    assert verdicts[later].duplicate_of == earlier
    assert 0 < verdicts[later].similarity <= 1
    assert verdicts[earlier].duplicate_of is verdicts["other"].duplicate_of is None


@pytest.mark.parametrize("kind", LOOKALIKES)
def test_look_alikes_stay_apart(kind):
    one, other = LOOKALIKES[kind]
    for pair in ((one, other), (other, one)):
        verdicts = dedupe_all([article("a", pair[0], 0), article("b", pair[1], 2)])
        assert [v.duplicate_of for v in verdicts] == [None, None]


def test_an_exact_copy_has_similarity_one_and_a_near_one_less():
    verdicts = dedupe_all(
        [article("a", BRIDGE, 0), article("b", BRIDGE.upper(), 1), article("c", first(BRIDGE, 0.9), 2)]
    )
    assert [(v.duplicate_of, v.similarity) for v in verdicts[:2]] == [(None, None), ("a", 1.0)]
    assert verdicts[2].duplicate_of == "a"
    assert 0.8 < verdicts[2].similarity < 1


def test_a_copy_of_a_copy_names_the_original():
    chain = [article("a", BRIDGE, 0), article("b", first(BRIDGE, 0.7), 50), article("c", first(BRIDGE, 0.5), 100)]
    assert [v.duplicate_of for v in dedupe_all(chain)] == [None, "a", "a"]


def test_outside_the_window_the_same_text_is_news_again():
    assert [v.duplicate_of for v in dedupe_all([article("a", BRIDGE, 0), article("b", BRIDGE, 72)])] == [None, "a"]
    assert [v.duplicate_of for v in dedupe_all([article("a", BRIDGE, 0), article("b", BRIDGE, 72.01)])] == [None, None]


def test_texts_without_words_are_duplicates_of_nothing():
    assert [
        v.duplicate_of for v in dedupe_all([article(f"e{i}", body, i) for i, body in enumerate(["", "", " … ", "---"])])
    ] == [None] * 4


def test_very_short_texts_are_compared_exactly():
    bodies = ["Blast in Karsa.", "Blast in Karsa!", "Blast in Belin."]
    verdicts = dedupe_all([article(f"s{i}", body, i) for i, body in enumerate(bodies)])
    assert [v.duplicate_of for v in verdicts] == [None, "s0", None]


def test_languages_without_spaces():
    text = (
        "国防部星期一表示，边境巡逻队在河岸附近遭到枪击，两名士兵受轻伤，已送往驻军医院。"
        "巡逻队共有九人，黎明前不久遭到袭击，发言人对记者说。"
    )
    copy = text[: len(text) * 3 // 4]
    other = (
        "市议会星期五将就一座新桥的建设方案进行表决，市长表示"
        "工程费用由地区预算承担，预计两年内完工，届时将缓解老城区的交通拥堵状况。"
    )
    verdicts = dedupe_all([article("a", text, 0), article("b", copy, 1), article("c", other, 2)])
    assert [v.duplicate_of for v in verdicts] == [None, "a", None]


@pytest.mark.parametrize("body", ["", "one", BRIDGE, FRENCH, "a" * 100_000, "\x00\ufffd\u202e" * 50, "كوسوفو " * 500])
def test_a_fingerprint_is_compact_and_survives_its_bytes(body):
    for hours in (3, None):
        one = mark("é-1", body, hours)
        back = Fingerprint.from_bytes(one.to_bytes())
        assert (back.id, back.time, back.sequence, back.exact) == (one.id, one.time, one.sequence, one.exact)
        assert back.words.tolist() == one.words.tolist()
        assert back.anchors.tolist() == one.anchors.tolist()
        assert len(one.to_bytes()) < 4_000
    with pytest.raises(ValueError, match="fingerprint"):
        Fingerprint.from_bytes(one.to_bytes()[:20])


def test_a_flood_of_template_reports_costs_little_and_stays_apart():
    bodies = [TEMPLATE.format(n=2 + i % 90, m=3 + i % 71, place=f"Town{i}", day="Monday") for i in range(400)]
    verdicts = dedupe_all([article(f"t{i}", body, i / 10) for i, body in enumerate(bodies)])
    assert sum(v.duplicate_of is not None for v in verdicts) <= 8


@pytest.mark.parametrize(
    ("text", "old", "new"), [(BRIDGE, "Two conscripts", "Five conscripts"), (STRIKE, "four tanks", "11 tanks")]
)
def test_an_agencys_text_sent_again_with_a_new_toll_is_news(text, old, new):
    later = text.replace(old, new)
    assert later != text
    for sent in (later, f"ARLEN, March 4 (Reuters) - {later}\n\nWith Reuters", first(later, 0.6)):
        verdicts = Deduplicator().add([mark("a", text), mark("b", sent, 1)])
        assert {v.article_id: v.duplicate_of for v in verdicts} == {"a": None, "b": None}


@pytest.mark.parametrize(
    ("old", "new"), [("Two conscripts", "2 conscripts"), ("140 people", "150 people"), ("sixty", "ninety")]
)
def test_the_same_number_in_figures_or_another_far_below_the_lead_leaves_a_copy(old, new):
    verdicts = Deduplicator().add([mark("a", BRIDGE), mark("b", BRIDGE.replace(old, new), 1)])
    assert {v.article_id: v.duplicate_of for v in verdicts} == {"a": None, "b": "a"}


def test_a_page_that_is_stamped_anew_is_a_copy():
    stamped = [mark(name, f"04 Mar 2024 10:{at}\n\n{BRIDGE}") for name, at in (("a", 32), ("b", 41))]
    assert [v.duplicate_of for v in Deduplicator().add(stamped)] == [None, "a"]
