"""Writing many files as one: either all of them are changed, or none.

New content is first written beside its place; only when all of it is on the disk do the files get
their names. If that fails halfway, what was there before is put back.
"""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from schemagen.errors import RenderError
from schemagen.frozen import frozen

_UNFINISHED = ".schemagen-new"


class Status(StrEnum):
    """What happens to a file."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"


@frozen
class FileChange:
    """A file that is not as it should be. None stands for a file that is not there."""

    path: Path
    current: bytes | None
    desired: bytes | None

    @property
    def status(self) -> Status:
        """What has to happen to the file."""
        if self.current is None:
            return Status.NEW
        return Status.REMOVED if self.desired is None else Status.CHANGED

    @property
    def lines(self) -> tuple[int, int]:
        """How many lines come and go. A line that only moves counts as neither."""
        before, after = _differing(self.current or b"", self.desired or b"")
        return (after - before).total(), (before - after).total()


def _differing(before: bytes, after: bytes) -> tuple[Counter[bytes], Counter[bytes]]:
    """Count the lines of both, without those at the start and at the end that are the same."""
    start = before.rfind(b"\n", 0, _alike(before, after)) + 1
    one, other = before[start:], after[start:]
    same = _alike(one[::-1], other[::-1])
    # The first line of what is the same at the end may have begun otherwise.
    end = one.find(b"\n", len(one) - same) + 1 or len(one)
    rest = len(other) - (len(one) - end)
    return Counter(one[:end].splitlines()), Counter(other[:rest].splitlines())


def _alike(one: bytes, other: bytes) -> int:
    """Return how many bytes at the start of two texts are the same."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def read_if_there(path: Path) -> bytes | None:
    """Return the content of a file, None if there is none.

    Raises:
        RenderError: something is there that cannot be read as a file.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _failure(path, "read", error) from error


def write_all(changes: Sequence[FileChange]) -> None:
    """Carry out all changes, or none.

    Raises:
        RenderError: a file could not be written; everything is as it was.
    """
    folders: list[Path] = []
    unfinished: dict[Path, Path] = {}
    done: list[FileChange] = []
    try:
        for change in changes:
            if change.desired is not None:
                _make_folder(change.path.parent, folders)
                unfinished[change.path] = _write_beside(change.path, change.desired)
        for change in changes:
            with _explained(change.path):
                done.append(change)
                _put(change, unfinished.pop(change.path, None))
    except BaseException:
        for path in unfinished.values():
            path.unlink(missing_ok=True)
        for change in done:
            _put_back(change)
        for folder in reversed(folders):
            _remove_if_empty(folder)
        raise
    for change in changes:
        if change.desired is None:
            _remove_if_empty(change.path.parent)


def _make_folder(folder: Path, made: list[Path]) -> None:
    with _explained(folder):
        for path in (*reversed(folder.parents), folder):
            if not path.is_dir():
                path.mkdir()
                made.append(path)


def _write_beside(path: Path, content: bytes) -> Path:
    with _explained(path):
        if path.is_dir():
            raise IsADirectoryError(None, "there is a folder of this name")
        beside = path.with_name(f".{path.name}.{os.getpid()}{_UNFINISHED}")
        beside.write_bytes(content)
        return beside


def _put(change: FileChange, unfinished: Path | None) -> None:
    if unfinished is None:
        change.path.unlink(missing_ok=True)
        return
    try:
        unfinished.replace(change.path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _put_back(change: FileChange) -> None:
    with contextlib.suppress(OSError):
        if change.current is None:
            change.path.unlink(missing_ok=True)
        elif read_if_there(change.path) != change.current:
            change.path.write_bytes(change.current)


def _remove_if_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _failure(path, "written", error) from error


def _failure(path: Path, done: str, error: OSError) -> RenderError:
    reason = (error.strerror or str(error)).lower()
    return RenderError(
        f"this file cannot be {done}: {reason}", where=str(path), hint="nothing was changed"
    )
