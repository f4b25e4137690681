"""The notify file, quiet hours, routes, and where a webhook may go."""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sinks.notify.config import ConfigError, QuietHours, load_config, parse_config
from sinks.notify.notifier import Notifier
from sinks.notify.outbox import Outbox
from sinks.notify.targets import TargetError, check, forbidden, parse
from tocsin.records import Alert

HOOK = {"type": "webhook", "url": "https://hooks.example/x", "secret": "0123456789abcdef"}


def test_a_file_is_read_with_secrets_from_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text("from a file, long enough\n", "utf-8")
    monkeypatch.setenv("HOOK_URL", "https://hooks.example/secret")
    file = tmp_path / "notify.yaml"
    file.write_text(
        f"""
receivers:
  desk: {{type: webhook, url: {{env: HOOK_URL}}, secret: {{file: {tmp_path / "key"}}}}}
  night: {{type: console, quiet_hours: {{from: 22:00, to: 07:00, zone: Europe/Paris}}}}
routes:
  - {{match: {{severity: critical, country: [XK, RS]}}, receivers: [night]}}
default: [desk]
""",
        "utf-8",
    )
    config = load_config(file)
    assert config.receivers["desk"].secret is not None
    assert config.receivers["desk"].secret.get_secret_value() == "from a file, long enough"
    assert "secret" not in repr(config.receivers["desk"].url)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"receivers": {"desk": {"type": "pigeon"}}}, "type"),
        ({"receivers": {"desk": {"type": "webhook", "secret": "0123456789abcdef"}}}, "needs a url"),
        ({"receivers": {"desk": {**HOOK, "secret": "short"}}}, "16 characters"),
        ({"receivers": {"desk": {**HOOK, "secret": {"env": "NO_SUCH_VARIABLE"}}}}, "NO_SUCH_VARIABLE"),
        ({"receivers": {"desk": {**HOOK, "colour": 1}}}, "colour"),
        ({"receivers": {}, "default": ["desk"]}, "no receiver desk"),
        ({"routes": [{"match": {"weather": "x"}, "receivers": ["desk"]}]}, "cannot match weather"),
        ({"receivers": {"d": {"type": "console", "quiet_hours": {"from": "25:00", "to": "7:00"}}}}, "time of day"),
        ({"receivers": {"d": {"type": "console", "quiet_hours": {"from": "5:00", "to": "7:00", "zone": "X"}}}}, "zone"),
        ([], "notify"),
    ],
)
def test_errors_say_where_and_why_and_quote_no_secret(data: object, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(data)
    assert words in str(caught.value)
    assert "0123456789abcdef" not in str(caught.value)


def test_bad_files(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path / "none.yaml")
    (tmp_path / "bad.yaml").write_text("a: [", "utf-8")
    with pytest.raises(ConfigError, match=r"bad\.yaml:"):
        load_config(tmp_path / "bad.yaml")


def alert(**more: object) -> Alert:
    return Alert(id="a", rule="clash", story_id="s", title="t", reason="r", **more)


def test_routes() -> None:
    config = parse_config(
        {
            "receivers": {name: {"type": "console"} for name in ("desk", "night", "boss", "rest")},
            "routes": [
                {"match": {"severity": "critical"}, "receivers": ["boss"]},
                {"match": {"country": ["XK", "RS"]}, "receivers": ["night"], "stop": True},
                {"receivers": ["desk"]},
            ],
            "default": ["rest"],
        }
    )
    assert config.receivers_of(alert(severity="critical", country="XK")) == (["boss", "night"], [])
    assert config.receivers_of(alert(country="FR")) == (["desk"], [])
    assert config.receivers_of(alert(country="XK", notify=["desk", "nobody"])) == (["desk", "night"], ["nobody"])
    only = parse_config({"receivers": {"rest": {"type": "console"}}, "default": ["rest"]})
    assert only.receivers_of(alert(notify=["nobody"])) == (["rest"], ["nobody"])


def test_quiet_hours_overnight_and_over_a_change_of_clocks() -> None:
    quiet = QuietHours.model_validate({"from": "22:00", "to": "07:00", "zone": "Europe/Paris"})
    night = datetime(2024, 3, 30, 23, 30, tzinfo=UTC)  # 00:30 in Paris; at 02:00 clocks go forward
    assert quiet.ends(night, "warning") == datetime(2024, 3, 31, 5, 0, tzinfo=UTC)
    assert quiet.ends(night, "critical") is None
    assert quiet.ends(datetime(2024, 3, 30, 12, tzinfo=UTC), "warning") is None
    day = QuietHours.model_validate({"from": "12:00", "to": "13:00"})
    assert day.ends(datetime(2024, 3, 30, 12, 59, tzinfo=UTC), "info") == datetime(2024, 3, 30, 13, tzinfo=UTC)
    assert day.ends(datetime(2024, 3, 30, 13, tzinfo=UTC), "info") is None


def test_what_comes_at_night_waits_for_the_morning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    quiet = {"from": "22:00", "to": "07:00"}
    config = parse_config({"receivers": {"desk": {"type": "console", "quiet_hours": quiet}}, "default": ["desk"]})
    box = Outbox(tmp_path / "o.sqlite")
    notifier = Notifier(config, box)
    night = datetime(2024, 3, 1, 23, tzinfo=UTC)
    notifier.offer(alert(), night)
    notifier.offer(alert(severity="critical").model_copy(update={"id": "loud"}), night)
    assert [s.alert_id for s in notifier.deliver_due(night)] == ["loud"]
    assert box.next_due() == datetime(2024, 3, 2, 7, tzinfo=UTC)
    (sent,) = notifier.deliver_due(datetime(2024, 3, 2, 7, tzinfo=UTC))
    assert (sent.alert_id, sent.delivery.attempts) == ("a", 1)
    box.close()


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://a.example/", "gopher://a.example", "http://", "http:///x", "javascript:alert(1)",
        "http://user:pass@a.example/", "http://a.example:0/", "http://a.example:99999/", "http://a.example/\r\nX: y",
    ],
)  # fmt: skip
def test_targets_of_the_wrong_kind(url: str) -> None:
    with pytest.raises(TargetError):
        parse(url)


