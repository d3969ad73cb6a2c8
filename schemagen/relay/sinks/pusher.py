"""Events to Pusher Channels, or a server that speaks its protocol. Needs the extra `pusher`."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from schemagen.errors import SettingsError
from schemagen.relay.event import Event
from schemagen.relay.sink import RefusedError, SinkDownError

_NEEDED: Final = ("PUSHER_APP_ID", "PUSHER_KEY", "PUSHER_SECRET")


class PusherSink:
    """Triggers events through Pusher's HTTP API.

    The environment says which app: PUSHER_APP_ID, PUSHER_KEY and PUSHER_SECRET, and where it is
    not Pusher's own cluster mt1, PUSHER_CLUSTER, or PUSHER_HOST, PUSHER_PORT and PUSHER_TLS=false.

    Raises:
        SettingsError: the library is not installed, or a setting is missing.
    """

    batch = 10
    """As many as the API takes at once."""

    def __init__(self, environment: Mapping[str, str], *, timeout: float = 10.0) -> None:
        missing = [name for name in _NEEDED if not environment.get(name)]
        if missing:
            raise SettingsError(
                f"Pusher needs {', '.join(missing)}", where="environment", hint="see the app's keys"
            )
        try:
            self._library: Any = importlib.import_module("pusher")
            self._errors: Any = importlib.import_module("pusher.errors")
        except ImportError:
            raise SettingsError(
                "the library of Pusher is not installed", hint="pip install 'schemagen[pusher]'"
            ) from None
        self._client = self._library.Pusher(
            app_id=environment["PUSHER_APP_ID"],
            key=environment["PUSHER_KEY"],
            secret=environment["PUSHER_SECRET"],
            ssl=environment.get("PUSHER_TLS", "true") != "false",
            timeout=timeout,
            **_place(environment),
        )

    def publish(self, events: Sequence[Event]) -> None:
        """Trigger events in one request.

        Raises:
            RefusedError: an event is too large, or Pusher does not take it.
            SinkDownError: Pusher cannot be reached, or does not know the app.
        """
        batch = [
            {"channel": each.channel, "name": each.name, "data": each.message} for each in events
        ]
        try:
            self._client.trigger_batch(batch, already_encoded=True)
        except (ValueError, TypeError, self._errors.PusherBadRequest) as error:
            raise RefusedError(str(error)) from error
        except self._errors.PusherBadStatus as error:
            if str(error).startswith("413"):
                raise RefusedError("larger than Pusher takes") from error
            raise SinkDownError(str(error)) from error
        except Exception as error:
            # The library lets through whatever the HTTP client below it raises, with the signed
            # URL in its words; the first cause says what happened.
            raise SinkDownError(_first_cause(error)) from error

    def close(self) -> None:
        """Nothing is kept open."""


def _place(environment: Mapping[str, str]) -> dict[str, Any]:
    if host := environment.get("PUSHER_HOST"):
        return {"host": host, "port": int(environment.get("PUSHER_PORT", "443"))}
    return {"cluster": environment.get("PUSHER_CLUSTER", "mt1")}


def _first_cause(error: BaseException) -> str:
    while cause := error.__cause__ or error.__context__:
        error = cause
    return f"{type(error).__name__}: {error}"
