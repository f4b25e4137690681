"""The ways out: console, file, signed webhook, Apprise. One target an attempt; success or a reason."""

from __future__ import annotations

import http.client
import json
import logging
import os
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import apprise

from sinks.notify import signature
from sinks.notify.config import Receiver
from sinks.notify.message import Message
from sinks.notify.targets import Target, TargetError, check

AGENT = "tocsin-notify/1"
RETRY_STATUS = frozenset({408, 409, 421, 423, 425, 429})
"""Answers of 400 and up that may be different next time (500 and up always may)."""
MAX_ANSWER = 64 * 1024


class SendError(Exception):
    """An attempt failed. ``final``: trying again cannot help. ``after``: seconds the receiver asked for."""

    def __init__(self, reason: str, *, final: bool = False, after: float | None = None) -> None:
        super().__init__(reason)
        self.final = final
        self.after = after


Send = Callable[[Message], None]
"""Deliver, or raise :class:`SendError`."""


def console(_: Receiver) -> Send:
    """To standard output."""

    def send(message: Message) -> None:
        sys.stdout.write(f"{message.title}\n{message.text}\n\n")
        sys.stdout.flush()

    return send


def file(receiver: Receiver) -> Send:
    """One JSON line a message, on the disk before it counts as sent."""
    path = receiver.path or Path("alerts.jsonl")

    def send(message: Message) -> None:
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                line = memoryview(message.payload() + b"\n")
                while line:
                    line = line[os.write(handle, line) :]
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            raise SendError(f"cannot write: {error.strerror}") from error

    return send


class _Pinned(http.client.HTTPConnection):
    """Connects to the address that was checked, whatever the name leads to by now."""

    def __init__(self, target: Target, timeout: float) -> None:
        super().__init__(target.host, target.port, timeout=timeout)
        self._target = target
        self._context = ssl.create_default_context() if target.scheme == "https" else None

    def connect(self) -> None:
        self.sock = socket.create_connection((self._target.address, self._target.port), self.timeout)
        if self._context is not None:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self._target.host)


def webhook(receiver: Receiver) -> Send:
    """POST of JSON, signed. No redirects: they would lead around the check of the target."""
    assert receiver.url is not None
    assert receiver.secret is not None
    url, secret = receiver.url.get_secret_value(), receiver.secret.get_secret_value()

    def send(message: Message) -> None:
        body = message.payload()
        signed = signature.headers(secret, int(time.time()), message.id, body)
        try:
            target = check(url, allow_private=receiver.allow_private, allow_link_local=receiver.allow_link_local)
            status, pause = _post(target, body, signed, receiver.timeout)
        except TargetError as error:
            raise SendError(f"target refused: {error}", final=True) from error
        except (OSError, http.client.HTTPException) as error:
            raise SendError(f"not reached: {_kind(error)}") from None
        if not 200 <= status < 300:
            raise SendError(f"answered {status}", final=_is_final(status), after=pause)

    return send


def _post(target: Target, body: bytes, signed: dict[str, str], timeout: float) -> tuple[int, float | None]:
    connection = _Pinned(target, timeout)
    try:
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": AGENT, **signed}
        connection.request("POST", target.path, body, headers)
        response = connection.getresponse()
        response.read(MAX_ANSWER)
        return response.status, _seconds(response.getheader("Retry-After"))
    finally:
        connection.close()


def _seconds(value: str | None) -> float | None:
    return min(float(value), 3600.0) if value and value.isascii() and value.isdigit() else None


def _is_final(status: int) -> bool:
    return status < 500 and status not in RETRY_STATUS


def _kind(error: BaseException) -> str:
    """What went wrong, without addresses or paths."""
    reason = getattr(error, "strerror", None)
    return f"{type(error).__name__}{f' ({reason})' if isinstance(reason, str) else ''}"[:120]


APPRISE_WEB = frozenset({"json", "jsons", "xml", "xmls", "form", "forms"})
"""Apprise's own webhooks; held to the same rules as ours."""
LEVELS: dict[str, apprise.NotifyType] = {
    "info": apprise.NotifyType.INFO,
    "warning": apprise.NotifyType.WARNING,
    "critical": apprise.NotifyType.FAILURE,
}
logging.getLogger("apprise").disabled = True  # it quotes addresses, and these hold passwords
logging.getLogger("urllib3").setLevel(logging.INFO)  # and this one the paths, which hold tokens


def via_apprise(receiver: Receiver) -> Send:
    """Any of the services that Apprise knows: mail, chat, telephone."""
    assert receiver.url is not None
    url = receiver.url.get_secret_value()

    def send(message: Message) -> None:
        _check_apprise(url, receiver)
        asset = apprise.AppriseAsset(app_id="Tocsin", async_mode=False, storage_mode=apprise.PersistentStoreMode.MEMORY)
        target = apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
        if target is None:
            raise SendError("not an address that Apprise knows", final=True)
        try:
            done = target.notify(
                body=message.text,
                title=message.title,
                notify_type=LEVELS[message.severity],
                body_format=apprise.NotifyFormat.TEXT,
            )
        except Exception as error:  # a plugin's own mistake must not stop the others
            raise SendError(f"failed: {type(error).__name__}") from None
        if not done:
            raise SendError("refused or not reached")

    return send


def _check_apprise(url: str, receiver: Receiver) -> None:
    parts = urlsplit(url)
    if parts.scheme not in APPRISE_WEB or not parts.hostname:
        return
    scheme = "https" if parts.scheme.endswith("s") else "http"
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = f":{parts.port}" if parts.port else ""
    try:
        check(
            f"{scheme}://{host}{port}/",
            allow_private=receiver.allow_private,
            allow_link_local=receiver.allow_link_local,
        )
    except TargetError as error:
        raise SendError(f"target refused: {error}", final=True) from error
    except OSError as error:
        raise SendError(f"not reached: {_kind(error)}") from None


KINDS: dict[str, Callable[[Receiver], Send]] = {
    "console": console,
    "file": file,
    "webhook": webhook,
    "apprise": via_apprise,
}


class Lane:
    """One receiver's way out with a deadline over the whole attempt: a receiver that drips cannot hold us."""

    def __init__(self, receiver: Receiver) -> None:
        self._send = KINDS[receiver.type](receiver)
        self._timeout = receiver.timeout
        self._hanging: threading.Thread | None = None

    def send(self, message: Message) -> None:
        """One attempt.

        Raises:
            SendError: it failed, or was not over in time.
        """
        if self._hanging is not None and self._hanging.is_alive():
            raise SendError("an earlier attempt still hangs")
        outcome: list[BaseException | None] = []
        thread = threading.Thread(target=self._run, args=(message, outcome), daemon=True, name="notify-attempt")
        thread.start()
        thread.join(self._timeout)
        if not outcome:
            self._hanging = thread
            raise SendError(f"no answer in {self._timeout:g} s")
        if outcome[0] is not None:
            raise outcome[0]

    def _run(self, message: Message, outcome: list[BaseException | None]) -> None:
        try:
            self._send(message)
        except SendError as error:
            outcome.append(error)
        except Exception as error:
            outcome.append(SendError(f"failed: {type(error).__name__}"))
        else:
            outcome.append(None)


def read_file(path: Path) -> list[dict[str, object]]:
    """What a file receiver wrote; a line cut short by a crash is left out."""
    messages = []
    for line in path.read_bytes().splitlines():
        try:
            messages.append(json.loads(line))
        except ValueError:
            continue
    return messages
