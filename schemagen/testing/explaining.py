"""Errors as a test run shows them: what is wrong and what to do, without a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from schemagen.errors import SchemagenError, SpecError


def explained(error: SchemagenError) -> str:
    """Return an error as text for a person."""
    if isinstance(error, SpecError):
        return "\n".join(f"{each.place}: {each.message}" for each in error.problems)
    place = f"{error.where}: " if error.where else ""
    hint = f"\n{error.hint}" if error.hint else ""
    return f"{place}{error.message}{hint}"


@contextmanager
def explaining() -> Iterator[None]:
    """Let a test fail with the words of an error that it can do nothing about."""
    try:
        yield
    except SchemagenError as error:
        raise pytest.fail.Exception(explained(error), pytrace=False) from None
