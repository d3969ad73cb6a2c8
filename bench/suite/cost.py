"""What one process costs, with everything that it starts."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from threading import Timer


@dataclass(frozen=True, slots=True)
class Cost:
    """A process: seconds of CPU (user and system, its children's included), of wall, peak MB."""

    cpu: float
    wall: float
    peak: float


class TooLongError(Exception):
    """A process was stopped at its limit."""


def run(
    command: Sequence[object],
    folder: Path,
    *,
    limit: float,
    accept: Sequence[int] = (0,),
    extra: Mapping[str, str] | None = None,
) -> Cost:
    """Run a command to its end; `limit` is in seconds, `extra` are variables of its environment.

    Raises:
        RuntimeError: it ended with another exit status.
        TooLongError: it took longer.
    """
    with TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            env={**os.environ, "CI": "1", "NO_COLOR": "1", "PYTHONPATH": "", **(extra or {})},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        timer = Timer(limit, os.killpg, (process.pid, signal.SIGKILL))
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode == -signal.SIGKILL:
            raise TooLongError
        if process.returncode not in accept:
            said.seek(0)
            words = said.read().decode(errors="replace")[-2000:]
            raise RuntimeError(f"{command[0]} ended with {process.returncode}:\n{words}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def median(costs: Sequence[Cost]) -> Cost:
    """Return the median times and the largest size."""
    return Cost(
        statistics.median(each.cpu for each in costs),
        statistics.median(each.wall for each in costs),
        max(each.peak for each in costs),
    )
