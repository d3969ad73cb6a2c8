"""Elements of arrays: how many, of what sort, and whether they differ."""

from __future__ import annotations

from typing import Any

from schemagen.shapes.keywords.keyword import Holds, Keyword, KeywordGroup, Reporter, count
from schemagen.shapes.keywords.types import other_type, plain_types
from schemagen.shapes.plpgsql.parts import Value, all_of, fragment, if_block
from schemagen.shapes.plpgsql.sink import Demand, Guard, Sink, checks_at, checks_of
from schemagen.shapes.python.logic import any_true, every
from schemagen.shapes.python.scope import PythonScope
from schemagen.shapes.schema import Schema
from schemagen.sqltext.quoting import Literal, Raw, sql


def _read_flag(value: Any, reporter: Reporter) -> Any:
    if not isinstance(value, bool):
        reporter.problem("true or false is expected")
        return False
    return value


def _check(schema: Schema, value: Value, sink: Sink) -> None:
    _check_length(schema, value, sink)
    if schema.get("uniqueItems"):
        _check_unique(value, sink)
    prefix = schema.items("prefixItems")
    for position, child in enumerate(prefix):
        _check_position(child, value, position, sink)
    if schema.get("items", True) is not True:
        items = schema.sub("items")
        if not sink.reporting and not prefix and (names := plain_types(items)):
            _check_types(names, value, sink)
        elif items.definition is False:
            _check_no_more(len(prefix), value, sink)
        else:
            sink.each(value, len(prefix), checks_of(items))
    if "contains" in schema:
        _check_contains(schema, value, sink)


def _check_types(names: tuple[str, ...], value: Value, sink: Sink) -> None:
    """Check the types of all elements by one jsonpath, which is faster than a loop.

    The types are compared in the filter's own step: a filter in lax mode would unwrap arrays.
    """
    path = f"strict $[*].type() ? ({other_type(names)})"
    condition = fragment("NOT {} @? {}", value.sql, Literal(path))
    sink.require(Demand(condition, (), value, raises="array"))


def _length(value: Value) -> Raw:
    return fragment("jsonb_array_length({})", value.sql)


def _check_length(schema: Schema, value: Value, sink: Sink) -> None:
    length = _length(value)
    for keyword, operator, words in (("minItems", ">=", "least"), ("maxItems", "<=", "most")):
        if keyword in schema:
            limit = schema[keyword]
            condition = fragment("{} {} {}", length, Raw(operator), Literal(limit))
            wanted = f"expected at {words} {limit} element{'s' if limit != 1 else ''}, found "
            message = (wanted, fragment("{}::text", length))
            sink.require(Demand(condition, message, value, raises="array"))


def _check_unique(value: Value, sink: Sink) -> None:
    condition = fragment(
        "(jsonb_array_length({}) < 2 OR jsonb_array_length({}) = "
        "(SELECT count(DISTINCT item) FROM jsonb_array_elements({}) AS item))",
        *(value.sql,) * 3,
    )
    sink.require(Demand(condition, ("elements are not unique",), value, raises="array"))


def _check_position(child: Schema, value: Value, position: int, sink: Sink) -> None:
    if child.definition is True:
        return
    at = value.element(position)
    sink.when(Guard(fragment("{} IS NOT NULL", at.sql)), checks_at(child, at))


def _check_no_more(most: int, value: Value, sink: Sink) -> None:
    condition = fragment("{} <= {}", _length(value), Literal(most))
    message = (
        f"expected at most {most} element{'s' if most != 1 else ''}, found ",
        fragment("{}::text", _length(value)),
    )
    sink.require(Demand(condition, message, value, raises="array"))


def _check_contains(schema: Schema, value: Value, sink: Sink) -> None:
    least, most = schema.get("minContains", 1), schema.get("maxContains")
    total = sink.body.variable("n", "integer")
    sink.lines.append(sql("{} := 0;", total))

    def write(inner: Sink, at: Value) -> None:
        found, _ = inner.matches(schema.sub("contains"), at)
        inner.lines += if_block(found, [sql("{} := {} + 1;", total, total)])

    sink.each(value, 0, write)
    limits = [fragment("{} >= {}", total, Literal(least))]
    words = f"at least {least}"
    if most is not None:
        limits.append(fragment("{} <= {}", total, Literal(most)))
        words += f" and at most {most}"
    message = (
        f"expected {words} of the elements that it must contain, found ",
        fragment("{}::text", total),
    )
    sink.require(Demand(all_of(limits), message, value, late=True))


def _python(schema: Schema, value: str, scope: PythonScope) -> list[str]:
    expressions = []
    if "minItems" in schema:
        expressions.append(f"len({value}) >= {schema['minItems']}")
    if "maxItems" in schema:
        expressions.append(f"len({value}) <= {schema['maxItems']}")
    if schema.get("uniqueItems"):
        expressions.append(f"{scope.helper('_are_unique')}({value})")
    prefix = schema.items("prefixItems")
    for position, child in enumerate(prefix):
        test = scope.expression(child, f"{value}[{position}]")
        expressions.append(any_true([f"len({value}) <= {position}", test]))
    if schema.get("items", True) is not True:
        item = scope.name("item")
        test = scope.expression(schema.sub("items"), item)
        source = f"{value}[{len(prefix)}:]" if prefix else value
        expressions.append(every(test, item, source))
    return expressions + _python_contains(schema, value, scope)


def _python_contains(schema: Schema, value: str, scope: PythonScope) -> list[str]:
    if "contains" not in schema:
        return []
    least, most = schema.get("minContains", 1), schema.get("maxContains")
    item = scope.name("item")
    total = f"sum({scope.expression(schema.sub('contains'), item)} for {item} in {value})"
    return [f"{total} >= {least}" if most is None else f"{least} <= {total} <= {most}"]


GROUP = KeywordGroup(
    keywords=(
        Keyword("minItems", count),
        Keyword("maxItems", count),
        Keyword("uniqueItems", _read_flag),
        Keyword("prefixItems", holds=Holds.LIST),
        Keyword("items", holds=Holds.SCHEMA),
        Keyword("contains", holds=Holds.SCHEMA),
        Keyword("minContains", count),
        Keyword("maxContains", count),
    ),
    check=_check,
    python=_python,
    binds=frozenset({"array"}),
)
