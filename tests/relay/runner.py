"""A relay of its own process, to be killed: `python -m tests.relay.runner URL WEBHOOK`."""

from __future__ import annotations

import sys
import threading

from schemagen.relay import Pace, Relay
from schemagen.relay.sinks.webhook import WebhookSink
from tests.relay.outbox import OUTBOX, SECRET

PACE = Pace(first_pause=0.05, longest_pause=0.5)

if __name__ == "__main__":
    url, webhook = sys.argv[1:]
    Relay(url, OUTBOX, WebhookSink(webhook, SECRET), pace=PACE).run(threading.Event())
