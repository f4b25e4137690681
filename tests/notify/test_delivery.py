"""Delivery to real receivers that fail, hang and come back; nothing lost, nothing sent twice."""

from __future__ import annotations

import email
import json
import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import policy
from pathlib import Path

import pytest

from sinks.notify import Notifier, Outbox
from sinks.notify.config import NotifyConfig, parse_config
from sinks.notify.notifier import with_deliveries
from sinks.notify.senders import read_file
from sinks.notify.signature import verify
from tests.notify.servers import Hook, Mailbox, http_server, smtp_server
from tocsin.records import Alert, Evidence

NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)
SECRET = "a secret of some length"


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def alert(id: str = "a1", revision: int = 1, **more: object) -> Alert:
    fields = {
        "rule": "clash",
        "story_id": "s1",
        "title": "Clash: Banjska – 4 killed",
        "reason": "first seen",
        "notify": ["desk"],
        "created_at": NOW,
        "evidence": [Evidence(text="Four people were killed.", article_id="x", start=0, end=24, source="a.example")],
    }
    return Alert(id=id, revision=revision, **{**fields, **more})


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    box = Outbox(tmp_path / "outbox.sqlite")
    yield box
    box.close()


def to_hook(hook: Hook, **more: object) -> NotifyConfig:
    desk = {"type": "webhook", "url": hook.url, "secret": SECRET, "allow_private": True, "timeout": 2}
    return parse_config({"receivers": {"desk": desk}, "first_pause": 10, "longest_pause": 60, **more})


@pytest.fixture
def hook() -> Iterator[Hook]:
    with http_server(Hook()) as running:
        yield running


def test_a_webhook_is_signed_and_sent_once(hook: Hook, outbox: Outbox) -> None:
    notifier = Notifier(to_hook(hook), outbox)
    assert notifier.offer(alert(), NOW) == 1
    (sent,) = notifier.deliver_due(NOW)
    assert (sent.delivery.outcome, sent.delivery.receiver, sent.delivery.attempts) == ("sent", "desk", 1)
    ((headers, body),) = hook.requests
    assert json.loads(body)["alerts"][0]["id"] == "a1"
    seen: set[str] = set()
    real_now = datetime.now(UTC).timestamp()
    assert verify(SECRET, headers, body, real_now, seen)
    assert not verify(SECRET, headers, body, real_now, seen), "a replay"
    assert not verify(SECRET, headers, body, real_now + 400), "too old"
    assert not verify(SECRET, headers, body + b" ", real_now)
    assert not verify("another secret, as long", headers, body, real_now)
    assert notifier.offer(alert(), NOW) == 0
    assert notifier.deliver_due(later(1000)) == []
    assert len(hook.requests) == 1


@pytest.mark.parametrize("failure", [503, 429, "hang", "close", "drip"])
def test_failures_are_tried_again_until_the_receiver_is_back(hook: Hook, outbox: Outbox, failure: int | str) -> None:
    notifier = Notifier(to_hook(hook), outbox, seed=1)
    hook.behaviour = failure
    notifier.offer(alert(), NOW)
    (first,) = notifier.deliver_due(NOW)
    assert first.delivery.outcome == "failed"
    assert notifier.deliver_due(later(5)) == [], "not before its pause is over"
    hook.behaviour = 200
    hook.requests.clear()
    hook.release.set()
    time.sleep(0.3)  # the attempt that hung comes to its end; it left no trace in ``requests``
    outcomes = [s.delivery.outcome for seconds in (20, 60, 120) for s in notifier.deliver_due(later(seconds))]
    assert outcomes[-1] == "sent"
    assert outcomes.count("sent") == 1
    assert len(hook.requests) == 1


def test_a_receiver_that_is_down_and_comes_up_on_the_same_port(outbox: Outbox) -> None:
    hook = Hook()
    with http_server(hook):
        port = hook.port
    notifier = Notifier(to_hook(hook), outbox)
    notifier.offer(alert(), NOW)
    assert notifier.deliver_due(NOW)[0].delivery.outcome == "failed"
    with http_server(hook, port):
        assert notifier.deliver_due(later(30))[0].delivery.outcome == "sent"


def test_pauses_grow_with_jitter_up_to_a_limit(hook: Hook, outbox: Outbox) -> None:
    notifier = Notifier(to_hook(hook, max_attempts=8), outbox, seed=7)
    hook.behaviour = 500
    notifier.offer(alert(), NOW)
    now, pauses = NOW, []
    for _ in range(7):
        notifier.deliver_due(now)
        due = outbox.next_due()
        assert due is not None
        pauses.append((due - now).total_seconds())
        now = due
    for pause, planned in zip(pauses, (10, 20, 40, 60, 60, 60, 60), strict=True):
        assert 0.75 * planned <= pause <= 1.25 * planned
    assert len({round(p / q, 3) for p, q in zip(pauses, (10, 20, 40, 60, 60, 60, 60), strict=True)}) > 3
    (dead,) = notifier.deliver_due(now)
    assert (dead.delivery.outcome, dead.delivery.attempts) == ("dead", 8)
    assert outbox.next_due() is None
    hook.behaviour = 200
    assert outbox.revive(now) == 1
    assert notifier.deliver_due(now)[0].delivery.outcome == "sent"


