"""Work on many things, some at a time, that can be left at any moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Final, TypeAlias, TypeVar

from schemagen.errors import MigrationError

T = TypeVar("T")
R = TypeVar("R")
_Task: TypeAlias = Callable[[], None]


class StoppedError(MigrationError):
    """A run was left because somebody asked for it; the next one goes on."""

    def __init__(self) -> None:
        super().__init__("stopped", hint="run the same command again: it goes on here")


class Stop:
    """Somebody's wish that all work ends, as soon as it may be left."""

    def __init__(self) -> None:
        self._wish: Final = threading.Event()

    def ask(self) -> None:
        """Ask for the end."""
        self._wish.set()

    @property
    def is_asked(self) -> bool:
        """Whether somebody asked for the end."""
        return self._wish.is_set()

    def pause(self, seconds: float) -> None:
        """Wait so long, in a thread that does the work.

        Raises:
            StoppedError: somebody asked for the end, before or meanwhile.
        """
        if self._wish.wait(seconds) if seconds else self._wish.is_set():
            raise StoppedError


def each(
    items: Sequence[T], work: Callable[[T], R], parallel: int, go_on: Callable[[], bool]
) -> Iterator[R]:
    """Yield what `work` returns for each item, in the order in which they are done.

    `go_on` is asked before another item is begun; those that are begun are waited for.
    """
    # Threads that a process does not wait for: whoever is in a hurry may end it.
    tasks: SimpleQueue[_Task | None] = SimpleQueue()
    results: SimpleQueue[Future[R]] = SimpleQueue()
    threads = min(parallel, len(items))
    for _ in range(threads):
        threading.Thread(target=_serve, args=(tasks,), daemon=True).start()
    begun = done = 0
    try:
        while True:
            while begun < len(items) and begun - done < threads and go_on():
                tasks.put(_task(items[begun], work, results))
                begun += 1
            if begun == done:
                return
            yield results.get().result()
            done += 1
    finally:
        for _ in range(threads):
            tasks.put(None)


def _serve(tasks: SimpleQueue[_Task | None]) -> None:
    while task := tasks.get():
        task()


def _task(item: T, work: Callable[[T], R], results: SimpleQueue[Future[R]]) -> _Task:
    def run() -> None:
        done: Future[R] = Future()
        try:
            done.set_result(work(item))
        except BaseException as error:
            done.set_exception(error)
        results.put(done)

    return run
