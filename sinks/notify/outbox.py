"""What has to be told to whom, on disk: SQLite, one row for each (alert, revision, receiver), for ever one row."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from tocsin.records import Alert

State = Literal["pending", "sent", "dead", "silenced", "overtaken"]
SCHEMA = """
CREATE TABLE IF NOT EXISTS outbox (
    alert_id TEXT NOT NULL, revision INTEGER NOT NULL, receiver TEXT NOT NULL,
    state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
    due REAL NOT NULL, since REAL NOT NULL, touched REAL NOT NULL,
    bundle TEXT NOT NULL DEFAULT '', severity TEXT NOT NULL, detail TEXT, alert BLOB,
    PRIMARY KEY (alert_id, revision, receiver)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS outbox_due ON outbox (state, due);
PRAGMA user_version = 1;
"""
_ROW = "alert_id, revision, receiver, state, attempts, due, bundle, severity, detail, alert"


@dataclass(frozen=True)
class Entry:
    """One thing to tell one receiver."""

    alert_id: str
    revision: int
    receiver: str
    state: State
    attempts: int
    due: datetime
    bundle: str
    severity: str
    detail: str | None
    alert: Alert | None

    @property
    def key(self) -> tuple[str, int, str]:
        """What it is told by, once."""
        return (self.alert_id, self.revision, self.receiver)


def _seconds(moment: datetime) -> float:
    return moment.timestamp()


class Outbox:
    """The rows and their states. Every change is on the disk before it counts."""

    def __init__(self, path: Path | str) -> None:
        if isinstance(path, Path):
            path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(str(path), check_same_thread=False, isolation_level=None, timeout=30)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.executescript(SCHEMA)

    def close(self) -> None:
        """Give the file back."""
        with self._lock:
            self._db.close()

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def offer(self, alert: Alert, receivers: Iterable[str], now: datetime) -> int:
        """Take in an alert for these receivers; how many of them are to be told something new.

        The same revision again changes nothing. A newer one overtakes what still waits of the older.
        What is silenced, inhibited or only recorded is noted as such and never told.
        """
        told = not (alert.quiet or alert.silenced_by or alert.inhibited_by or alert.superseded_by)
        settled = bool(alert.superseded_by or alert.inhibited_by) or alert.state == "resolved"
        at, wait = _seconds(now), alert.digest_seconds if alert.group else 0
        bundle = f"{alert.rule}|{alert.group}" if wait else ""
        state = "pending" if told and not settled else "silenced"
        new = 0
        with self._change() as db:
            newest = db.execute("SELECT MAX(revision) FROM outbox WHERE alert_id = ?", (alert.id,)).fetchone()[0] or 0
            self._overtake(db, alert, at, everything=settled)
            for receiver in receivers if alert.revision >= newest else ():
                due = self._bundle_due(db, receiver, bundle, at + wait) if bundle else at
                new += db.execute(
                    "INSERT OR IGNORE INTO outbox (alert_id, revision, receiver, state, due, since, touched, bundle,"
                    " severity, alert) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (alert.id, alert.revision, receiver, state, due, at, at, bundle, alert.severity, alert.to_json()),
                ).rowcount
        return new if state == "pending" else 0

    @staticmethod
    def _overtake(db: sqlite3.Connection, alert: Alert, at: float, *, everything: bool) -> None:
        limit = alert.revision + 1 if everything else alert.revision
        db.execute(
            "UPDATE outbox SET state = 'overtaken', touched = ?, alert = NULL"
            " WHERE alert_id = ? AND revision < ? AND state = 'pending'",
            (at, alert.id, limit),
        )

    @staticmethod
    def _bundle_due(db: sqlite3.Connection, receiver: str, bundle: str, default: float) -> float:
        """A digest that is being collected already ends when it was to end."""
        row = db.execute(
            "SELECT MIN(due) FROM outbox WHERE receiver = ? AND bundle = ? AND state = 'pending' AND attempts = 0",
            (receiver, bundle),
        ).fetchone()
        return min(default, row[0]) if row[0] is not None else default

    def due(self, now: datetime, limit: int = 1000) -> list[Entry]:
        """What is to be told now, oldest first."""
        return self._select("state = 'pending' AND due <= ? ORDER BY due, alert_id LIMIT ?", (_seconds(now), limit))

    def next_due(self) -> datetime | None:
        """When there will be something to do."""
        with self._lock:
            row = self._db.execute("SELECT MIN(due) FROM outbox WHERE state = 'pending'").fetchone()
        return datetime.fromtimestamp(row[0], UTC) if row[0] is not None else None

    def entries(self, state: State) -> list[Entry]:
        """All rows in a state."""
        return self._select("state = ? ORDER BY since, alert_id, revision, receiver", (state,))

    def _select(self, where: str, values: Sequence[object]) -> list[Entry]:
        with self._lock:
            rows = self._db.execute(f"SELECT {_ROW} FROM outbox WHERE {where}", values).fetchall()  # noqa: S608
        return [_entry(row) for row in rows]

    def sent(self, entries: Iterable[Entry], now: datetime) -> None:
        """They were told; the text is no longer needed."""
        self._settle(entries, now, "sent", None, keep=False)

    def dead(self, entries: Iterable[Entry], now: datetime, detail: str) -> None:
        """They cannot be told; kept with the reason until someone looks."""
        self._settle(entries, now, "dead", detail, keep=True)

    def _settle(self, entries: Iterable[Entry], now: datetime, state: State, detail: str | None, *, keep: bool) -> None:
        with self._change() as db:
            for entry in entries:
                db.execute(
                    "UPDATE outbox SET state = ?, attempts = attempts + 1, touched = ?, detail = ?,"
                    " alert = CASE WHEN ? THEN alert END WHERE alert_id = ? AND revision = ? AND receiver = ?",
                    (state, _seconds(now), detail, keep, *entry.key),
                )

    def later(self, entries: Iterable[Entry], due: datetime, detail: str | None, *, attempted: bool) -> None:
        """Try again at a time; waiting for quiet hours or for another's failure is no attempt."""
        with self._change() as db:
            for entry in entries:
                db.execute(
                    "UPDATE outbox SET due = ?, attempts = attempts + ?, detail = COALESCE(?, detail)"
                    " WHERE alert_id = ? AND revision = ? AND receiver = ? AND state = 'pending'",
                    (_seconds(due), int(attempted), detail, *entry.key),
                )

    def revive(self, now: datetime, receiver: str | None = None) -> int:
        """Dead letters are tried again, with all their attempts; how many."""
        with self._change() as db:
            return db.execute(
                "UPDATE outbox SET state = 'pending', attempts = 0, due = ?, touched = ?"
                " WHERE state = 'dead' AND alert IS NOT NULL AND (? IS NULL OR receiver = ?)",
                (_seconds(now), _seconds(now), receiver, receiver),
            ).rowcount

    def prune(self, now: datetime, keep: timedelta) -> int:
        """Forget what was settled long ago; how many rows."""
        with self._change() as db:
            return db.execute(
                "DELETE FROM outbox WHERE state != 'pending' AND touched < ?", (_seconds(now - keep),)
            ).rowcount

    def counts(self) -> dict[str, int]:
        """Rows by state."""
        with self._lock:
            return dict(self._db.execute("SELECT state, COUNT(*) FROM outbox GROUP BY state").fetchall())


def _entry(row: Sequence[Any]) -> Entry:
    alert_id, revision, receiver, state, attempts, due, bundle, severity, detail, alert = row
    return Entry(
        alert_id=alert_id,
        revision=revision,
        receiver=receiver,
        state=state,
        attempts=attempts,
        due=datetime.fromtimestamp(due, UTC),
        bundle=bundle,
        severity=severity,
        detail=detail,
        alert=Alert.from_json(alert) if alert else None,
    )
