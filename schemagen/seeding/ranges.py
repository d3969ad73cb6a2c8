"""Values of range types, as a statement sends them."""

from __future__ import annotations

from typing import Any, Self

import psycopg
from psycopg.types.multirange import Multirange, MultirangeDumper
from psycopg.types.range import Range, RangeDumper


class _RangeDumper(RangeDumper):
    def upgrade(self, *_: Any, **__: Any) -> Self:
        return self


class _MultirangeDumper(MultirangeDumper):
    def upgrade(self, *_: Any, **__: Any) -> Self:
        return self


def send_without_types(cursor: psycopg.Cursor[Any]) -> None:
    """Let a cursor send ranges without their types, which psycopg would guess from their bounds."""
    cursor.adapters.register_dumper(Range, _RangeDumper)
    cursor.adapters.register_dumper(Multirange, _MultirangeDumper)
