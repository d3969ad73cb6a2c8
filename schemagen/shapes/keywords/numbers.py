"""Bounds of numbers, and `multipleOf`.

Bounds compare as jsonb, which is as exact as numeric and needs no cast that could fail ("jsonb
Indexing" has the order: within one type, numbers compare as numbers).
"""

from __future__ import annotations

from typing import Any

from schemagen.shapes.keywords.keyword import Keyword, KeywordGroup, Reporter, number
from schemagen.shapes.keywords.types import json_sql
from schemagen.shapes.plpgsql.parts import Value, fragment
from schemagen.shapes.plpgsql.sink import Demand, Sink
from schemagen.shapes.python.scope import PythonScope
from schemagen.shapes.schema import Schema
from schemagen.sqltext.quoting import Literal, Raw

_BOUNDS = (
    ("minimum", ">=", "at least"),
    ("exclusiveMinimum", ">", "more than"),
    ("maximum", "<=", "at most"),
    ("exclusiveMaximum", "<", "less than"),
)
_RANGE = ("minimum", "maximum")


def _positive(value: Any, reporter: Reporter) -> Any:
    read = number(value, reporter)
    if read <= 0:
        reporter.problem("a number above 0 is expected")
        return 1
    return read


def _check(schema: Schema, value: Value, sink: Sink) -> None:
    is_range = all(keyword in schema for keyword in _RANGE)
    if is_range:
        _check_range(schema, value, sink)
    for keyword, operator, words in _BOUNDS:
        if keyword in schema and not (is_range and keyword in _RANGE):
            bound = json_sql(schema[keyword])
            condition = fragment("{} {} {}::jsonb", value.sql, Raw(operator), Literal(bound))
            message = (f"expected {words} {bound}, found ", value.text)
            sink.require(Demand(condition, message, value))
    if "multipleOf" in schema:
        step = json_sql(schema["multipleOf"])
        condition = fragment("({})::numeric % {} = 0", value.sql, Raw(step))
        message = (f"expected a multiple of {step}, found ", value.text)
        sink.require(Demand(condition, message, value, raises="number"))


def _check_range(schema: Schema, value: Value, sink: Sink) -> None:
    """Check both bounds at once: what stands between two numbers is one, whatever its type was."""
    low, high = (json_sql(schema[keyword]) for keyword in _RANGE)
    template = "{} BETWEEN {}::jsonb AND {}::jsonb"
    condition = fragment(template, value.sql, Literal(low), Literal(high))
    message = (f"expected {low} to {high}, found ", value.text)
    sink.require(Demand(condition, message, value, implies="number"))


def _python(schema: Schema, value: str, scope: PythonScope) -> list[str]:
    expressions = [
        f"{value} {operator} {schema[keyword]!r}"
        for keyword, operator, _ in _BOUNDS
        if keyword in schema
    ]
    if "multipleOf" in schema:
        expressions.append(f"{scope.helper('_is_multiple')}({value}, {schema['multipleOf']!r})")
    return expressions


GROUP = KeywordGroup(
    keywords=(
        *(Keyword(name, number) for name, _, _ in _BOUNDS),
        Keyword("multipleOf", _positive),
    ),
    check=_check,
    python=_python,
    binds=frozenset({"number"}),
)
