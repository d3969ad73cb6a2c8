"""Events as lines of JSON, for pipes: `schemagen relay trust --sink lines | …`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from schemagen.relay.event import Event
from schemagen.relay.sink import SinkDownError


class LineSink:
    """Writes each event as one line of JSON."""

    batch = 100

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def publish(self, events: Sequence[Event]) -> None:
        """Write events, and see to it that they are out.

        Raises:
            SinkDownError: nobody reads any more.
        """
        try:
            self._file.writelines(f"{event.message}\n" for event in events)
            self._file.flush()
        except OSError as error:
            raise SinkDownError(str(error)) from error

    def close(self) -> None:
        """Leave the file open: it belongs to whoever gave it."""