def test_retry_after_is_kept(hook: Hook, outbox: Outbox) -> None:
    hook.behaviour, hook.headers = 429, {"Retry-After": "300"}
    notifier = Notifier(to_hook(hook), outbox)
    notifier.offer(alert(), NOW)
    notifier.deliver_due(NOW)
    assert outbox.next_due() == later(300)


@pytest.mark.parametrize("status", [400, 401, 404, 410, 302])
def test_what_cannot_get_better_is_dead_at_once(hook: Hook, outbox: Outbox, status: int) -> None:
    hook.behaviour, hook.headers = status, {"Location": "http://127.0.0.1:1/"}
    notifier = Notifier(to_hook(hook), outbox)
    notifier.offer(alert(), NOW)
    assert notifier.deliver_due(NOW)[0].delivery.outcome == "dead"
    assert outbox.entries("dead")[0].detail == f"answered {status}"


def test_nothing_twice_over_restarts_and_redelivery(hook: Hook, tmp_path: Path) -> None:
    for round_ in range(4):
        box = Outbox(tmp_path / "outbox.sqlite")
        notifier = Notifier(to_hook(hook), box)
        for n in range(5):
            notifier.offer(alert(f"a{n}"), later(round_))
            notifier.offer(alert(f"a{n}", version=round_ + 1), later(round_))
        notifier.deliver_due(later(round_))
        box.close()
    ids = [json.loads(body)["alerts"][0]["id"] for _, body in hook.requests]
    assert sorted(ids) == [f"a{n}" for n in range(5)]


def test_what_waits_survives_a_restart(hook: Hook, tmp_path: Path) -> None:
    hook.behaviour = 503
    box = Outbox(tmp_path / "outbox.sqlite")
    notifier = Notifier(to_hook(hook), box)
    notifier.offer(alert(), NOW)
    notifier.deliver_due(NOW)
    box.close()
    hook.behaviour = 200
    box = Outbox(tmp_path / "outbox.sqlite")
    (sent,) = Notifier(to_hook(hook), box).deliver_due(later(60))
    assert (sent.delivery.outcome, sent.delivery.attempts) == ("sent", 2)
    box.close()


def test_a_newer_revision_overtakes_what_still_waits(hook: Hook, outbox: Outbox) -> None:
    hook.behaviour = 503
    notifier = Notifier(to_hook(hook), outbox)
    notifier.offer(alert(), NOW)
    notifier.deliver_due(NOW)
    hook.behaviour = 200
    hook.requests.clear()
    notifier.offer(alert(revision=2, reason="killed rose 4 → 7"), later(1))
    notifier.offer(alert(revision=1), later(2))  # an old one, redelivered
    notifier.deliver_due(later(500))
    assert [json.loads(b)["alerts"][0]["revision"] for _, b in hook.requests] == [2]
    assert outbox.counts() == {"overtaken": 1, "sent": 1}


@pytest.mark.parametrize(
    "more",
    [{"quiet": True}, {"silenced_by": "s"}, {"inhibited_by": "b"}, {"superseded_by": "c"}, {"state": "resolved"}],
)
def test_what_is_not_to_be_told_is_recorded_only(hook: Hook, outbox: Outbox, more: dict) -> None:
    notifier = Notifier(to_hook(hook), outbox)
    assert notifier.offer(alert(**more), NOW) == 0
    assert notifier.deliver_due(NOW) == []
    assert outbox.counts() == {"silenced": 1}
    assert hook.requests == []


def test_an_alert_put_away_before_it_was_told_is_not_told(hook: Hook, outbox: Outbox) -> None:
    hook.behaviour = 503
    notifier = Notifier(to_hook(hook), outbox)
    notifier.offer(alert(), NOW)
    notifier.deliver_due(NOW)
    notifier.offer(alert(superseded_by="other", version=2), later(1))
    assert notifier.deliver_due(later(600)) == []


def test_a_digest_collects_and_is_sent_as_one(hook: Hook, outbox: Outbox) -> None:
    notifier = Notifier(to_hook(hook), outbox)
    for n in range(3):
        notifier.offer(alert(f"a{n}", group="country=XK", digest_seconds=600), later(n * 100))
    notifier.offer(alert("other", group="country=FR", digest_seconds=600), later(250))
    assert notifier.deliver_due(later(599)) == []
    sent = notifier.deliver_due(later(601))
    assert {s.delivery.outcome for s in sent} == {"grouped"}
    assert len(hook.requests) == 1
    assert len(json.loads(hook.requests[0][1])["alerts"]) == 3
    notifier.deliver_due(later(900))
    assert len(hook.requests) == 2


