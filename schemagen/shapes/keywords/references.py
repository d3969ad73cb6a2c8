"""`$ref` and `$defs`: other shapes, and parts of the same one."""

from __future__ import annotations

from typing import Any

from schemagen.shapes.keywords.keyword import Holds, Keyword, KeywordGroup, Reporter
from schemagen.shapes.plpgsql.parts import Value
from schemagen.shapes.plpgsql.sink import Sink
from schemagen.shapes.python.scope import PythonScope
from schemagen.shapes.schema import Schema


def _read_reference(value: Any, reporter: Reporter) -> Any:
    if not isinstance(value, str):
        reporter.problem("a reference is text: #/$defs/Name, or the name of a shape")
        return "#"
    if value == "#" or value.startswith("#/"):
        return value
    return f"#/$defs/{value.replace('~', '~0').replace('/', '~1')}"


def _check(schema: Schema, value: Value, sink: Sink) -> None:
    if "$ref" not in schema:
        return
    target = sink.body.target(schema)
    if target.ok is None:
        sink.check(target.schema, value)
    else:
        sink.call(target, value)


def _python(schema: Schema, value: str, scope: PythonScope) -> list[str]:
    return [f"{scope.predicate(schema)}({value})"] if "$ref" in schema else []


GROUP = KeywordGroup(
    keywords=(Keyword("$ref", _read_reference), Keyword("$defs", holds=Holds.MAPPING)),
    check=_check,
    python=_python,
)
