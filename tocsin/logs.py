"""Logs: text on a terminal, one JSON object a line elsewhere; repeated errors of libraries are throttled."""

from __future__ import annotations

import json
import logging
import sys
import time
from datetime import UTC, datetime

FIELDS = ("article_id", "topic", "partition", "offset", "stage", "error", "story_id", "alert_id")
"""Give them as ``extra={…}``; they become keys of the JSON line."""


class JsonFormatter(logging.Formatter):
    """One line, one object; keys time, level, logger, message and those of ``FIELDS``."""

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update({key: getattr(record, key) for key in FIELDS if hasattr(record, key)})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class TextFormatter(logging.Formatter):
    """A short line for people."""

    def format(self, record: logging.LogRecord) -> str:
        """Clock, level, message, fields."""
        extra = " ".join(f"{key}={getattr(record, key)}" for key in FIELDS if hasattr(record, key))
        clock = time.strftime("%H:%M:%S", time.localtime(record.created))
        text = f"{clock} {record.levelname:7} {record.getMessage()}" + (f"  {extra}" if extra else "")
        return text + ("\n" + self.formatException(record.exc_info) if record.exc_info else "")


class Throttle(logging.Filter):
    """Lets one place of the code speak ``limit`` times in ``period`` seconds; then says how many it held back.

    While a broker is away its clients log some 80 errors a second.
    """

    def __init__(self, limit: int = 5, period: float = 30.0) -> None:
        super().__init__()
        self._limit, self._period = limit, period
        self._seen: dict[tuple[str, int], list[float]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """False holds the record back."""
        if record.name.startswith("tocsin") or record.levelno < logging.WARNING:
            return True
        key = (record.name, record.lineno)
        start, count = self._seen.get(key, (record.created, 0.0))
        if record.created - start > self._period:
            if count > self._limit:
                record.msg = f"{record.msg} ({count - self._limit:.0f} more like this were held back)"
            start, count = record.created, 0.0
        self._seen[key] = [start, count + 1]
        return count < self._limit


def configure(level: str = "INFO", form: str = "auto") -> None:
    """Set up logging to standard error once, for the whole process."""
    handler = logging.StreamHandler(sys.stderr)
    text = form == "text" or (form == "auto" and sys.stderr.isatty())
    handler.setFormatter(TextFormatter() if text else JsonFormatter())
    handler.addFilter(Throttle())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("kafka", "aiokafka", "faust", "mode", "elastic_transport", "asyncio"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLevelName(level)))