@pytest.mark.parametrize(
    ("address", "private", "link_local", "allowed"),
    [
        ("93.184.215.14", False, False, True),
        ("127.0.0.1", False, False, False),
        ("127.0.0.1", True, False, True),
        ("10.1.2.3", False, False, False),
        ("10.1.2.3", True, False, True),
        ("::1", False, False, False),
        ("fc00::1", False, False, False),
        ("169.254.169.254", True, False, False),
        ("169.254.169.254", True, True, True),
        ("::ffff:169.254.169.254", True, False, False),
        ("::ffff:127.0.0.1", False, False, False),
        ("fe80::1", True, False, False),
        ("fd00:ec2::254", True, False, False),
        ("100.100.100.200", True, False, False),
        ("100.64.0.1", False, False, False),
        ("0.0.0.0", True, True, False),
        ("224.0.0.1", True, True, False),
    ],
)
def test_addresses(address: str, private: bool, link_local: bool, allowed: bool) -> None:
    reason = forbidden(ipaddress.ip_address(address), allow_private=private, allow_link_local=link_local)
    assert (reason is None) is allowed


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://localhost:9/", "http://[::1]/", "http://0x7f000001/"])
def test_names_that_lead_home_are_refused(url: str) -> None:
    with pytest.raises(TargetError, match="loopback"):
        check(url)


def test_a_refused_target_is_dead_at_once(tmp_path: Path) -> None:
    config = parse_config(
        {"receivers": {"desk": {**HOOK, "url": "http://169.254.169.254/latest"}}, "default": ["desk"]}
    )
    box = Outbox(tmp_path / "o.sqlite")
    notifier = Notifier(config, box)
    now = datetime(2024, 3, 1, tzinfo=UTC)
    notifier.offer(alert(), now)
    assert notifier.deliver_due(now)[0].delivery.outcome == "dead"
    assert "metadata" in (box.entries("dead")[0].detail or "")
    box.close()
