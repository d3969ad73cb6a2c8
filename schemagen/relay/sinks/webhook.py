"""Events as webhooks: POST with a JSON body `{"events": […]}`, signed.

The headers are those of Standard Webhooks: `webhook-id`, `webhook-timestamp`, and
`webhook-signature`, which is `v1,` and the HMAC-SHA256 in base64 of id, timestamp and body, with
dots between. `webhook-id` is the id of the first event, so a repeated call can be told.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import ssl
import time
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from schemagen.errors import SettingsError
from schemagen.relay.event import Event
from schemagen.relay.sink import RefusedError, SinkDownError

_ABOUT_THE_EVENT: Final = frozenset({400, 409, 410, 413, 415, 422})
"""Answers that the same body gets whenever it is sent again."""
_SAID = 200
"""How many bytes of an answer are told."""


class WebhookSink:
    """Posts events to a URL, over one connection that is kept.

    Raises:
        SettingsError: the URL is none of a web server.
    """

    batch = 50

    def __init__(self, url: str, secret: str, *, timeout: float = 10.0) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingsError(
                "this is no address of a webhook", where=url, hint="https://example.com/events"
            )
        self._secret = secret
        self._path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        self._connection = (
            http.client.HTTPSConnection(
                parts.hostname, parts.port, timeout=timeout, context=ssl.create_default_context()
            )
            if parts.scheme == "https"
            else http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)
        )

    def publish(self, events: Sequence[Event]) -> None:
        """Post events in one body.

        Raises:
            RefusedError: the receiver does not want this body, and will not later.
            SinkDownError: there is no answer, or one that is about the receiver and not the body.
        """
        body = f'{{"events": [{", ".join(each.message for each in events)}]}}'.encode()
        status, said = self._post(body, signature(body, str(events[0].event_id), self._secret))
        if 200 <= status < 300:
            return
        reason = f"{status} {said}".strip()
        raise RefusedError(reason) if status in _ABOUT_THE_EVENT else SinkDownError(reason)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _post(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
        try:
            self._connection.request(
                "POST", self._path, body, {"Content-Type": "application/json", **headers}
            )
            answer = self._connection.getresponse()
            said = answer.read(_SAID).decode(errors="replace")
            if not answer.isclosed():
                self._connection.close()
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            raise SinkDownError(str(error) or type(error).__name__) from error
        return answer.status, " ".join(said.split())


def signature(
    body: bytes, webhook_id: str, secret: str, timestamp: int | None = None
) -> dict[str, str]:
    """Return the headers that show who sent a body; `timestamp` is in seconds, by default now."""
    at = int(time.time()) if timestamp is None else timestamp
    signed = f"{webhook_id}.{at}.".encode() + body
    made = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{base64.b64encode(made).decode()}",
    }


def verify(body: bytes, headers: Mapping[str, str], secret: str, *, tolerance: int = 300) -> bool:
    """Tell whether a body comes from the relay, and not from longer ago than `tolerance` seconds.

    `headers` has their names in small letters.
    """
    try:
        at = int(headers["webhook-timestamp"])
        wanted = signature(body, headers["webhook-id"], secret, at)["webhook-signature"]
        given = headers["webhook-signature"].split(" ")
    except (KeyError, ValueError):
        return False
    fresh = abs(time.time() - at) <= tolerance
    return fresh and any(hmac.compare_digest(wanted, each) for each in given)
