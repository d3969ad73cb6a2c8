"""`schemagen relay`: publish a project's events until somebody says stop."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Mapping
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Final

import psycopg

from schemagen.app.connecting import Connection, Target, connect, find_target, redacted
from schemagen.app.settings import find_settings
from schemagen.catalog.object import ObjectId
from schemagen.errors import ConnectError, SettingsError
from schemagen.relay import Metrics, Outbox, Pace, Relay, Sink
from schemagen.relay.serving import serve_metrics
from schemagen.relay.sinks.lines import LineSink
from schemagen.relay.sinks.pusher import PusherSink
from schemagen.relay.sinks.sse import SseSink
from schemagen.relay.sinks.webhook import WebhookSink
from schemagen.spec.compile import compile_spec
from schemagen.sqltext.quoting import quote_qualified

SECRET: Final = "SCHEMAGEN_RELAY_SECRET"
"""The variable that has the secret of webhooks and of tickets."""


def relay(
    root: Path | None,
    project: str,
    url: str | None,
    sink: str,
    stop: threading.Event,
    *,
    pace: Pace | None = None,
    metrics_at: str | None = None,
    again: bool = False,
    environment: Mapping[str, str] = os.environ,
) -> None:
    """Publish the events of a project to a sink until `stop` is set.

    `sink` is `lines` (standard output), `pusher`, `sse://host:port` or the URL of a webhook. With
    `again`, the dead letters are put back first.

    Raises:
        SettingsError: there is no such project or sink, the project has no events, or a secret is
            missing.
        SpecError: the spec has problems.
        ConnectError: the database cannot be reached at the start (later, that is waited for), or
            the role may not take events out of the outbox.
    """
    outbox = outbox_of(root, project)
    metrics = Metrics()
    with ExitStack() as stack:
        opened = stack.enter_context(closing(open_sink(sink, environment)))
        target = find_target(url, environment=environment)
        if metrics_at is not None:
            stack.enter_context(serve_metrics(metrics_at, metrics))
        try:
            with connect(target) as connection:
                _check(outbox, connection, target, project)
                if again:
                    outbox.bring_back(connection)
            Relay(target.conninfo, outbox, opened, pace=pace, metrics=metrics).run(stop)
        except psycopg.Error as error:
            raise _refused(error, target) from None


def outbox_of(root: Path | None, project: str) -> Outbox:
    """Return where the events of a project wait.

    Raises:
        SettingsError: there is no such project, or it has no events.
        SpecError: the spec has problems.
    """
    settings = find_settings(root)
    [name] = settings.chosen([project])
    realtime = compile_spec(settings.spec(name), settings.root).project.facts.realtime
    if realtime is None:
        raise SettingsError(
            f"the project {name} has no events",
            where=settings.relative(settings.spec(name)),
            hint="declare channels under `realtime`, and events in tables",
        )
    return Outbox(_written(realtime.outbox), _written(realtime.dead_letters))


def _written(key: ObjectId) -> str:
    return quote_qualified(key.schema, key.name)


def _check(outbox: Outbox, connection: Connection, target: Target, project: str) -> None:
    found = connection.execute("SELECT pg_catalog.to_regclass(%s)", [outbox.table]).fetchone()
    if found is None or found[0] is None:
        raise SettingsError(
            f"there is no table {outbox.table}",
            where=target.where,
            hint=f"schemagen migrate up {project} makes it",
        )


def _refused(error: psycopg.Error, target: Target) -> ConnectError:
    said = redacted(error.diag.message_primary or str(error).strip(), target)
    return ConnectError(
        f"the server refused: {said}",
        where=target.where,
        hint="connect as a role that is a member of the relay's; nothing is lost, what was not"
        " published waits",
    )


def open_sink(text: str, environment: Mapping[str, str]) -> Sink:
    """Return the sink that a person named.

    Raises:
        SettingsError: there is no such sink, or a secret is missing.
    """
    if text == "lines":
        return LineSink(sys.stdout)
    if text == "pusher":
        return PusherSink(environment)
    scheme, _, address = text.partition("://")
    if scheme not in ("http", "https", "sse") or not address:
        raise SettingsError(
            f'there is no sink "{text}"',
            where="--sink",
            hint="lines, pusher, sse://127.0.0.1:8080, or https://… for a webhook",
        )
    secret = environment.get(SECRET)
    if not secret:
        raise SettingsError(f"{SECRET} is not set", hint="any text that nobody guesses")
    return SseSink(address, secret) if scheme == "sse" else WebhookSink(text, secret)
