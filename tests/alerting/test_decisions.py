"""Acknowledge, resolve, silence: what people decide, with author, note and trail."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from processors.alerting.control import AlertCommand
from processors.alerting.decisions import DecisionError, decide, expire, silence
from tests.alerting.stories import CLASH, at, count, engine, happening, story


def test_acknowledge_and_resolve_leave_a_trail_and_are_applied_once() -> None:
    e = engine(CLASH)
    (alert,) = e.on_stories([story("s1", happening())])
    ack = decide("acknowledge", alert.id, "ana", "on it", at(1))
    (acked,) = e.apply(AlertCommand.from_json(ack.to_json()))
    assert (acked.state, acked.revision, acked.version) == ("acknowledged", 1, 2)
    assert [(a.author, a.action, a.note) for a in acked.audit] == [("ana", "acknowledge", "on it")]
    assert e.apply(ack) == []
    (resolved,) = e.apply(decide("resolve", alert.id, "bo", None, at(2)))
    assert resolved.state == "resolved"
    assert len(resolved.audit) == 2


def test_commands_in_any_order_end_in_the_same_state() -> None:
    states = set()
    for order in ((0, 1), (1, 0)):
        e = engine(CLASH)
        (alert,) = e.on_stories([story("s1", happening())])
        commands = [decide("acknowledge", alert.id, "ana", None, at(1)), decide("resolve", alert.id, "bo", None, at(2))]
        for i in order:
            e.apply(commands[i])
        states.add(e.alerts()[0].state)
    assert states == {"resolved"}


def test_a_material_change_opens_it_again() -> None:
    e = engine(CLASH)
    (alert,) = e.on_stories([story("s1", happening(quantities={"killed": count(4)}))])
    e.apply(decide("acknowledge", alert.id, "ana", None, at(1)))
    (quiet,) = e.on_stories(
        [story("s1", happening(articles=["a1", "a2"], quantities={"killed": count(4)}), revision=2)]
    )
    assert quiet.state == "acknowledged"
    (again,) = e.on_stories([story("s1", happening(quantities={"killed": count(8)}), revision=3, hours=3)])
    assert (again.state, again.audit[-1].action) == ("open", "reopen")


def test_a_silence_covers_what_it_matches_until_it_ends() -> None:
    e = engine(CLASH)
    command = silence(["country=XK", "rule=cla*"], "2h", "ana", "known exercise", at(0))
    e.apply(command)
    (quiet,) = e.on_stories([story("s1", happening(hours=1), hours=1)])
    assert quiet.silenced_by == command.silence_id
    (loud,) = e.on_stories([story("s2", happening("h2", hours=3), hours=3)])
    assert loud.silenced_by is None
    (told,) = e.on_stories([story("s1", happening(hours=1, quantities={"killed": count(3)}), revision=2, hours=4)])
    assert told.silenced_by is None


def test_a_silence_can_be_ended_early() -> None:
    e = engine(CLASH)
    command = silence(["rule=clash"], "9h", "ana", "noise", at(0))
    e.apply(command)
    e.apply(expire(command.silence_id or "", "bo", None, at(0)))
    (loud,) = e.on_stories([story("s1", happening(hours=1), hours=1)])
    assert loud.silenced_by is None
    assert e.silences()[0].expired_by == "bo"
    e.apply(command)  # delivered again: does not come back to life
    assert e.silences()[0].expired_by == "bo"


@pytest.mark.parametrize(
    ("matchers", "for_", "author", "comment", "words"),
    [
        ([], "2h", "ana", "why", "matcher"),
        (["country"], "2h", "ana", "why", "field=value"),
        (["colour=red"], "2h", "ana", "why", "cannot match colour"),
        (["rule=x"], "soon", "ana", "why", "not a duration"),
        (["rule=x"], "0s", "ana", "why", "end in the future"),
        (["rule=x"], "2h", "ana", "", "comment"),
        (["rule=x"], "2h", "", "why", "author"),
    ],
)
def test_half_a_silence_is_refused(matchers: list[str], for_: str, author: str, comment: str, words: str) -> None:
    with pytest.raises(DecisionError, match=words):
        silence(matchers, for_, author, comment)


def test_a_decision_needs_its_alert() -> None:
    with pytest.raises(ValidationError, match="id of the alert"):
        AlertCommand(action="resolve", author="ana", at=at(0))
    assert engine(CLASH).apply(decide("resolve", "unknown", "ana")) == []
