"""From alert to people: routes, the outbox, attempts with pauses that grow, dead letters."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from sinks.notify.config import NotifyConfig
from sinks.notify.message import Message, message_of
from sinks.notify.outbox import Entry, Outbox
from sinks.notify.senders import Lane, SendError
from tocsin.records import Alert, Delivery

log = logging.getLogger(__name__)
ROUND_SECONDS = 60.0
"""A receiver that is slow, but answers, gives way after so long in one round."""


@dataclass(frozen=True)
class Sent:
    """What became of one alert's revision at one receiver; for the alert's ``deliveries``."""

    alert_id: str
    delivery: Delivery


class Notifier:
    """Offers alerts to the outbox and empties it. Time is passed in: the caller has the clock."""

    def __init__(self, config: NotifyConfig, outbox: Outbox, seed: int | None = None) -> None:
        self._config = config
        self._outbox = outbox
        self._lanes = {name: Lane(receiver) for name, receiver in config.receivers.items()}
        self._random = random.Random(seed)
        self._unknown: set[str] = set()

    def offer(self, alert: Alert, now: datetime) -> int:
        """Take in an alert; on the disk when this returns, so that its offset may be committed."""
        receivers, unknown = self._config.receivers_of(alert)
        for name in set(unknown) - self._unknown:
            log.warning("rule %s names receiver %s, which the notify file does not have", alert.rule, name[:64])
            self._unknown.add(name)
        return self._outbox.offer(alert, receivers, now)

    def deliver_due(self, now: datetime) -> list[Sent]:
        """One attempt at everything that is due; receivers side by side, so that a slow one holds no other up."""
        by_receiver: dict[str, list[Entry]] = {}
        for entry in self._outbox.due(now):
            by_receiver.setdefault(entry.receiver, []).append(entry)
        if not by_receiver:
            return []
        with ThreadPoolExecutor(len(by_receiver), thread_name_prefix="notify") as pool:
            work = [pool.submit(self._receiver, name, entries, now) for name, entries in sorted(by_receiver.items())]
            return [sent for future in work for sent in future.result()]

    def prune(self, now: datetime) -> int:
        """Forget what was sent long ago."""
        return self._outbox.prune(now, timedelta(days=self._config.keep_days))

    def _receiver(self, name: str, entries: list[Entry], now: datetime) -> list[Sent]:
        if name not in self._lanes:
            self._outbox.dead(entries, now, "the receiver is no longer in the notify file")
            return [_outcome(entry, "dead", now, "no such receiver") for entry in entries]
        awake = self._let_sleep(name, entries, now)
        done: list[Sent] = []
        bundles = self._bundles(name, awake)
        started = time.monotonic()
        for index, bundle in enumerate(bundles):
            if time.monotonic() - started > ROUND_SECONDS:
                break  # what is left is still due; the caller has a broker to answer to
            result, failed = self._attempt(name, bundle, now)
            done += result
            if failed is not None:  # the others wait as well, without having been tried
                rest = [entry for later in bundles[index + 1 :] for entry in later]
                self._outbox.later(rest, failed, None, attempted=False)
                break
        return done

    def _let_sleep(self, name: str, entries: list[Entry], now: datetime) -> list[Entry]:
        quiet = self._config.receivers[name].quiet_hours
        if quiet is None:
            return entries
        awake = []
        for entry in entries:
            ends = quiet.ends(now, entry.severity)
            if ends is None:
                awake.append(entry)
            else:
                self._outbox.later([entry], ends, "quiet hours", attempted=False)
        return awake

    def _bundles(self, name: str, entries: list[Entry]) -> list[list[Entry]]:
        """Digests together, the others one by one unless there are too many for people to read."""
        digests: dict[str, list[Entry]] = {}
        single: list[Entry] = []
        for entry in entries:
            (digests.setdefault(entry.bundle, []) if entry.bundle else single).append(entry)
        many = len(single) > self._config.receivers[name].digest_over
        return [*([single] if many else [[entry] for entry in single]), *digests.values()]

    def _attempt(self, name: str, bundle: list[Entry], now: datetime) -> tuple[list[Sent], datetime | None]:
        """Send one message; with the time of the next attempt when it failed and may yet work."""
        alerts = [entry.alert for entry in bundle if entry.alert is not None]
        try:
            self._send(name, message_of(alerts, name))
        except SendError as error:
            return self._failed(name, bundle, error, now)
        self._outbox.sent(bundle, now)
        outcome = "sent" if len(bundle) == 1 else "grouped"
        return [_outcome(entry, outcome, now, None) for entry in bundle], None

    def _send(self, name: str, message: Message) -> None:
        self._lanes[name].send(message)

    def _failed(
        self, name: str, bundle: list[Entry], error: SendError, now: datetime
    ) -> tuple[list[Sent], datetime | None]:
        attempts = max(entry.attempts for entry in bundle) + 1
        if error.final or attempts >= self._config.max_attempts:
            self._outbox.dead(bundle, now, str(error))
            log.error("receiver %s: %s; given up after %d attempts", name, error, attempts)
            return [_outcome(entry, "dead", now, str(error)) for entry in bundle], None
        due = now + timedelta(seconds=self._pause(attempts, error.after))
        self._outbox.later(bundle, due, str(error), attempted=True)
        log.warning("receiver %s: %s; attempt %d, again at %s", name, error, attempts, due.isoformat("T", "seconds"))
        return [_outcome(entry, "failed", now, str(error)) for entry in bundle], due

    def _pause(self, attempts: int, asked: float | None) -> float:
        """Doubled each time up to the limit, a quarter more or less so that failures do not come back in step."""
        grown = min(self._config.first_pause * float(1 << min(attempts - 1, 30)), self._config.longest_pause)
        return max(grown * self._random.uniform(0.75, 1.25), asked or 0)


def _outcome(entry: Entry, outcome: str, now: datetime, detail: str | None) -> Sent:
    delivery = Delivery.model_validate(
        {
            "receiver": entry.receiver,
            "revision": entry.revision,
            "at": now,
            "outcome": outcome,
            "attempts": entry.attempts + 1,
            "detail": detail,
        }
    )
    return Sent(entry.alert_id, delivery)


def with_deliveries(alert: Alert, sent: Iterable[Sent]) -> Alert:
    """The alert with what became of it; the newest outcome for each receiver and revision."""
    known = {(d.receiver, d.revision): d for d in alert.deliveries}
    for one in sent:
        if one.alert_id == alert.id:
            known[(one.delivery.receiver, one.delivery.revision)] = one.delivery
    ordered = sorted(known.values(), key=lambda d: (d.revision, d.receiver))
    return alert.model_copy(update={"deliveries": ordered})
