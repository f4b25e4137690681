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
