"""The scorer itself."""

from processors.extraction.quantities.score import score

GOLD = [{"kind": "killed", "start": 0, "end": 5, "low": 4, "best": 4, "high": 4, "mode": "event"}]


def test_perfect():
    report = score([(GOLD, GOLD)])
    assert report.kinds["killed"].f1 == 1
    assert report.exact["killed"].right == 1
    assert report.main["killed"].right == 1


def test_repetition_is_not_false():
    again = {**GOLD[0], "start": 50, "end": 55, "same_as": 0}
    report = score([(GOLD, [*GOLD, again])])
    assert report.kinds["killed"].precision == 1
    assert report.exact["killed"].right == 1


def test_wrong_number_counts_in_fields_only():
    report = score([(GOLD, [{**GOLD[0], "best": 5, "high": 5, "low": 5}])])
    assert report.kinds["killed"].f1 == 1
    assert report.fields["number"].recall == 0
    assert report.exact["killed"].right == 0


def test_side_is_scored_only_where_gold_tells_it():
    assert "side" not in score([(GOLD, GOLD)]).fields
    told = [{**GOLD[0], "side": None}]
    assert score([(told, [{**GOLD[0], "side": "army"}])]).fields["side"].recall == 0


def test_repetition_agrees_with_part_same_and_what_gold_leaves_out():
    again = {**GOLD[0], "start": 50, "end": 55, "same_as": 0}
    for told in ("part_of", "same_as"):
        gold = [*GOLD, {**GOLD[0], "start": 50, "end": 55, told: 0}]
        assert score([(gold, [*GOLD, again])]).fields["part_of"].recall == 1
    only_second = [{**GOLD[0], "start": 50, "end": 55}]
    assert score([(only_second, [*GOLD, again])]).fields["part_of"].recall == 1
    both = [*GOLD, *only_second]
    assert score([(both, [*GOLD, again])]).fields["part_of"].recall == 0.5


def test_initials_are_the_same_name():
    told = [{**GOLD[0], "attributed_to": "IOM"}]
    found = [{**GOLD[0], "attributed_to": "International Organization for Migration"}]
    other = [{**GOLD[0], "attributed_to": "International Committee of the Red Cross"}]
    assert score([(told, found)]).fields["attributed_to"].recall == 1
    assert score([(found, told)]).fields["attributed_to"].recall == 1
    assert score([(told, other)]).fields["attributed_to"].recall == 0
