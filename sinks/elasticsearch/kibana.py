"""Import of data views, saved searches and dashboards into Kibana, from NDJSON."""

from __future__ import annotations

import http.client
import json
import ssl
import time
import urllib.error
import urllib.request
import uuid
from base64 import b64encode
from pathlib import Path

from tocsin.settings import Settings


def objects_folder() -> Path:
    """``deploy/kibana`` of this checkout or image."""
    return Path(__file__).parents[2] / "deploy" / "kibana"


def import_objects(settings: Settings, timeout: float = 180.0, folder: Path | None = None) -> str:
    """Import every ``*.ndjson`` of the folder, replacing what is there; says how many objects.

    Waits for Kibana to come up. The default index prefix in the files is replaced by the setting's.

    Raises:
        ConnectionError: Kibana did not answer in time, or refused; says what it said.
    """
    if not settings.kibana_url:
        raise ConnectionError("no kibana_url is set")
    count = 0
    for file in sorted((folder or objects_folder()).glob("*.ndjson")):
        text = file.read_text("utf-8")
        if settings.elasticsearch_prefix != "tocsin":
            text = text.replace('"tocsin-', f'"{settings.elasticsearch_prefix}-')
        count += _post(settings, file.name, text.encode(), timeout)
    return f"Kibana: {count} objects imported"


def _post(settings: Settings, name: str, data: bytes, timeout: float) -> int:
    boundary = uuid.uuid4().hex
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    body = f"{head}Content-Type: application/ndjson\r\n\r\n".encode() + data + f"\r\n--{boundary}--\r\n".encode()
    headers = {"kbn-xsrf": "tocsin", "Content-Type": f"multipart/form-data; boundary={boundary}", **_login(settings)}
    url = f"{(settings.kibana_url or '').rstrip('/')}/api/saved_objects/_import?overwrite=true"
    if not url.startswith(("http://", "https://")):
        raise ConnectionError(f"kibana_url must begin with http:// or https://, not {url[:40]}")
    context = ssl.create_default_context(cafile=settings.elasticsearch_ca) if url.startswith("https") else None
    if context and not settings.elasticsearch_verify:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    deadline = time.monotonic() + timeout
    while True:
        try:
            request = urllib.request.Request(url, data=body, headers=headers, method="POST")  # noqa: S310 - checked
            with urllib.request.urlopen(request, timeout=60, context=context) as answer:  # noqa: S310 - checked
                result = json.load(answer)
            if not result.get("success"):
                raise ConnectionError(f"Kibana did not import {name}: {json.dumps(result.get('errors'))[:500]}")
            return int(result.get("successCount", 0))
        except urllib.error.HTTPError as error:
            if error.code not in (429, 502, 503, 504) or time.monotonic() > deadline:
                raise ConnectionError(f"Kibana refused {name}: {error.code} {error.read()[:300]!r}") from error
        except (
            urllib.error.URLError, TimeoutError, ConnectionResetError, http.client.HTTPException, json.JSONDecodeError,
        ) as error:  # fmt: skip
            if time.monotonic() > deadline:
                raise ConnectionError(f"Kibana does not answer at {settings.kibana_url}: {error}") from error
        time.sleep(2)


def _login(settings: Settings) -> dict[str, str]:
    if settings.elasticsearch_api_key:
        return {"Authorization": f"ApiKey {settings.elasticsearch_api_key.get_secret_value()}"}
    if settings.elasticsearch_username:
        password = settings.elasticsearch_password.get_secret_value() if settings.elasticsearch_password else ""
        return {
            "Authorization": "Basic " + b64encode(f"{settings.elasticsearch_username}:{password}".encode()).decode()
        }
    return {}
