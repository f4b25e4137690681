"""Whether the brokers let us in, and if not, why: one connection to each, made and closed.

Clients try again for ever and say "disconnected" where the truth is a wrong password or a certificate of another
authority. So the truth is found out here, where it can be told in one line, and without the secret.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
from typing import Any

from tocsin.settings import Settings

TIMEOUT = 5.0
"""Seconds that a broker may take to let us in."""


class Refused(ConnectionError):
    """A broker is there and does not let us in, or we do not trust it; trying again does not help."""


def addresses(settings: Settings) -> list[tuple[str, int]]:
    """Host and port of each broker; 9092 where none is given.

    Raises:
        Refused: something that is no address.
    """
    found = []
    for part in settings.kafka_bootstrap.split(","):
        if not part.strip():
            continue
        host, colon, port = part.strip().rpartition(":")
        if not colon:
            host, port = port, "9092"
        if not (port.isascii() and port.isdigit()):
            raise Refused(f"kafka_bootstrap: {part.strip()!r} is not host:port")
        found.append((host.strip("[]"), int(port)))
    return found


def tls(settings: Settings) -> ssl.SSLContext:
    """Certificates and host names are always checked: against ``kafka_ca``, else against the system's authorities.

    Raises:
        Refused: ``kafka_ca`` cannot be used.
    """
    try:
        return ssl.create_default_context(cafile=settings.kafka_ca)
    except (OSError, ssl.SSLError) as error:
        raise Refused(f"kafka_ca: no certificates can be read from {settings.kafka_ca} ({error})") from error


def check(settings: Settings) -> str:
    """Empty when some broker lets us in; else why none of them can be spoken to now.

    Raises:
        Refused: those that can be reached do not let us in; says why.
    """
    context = tls(settings) if "SSL" in settings.kafka_security else None
    refusals, away = [], ""
    for host, port in addresses(settings):
        try:
            _apart(_knock(settings, host, port, context))
        except Refused as error:
            refusals.append(error)
        except (OSError, EOFError, RuntimeError, ValueError) as error:
            away = str(error) or type(error).__name__  # away, or about to come up
        else:
            return ""
    if refusals:
        raise refusals[0]
    return away


def _apart(knock: Any) -> None:
    """Run a coroutine to its end, whether or not a loop runs in this thread."""
    errors: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(asyncio.wait_for(knock, TIMEOUT))
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run, name="tocsin-knock", daemon=True)
    thread.start()
    thread.join()
    if errors:
        raise errors[0]


async def _knock(settings: Settings, host: str, port: int, context: ssl.SSLContext | None) -> None:
    from aiokafka import errors
    from aiokafka.conn import create_conn

    at = f"Kafka at {host}:{port}"
    options: dict[str, Any] = {"security_protocol": settings.kafka_security, "ssl_context": context}
    if settings.kafka_security.startswith("SASL"):
        password = settings.kafka_password.get_secret_value() if settings.kafka_password else ""
        options |= {"sasl_mechanism": settings.kafka_mechanism, "sasl_plain_username": settings.kafka_username or ""}
        options["sasl_plain_password"] = password
    try:
        connection = await create_conn(host, port, client_id="tocsin-knock", request_timeout_ms=4_000, **options)
    except ssl.SSLCertVerificationError as error:
        raise Refused(f"{at}: its certificate is not trusted: {error.verify_message}; see kafka_ca") from error
    except ssl.SSLError as error:
        raise Refused(f"{at} does not speak TLS here ({error.reason}); see kafka_security and the port") from error
    except errors.UnsupportedSaslMechanismError as error:
        raise Refused(f"{at} does not take {settings.kafka_mechanism}; see kafka_mechanism") from error
    except (errors.SaslAuthenticationFailed, errors.AuthenticationFailedError) as error:
        name, how = settings.kafka_username, settings.kafka_mechanism
        raise Refused(f"{at} refuses the user {name!r} with this password ({how})") from error
    except (errors.KafkaConnectionError, ConnectionResetError, asyncio.IncompleteReadError) as error:
        # A broker that comes up or goes down does this too, so it is no refusal.
        spoken = settings.kafka_security
        raise ConnectionResetError(f"{at} hangs up on {spoken}; see kafka_security and the port") from error
    connection.close()
