"""Pacing and positions of a replay, with a clock of our own."""

from producers.pacing import Pace
from producers.replay import Position
from tocsin.records import Article


def waits(pace, articles):
    now = [0.0]
    slept = []
    pace.clock = lambda: now[0]

    def sleep(seconds):
        slept.append(round(seconds, 6))
        now[0] += seconds

    pace.sleep = sleep
    for article in articles:
        pace.wait(article)
    return slept


def at(*times):
    return [Article(body=str(i), published_at=t) for i, t in enumerate(times)]


def test_flat_out_never_sleeps():
    assert waits(Pace(), at("2024-01-01", "2024-02-01")) == []


def test_a_rate_is_kept():
    assert waits(Pace(rate=4), at(None, None, None)) == [0.25, 0.25]


def test_real_time_is_scaled_and_a_quiet_month_is_not_waited_out():
    pace = Pace(speed=3600, longest=10)
    times = ("2024-01-01T00:00:00Z", "2024-01-01T02:00:00Z", "2024-01-01T01:00:00Z", "2024-03-01T00:00:00Z")
    assert waits(pace, at(*times)) == [2.0, 10.0]


def test_a_position_counts_only_what_is_acknowledged_without_gaps(tmp_path):
    position = Position.of("source", tmp_path)
    for index in (0, 2, 3):
        position.acknowledge(index)
    position.save()
    assert Position.of("source", tmp_path).contiguous == 1
    position.acknowledge(1)
    position.save()
    again = Position.of("source", tmp_path)
    assert again.contiguous == 4
    again.forget()
    assert Position.of("source", tmp_path).contiguous == 0
