"""Waiting for locks that others hold: briefly each time, and trying again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Final, TypeVar

from schemagen.errors import MigrationError
from schemagen.frozen import frozen
from schemagen.migrate.refusals import PASSING

T = TypeVar("T")

_GROWTH: Final = 1.5
_LONGEST_PAUSE: Final = 5.0


@frozen
class Patience:
    """How long to wait for what.

    Attributes:
        lock_timeout: milliseconds that a statement may wait for a lock. Whoever comes after it
            waits as long, so it is short, and the statement is tried again.
        retries: seconds until a statement that gets no lock is given up.
        pause: seconds until it is tried again for the first time; later ones are longer.
    """

    lock_timeout: int = 50
    retries: float = 600.0
    pause: float = 0.3


def patiently(
    attempt: Callable[[], T],
    patience: Patience,
    hint: str,
    pause: Callable[[float], object] = time.sleep,
) -> T:
    """Try until there is no lock in the way, with growing pauses that differ by chance.

    Raises:
        MigrationError: it takes longer than there is patience for; `hint` is what to do then.
    """
    deadline = time.monotonic() + patience.retries
    seconds = patience.pause
    while True:
        try:
            return attempt()
        except PASSING as error:
            if time.monotonic() + seconds > deadline:
                raise MigrationError(
                    f"other sessions are in the way: {error.diag.message_primary or error}",
                    hint=hint,
                ) from error
            pause(seconds * random.uniform(0.5, 1.5))
            seconds = min(seconds * _GROWTH, _LONGEST_PAUSE)
