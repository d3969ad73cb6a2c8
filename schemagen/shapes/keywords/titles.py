"""`title` and `description`: for people and for class names; they check nothing."""

from __future__ import annotations

from schemagen.shapes.keywords.keyword import Keyword, KeywordGroup, text
from schemagen.shapes.plpgsql.parts import Value
from schemagen.shapes.plpgsql.sink import Sink
from schemagen.shapes.python.scope import PythonScope
from schemagen.shapes.schema import Schema


def _check(_: Schema, __: Value, ___: Sink) -> None:
    """Check nothing."""


def _python(_: Schema, __: str, ___: PythonScope) -> list[str]:
    return []


GROUP = KeywordGroup(
    keywords=(Keyword("title", text), Keyword("description", text)),
    check=_check,
    python=_python,
)
