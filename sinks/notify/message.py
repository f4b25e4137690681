"""What people read: plain text from alerts, with nothing in it that could act on the reader's machine."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.records import Alert

MAX_TITLE = 200
MAX_BODY = 6000
MAX_QUOTE = 400
LOUDNESS = {"info": 0, "warning": 1, "critical": 2}


@dataclass(frozen=True)
class Message:
    """One message to one receiver, about one alert or a digest of several."""

    id: str
    """The same for every attempt, so that a receiver can tell a repetition."""
    title: str
    text: str
    severity: str
    alerts: tuple[Alert, ...]

    def payload(self) -> bytes:
        """For machines."""
        body: dict[str, Any] = {
            "id": self.id,
            "title": self.title,
            "severity": self.severity,
            "text": self.text,
            "alerts": [a.model_dump(mode="json", by_alias=True, exclude={"deliveries"}) for a in self.alerts],
        }
        return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def plain(text: str, limit: int) -> str:
    """One line without control and direction characters: article text must not steer terminals or headers."""
    kept = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in text)
    line = " ".join(kept.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def message_of(alerts: Sequence[Alert], receiver: str) -> Message:
    """One alert as it is, several as a digest with the loudest first."""
    ordered = sorted(alerts, key=lambda a: (-LOUDNESS[a.severity], str(a.created_at), a.id))
    severity = ordered[0].severity
    if len(ordered) == 1:
        title = f"[{severity}] {ordered[0].title}"
        text = "\n".join(_lines(ordered[0]))
    else:
        title = f"[{severity}] {len(ordered)} alerts: {ordered[0].title}"
        text = "\n\n".join("\n".join(_lines(alert, short=True)) for alert in ordered)
    basis = "\0".join(sorted(f"{a.id}/{a.revision}" for a in ordered)) + "\0" + receiver
    text = text if len(text) <= MAX_BODY else text[: MAX_BODY - 1] + "…"
    return Message(
        id=hashlib.sha256(basis.encode()).hexdigest()[:32],
        title=plain(title, MAX_TITLE),
        text=text,
        severity=severity,
        alerts=tuple(ordered),
    )


def _lines(alert: Alert, *, short: bool = False) -> list[str]:
    """Title, why now, where and when, and the sentences that prove it."""
    update = f" (update {alert.revision - 1})" if alert.revision > 1 else ""
    lines = [plain(alert.title, MAX_TITLE), f"Why now: {plain(alert.reason, 300)}{update}"]
    known = [alert.place, alert.country, alert.signal, f"score {alert.score}" if alert.score else None]
    lines += [" · ".join(plain(k, 80) for k in known if k)] if any(known) else []
    for one in alert.evidence[: 1 if short else 4]:
        origin = one.source or one.article_id
        lines.append(f"« {plain(one.text, MAX_QUOTE)} » ({plain(origin, 80)})")
        if one.url and not short:
            lines.append(f"  {plain(one.url, 300)}")
    lines.append(f"Rule {alert.rule}, alert {alert.id}, {alert.state}")
    return lines
