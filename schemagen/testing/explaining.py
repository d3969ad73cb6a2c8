"""Errors as a test run shows them: what is wrong and what to do, without a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from schemagen.errors import SchemagenError, SpecError


def explained(error: SchemagenError) -> str:
    """Return an error as text for a person."""
    if isinstance(error, SpecError):
        return "\n".join(_line(str(each.place), each.message, each.hint) for each in error.problems)
    return _line(error.where, error.message, error.hint)


def _line(where: str, message: str, hint: str) -> str:
    place = f"{where}: " if where else ""
    return f"{place}{message}\n{hint}" if hint else f"{place}{message}"


@contextmanager
def explaining() -> Iterator[None]:
    """Let a test fail with the words of an error that it can do nothing about."""
    try:
        yield
    except SchemagenError as error:
        raise pytest.fail.Exception(explained(error), pytrace=False) from None
