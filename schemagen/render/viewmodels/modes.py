"""The words by which code for threads and for asyncio differ, so that both have one template."""

from __future__ import annotations

from typing import Final

from schemagen.frozen import frozen


@frozen
class Mode:
    """How a template says what it says: blocking, or with `async` and `await`.

    Attributes:
        prefix: stands before the names of classes.
        define: begins a method.
        with_: begins a block with a context manager.
        await_: stands before what may wait, with the space behind it.
        manager: the decorator of a context manager that is a generator.
        iterator: what such a generator returns.
        enter: the method that begins a `with` block.
        exit: the method that ends it.
        result: what work gives that is to return a T.
        sleep: the function that waits for seconds.
        left: the call that waits for what is in use.
        engine: what does the work of a repository.
        audience: whom the class is for, as its docstring says it.
    """

    prefix: str
    define: str
    with_: str
    await_: str
    manager: str
    iterator: str
    enter: str
    exit: str
    result: str
    sleep: str
    left: str
    engine: str
    audience: str


SYNC: Final = Mode(
    prefix="",
    define="def",
    with_="with",
    await_="",
    manager="@contextmanager",
    iterator="Iterator",
    enter="__enter__",
    exit="__exit__",
    result="T",
    sleep="time.sleep",
    left="self._lent.left(patience)",
    engine="_Engine",
    audience="for threads, which share it",
)
ASYNC: Final = Mode(
    prefix="Async",
    define="async def",
    with_="async with",
    await_="await ",
    manager="@asynccontextmanager",
    iterator="AsyncIterator",
    enter="__aenter__",
    exit="__aexit__",
    result="Awaitable[T]",
    sleep="asyncio.sleep",
    left="await asyncio.to_thread(self._lent.left, patience)",
    engine="_AsyncTable",
    audience="for the tasks of one event loop",
)
ALL: Final = (SYNC, ASYNC)
