"""`schemagen relay`."""

from __future__ import annotations

import gc
import json
import logging
import signal
import sys
import threading
from typing import Annotated

import typer

from schemagen.app.relaying import relay as relay_events
from schemagen.cli.completion import project_names
from schemagen.cli.options import NoColor, Root, Url
from schemagen.relay import Pace

_DEFAULTS = Pace()


class _JsonLines(logging.Formatter):
    """Writes an entry as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return time, in seconds since 1970, level and message."""
        entry = {"time": record.created, "level": record.levelname, "message": record.getMessage()}
        return json.dumps(entry)


def relay(
    project: Annotated[
        str,
        typer.Argument(
            metavar="PROJECT",
            help="The project, by the name of its spec.",
            autocompletion=project_names,
        ),
    ],
    sink: Annotated[
        str, typer.Option(metavar="SINK", help="lines, pusher, sse://HOST:PORT, or https://…")
    ],
    url: Url = None,
    metrics: Annotated[
        str | None,
        typer.Option(metavar="HOST:PORT", help="Serve numbers at /metrics there, for Prometheus."),
    ] = None,
    refusals: Annotated[
        int, typer.Option(min=1, help="After how many an event goes to the dead letters.")
    ] = _DEFAULTS.refusals,
    report: Annotated[
        float, typer.Option(min=1, metavar="SECONDS", help="How often to say what was done.")
    ] = _DEFAULTS.report,
    again: Annotated[
        bool, typer.Option("--again", help="Put the dead letters back first, behind what waits.")
    ] = False,
    root: Root = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write the log as JSON, a line for each entry.")
    ] = False,
    _no_color: NoColor = False,
) -> None:
    """Publish the events of a project as they happen.

    Takes events out of the outbox that the spec's `realtime` makes, publishes them, and deletes
    them: each at least once, in order on each channel. Several may run side by side. Connect past a
    pooler, as a role that is a member of the relay's. Ends after SIGTERM, when what is being
    published is.

    \b
    Sinks:
      lines            a line of JSON for each event, on standard output
      pusher           Pusher Channels; PUSHER_APP_ID, PUSHER_KEY, PUSHER_SECRET, PUSHER_CLUSTER
      sse://HOST:PORT  Server-Sent Events, served there: GET /?channel=…
      https://…        a webhook, signed

    SCHEMAGEN_RELAY_SECRET has the secret of webhooks and of tickets for private channels.

    \b
    Examples:
      schemagen relay trust --sink lines --url postgresql://…/trust
      schemagen relay trust --sink sse://127.0.0.1:8080 --metrics 127.0.0.1:9100

    \b
    Exit status:
      0  it was told to stop
      1  the spec has mistakes, or the database cannot be reached at the start
      2  there is no such project or sink, or a setting is missing
    """
    # Other commands are over before garbage matters; this one is not.
    gc.enable()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines() if as_json else logging.Formatter("%(asctime)s %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.INFO)
    logging.getLogger("psycopg").setLevel(logging.ERROR)
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    pace = Pace(refusals=refusals, report=report)
    relay_events(root, project, url, sink, stop, pace=pace, metrics_at=metrics, again=again)