def test_too_many_at_once_become_one_message(hook: Hook, outbox: Outbox) -> None:
    notifier = Notifier(to_hook(hook), outbox)
    for n in range(30):
        notifier.offer(alert(f"a{n}"), NOW)
    notifier.deliver_due(NOW)
    assert len(hook.requests) == 1
    assert json.loads(hook.requests[0][1])["title"].startswith("[warning] 30 alerts")


def test_a_failing_receiver_is_tried_once_a_round_and_holds_no_other_up(outbox: Outbox, tmp_path: Path) -> None:
    with http_server(Hook()) as hook:
        hook.behaviour = "hang"
        config = to_hook(hook).model_dump(by_alias=True)
        file = tmp_path / "out.jsonl"
        data = {
            "receivers": {
                "desk": {"type": "webhook", "url": hook.url, "secret": SECRET, "allow_private": True, "timeout": 0.5},
                "log": {"type": "file", "path": str(file)},
            },
            "default": ["log"],
            "routes": [{"receivers": ["desk", "log"]}],
        }
        assert config["receivers"]
        notifier = Notifier(parse_config(data), outbox)
        for n in range(4):
            notifier.offer(alert(f"a{n}"), NOW)
        sent = notifier.deliver_due(NOW)
        assert hook.calls == 1
        assert [s.delivery.outcome for s in sent if s.delivery.receiver == "desk"] == ["failed"]
        assert len(read_file(file)) == 4


def test_mail_by_apprise_to_a_server_that_refuses_and_takes_later(outbox: Outbox) -> None:
    with smtp_server(Mailbox()) as mailbox:
        url = f"mailto://127.0.0.1:{mailbox.port}/?from=tocsin@a.example&to=desk@b.example&mode=insecure"
        config = parse_config({"receivers": {"desk": {"type": "apprise", "url": url}}})
        notifier = Notifier(config, outbox)
        mailbox.refuse = True
        notifier.offer(alert(title="Clash\r\nBcc: all@c.example \u202e <script>"), NOW)
        assert notifier.deliver_due(NOW)[0].delivery.outcome == "failed"
        mailbox.refuse = False
        assert notifier.deliver_due(later(60))[0].delivery.outcome == "sent"
        (text,) = mailbox.messages
        mail = email.message_from_string(text, policy=policy.default)
        assert mail["Bcc"] is None
        assert "Bcc: all@c.example" in mail["Subject"], "text, not a header"
        assert mail["To"] == "desk@b.example" or "desk@b.example" in mail["To"]
        assert "Four people were killed." in text or mail.get_body() is not None


def test_secrets_are_in_no_log_and_no_detail(
    hook: Hook, outbox: Outbox, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    data = {
        "receivers": {
            "desk": {"type": "webhook", "url": hook.url, "secret": SECRET, "allow_private": True, "timeout": 1},
            "chat": {"type": "apprise", "url": "jsons://user:hunter2secret@127.0.0.1:9/path", "allow_private": True},
            "bad": {"type": "apprise", "url": "nosuch://hunter2secret@host"},
        },
        "routes": [{"receivers": ["desk", "chat", "bad"]}],
        "max_attempts": 1,
    }
    config = parse_config(data)
    hook.behaviour = 500
    notifier = Notifier(config, outbox)
    notifier.offer(alert(), NOW)
    assert {s.delivery.outcome for s in notifier.deliver_due(NOW)} == {"dead"}
    seen = caplog.text + "".join(capfd.readouterr()) + repr(config) + str([e.detail for e in outbox.entries("dead")])
    for secret in ("hunter2secret", "topsecret", SECRET):
        assert secret not in seen


def test_deliveries_are_kept_with_the_alert(hook: Hook, outbox: Outbox) -> None:
    notifier = Notifier(to_hook(hook), outbox)
    one = alert()
    notifier.offer(one, NOW)
    done = with_deliveries(one, notifier.deliver_due(NOW))
    assert [(d.receiver, d.outcome) for d in done.deliveries] == [("desk", "sent")]
    assert with_deliveries(done, []).deliveries == done.deliveries


def test_console_is_what_there_is_without_a_file(outbox: Outbox, capsys: pytest.CaptureFixture[str]) -> None:
    notifier = Notifier(NotifyConfig(), outbox)
    notifier.offer(alert(title="Clash \x1b[31mred"), NOW)
    notifier.deliver_due(NOW)
    out = capsys.readouterr().out
    assert "Clash [31mred" in out
    assert "\x1b" not in out
    assert "« Four people were killed. » (a.example)" in out


def test_old_rows_are_forgotten(hook: Hook, outbox: Outbox) -> None:
    notifier = Notifier(to_hook(hook), outbox)
    notifier.offer(alert(), NOW)
    notifier.deliver_due(NOW)
    assert notifier.prune(later(86400)) == 0
    assert notifier.prune(later(86400 * 200)) == 1
