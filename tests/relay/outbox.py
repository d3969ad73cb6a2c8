"""What a relay of the small project needs to know, and nothing that takes long to import."""

from __future__ import annotations

from typing import Final

from schemagen.relay import Outbox

OUTBOX: Final = Outbox("public.realtime_outbox", "public.realtime_dead_letters")
SECRET: Final = "not to be guessed"
