"""Schemas combined: `allOf`, `anyOf`, `oneOf`, `not`, and `if` with `then` and `else`."""

from __future__ import annotations

from schemagen.shapes.keywords.keyword import Holds, Keyword, KeywordGroup
from schemagen.shapes.keywords.types import alternatives, type_demand
from schemagen.shapes.plpgsql.parts import Message, Value, fragment
from schemagen.shapes.plpgsql.sink import Demand, Guard, Sink, checks_at, checks_of
from schemagen.shapes.python.logic import any_true, chosen, negated
from schemagen.shapes.python.scope import PythonScope
from schemagen.shapes.schema import Schema
from schemagen.sqltext.quoting import Raw


def _check(schema: Schema, value: Value, sink: Sink) -> None:
    for part in schema.items("allOf"):
        sink.check(part, value)
    if "anyOf" in schema:
        _check_choice(schema.items("anyOf"), value, sink, exclusive=False)
    if "oneOf" in schema:
        _check_choice(schema.items("oneOf"), value, sink, exclusive=True)
    if "not" in schema:
        found, late = sink.matches(schema.sub("not"), value)
        message = ("matches what it must not",)
        sink.require(_loose(fragment("NOT {}", found), message, value, late=late))
    if "if" in schema:
        _check_if(schema, value, sink)


def _check_choice(choices: list[Schema], value: Value, sink: Sink, *, exclusive: bool) -> None:
    types = [sink.body.types(choice) & value.types for choice in choices]
    if sum(map(len, types)) == len(frozenset[str]().union(*types)):
        _check_by_type(choices, types, value, sink)
        return
    found = [sink.matches(choice, value) for choice in choices]
    late = any(is_late for _, is_late in found)
    if exclusive:
        total = Raw(" + ".join(fragment("{}::integer", test).text for test, _ in found))
        condition = fragment("{} = 1", total)
        message = ("matches not exactly one of its alternatives",)
    else:
        condition = Raw("(" + fragment(" OR ").text.join(test.text for test, _ in found) + ")")
        message = ("matches none of its alternatives",)
    sink.require(_loose(condition, message, value, late=late))


def _loose(condition: Raw, message: Message, value: Value, *, late: bool) -> Demand:
    """Return a demand that is never NULL, whether the value is there or not."""
    return Demand(condition, message, value, exact=False, firm=False, late=late)


def _check_by_type(
    choices: list[Schema], types: list[frozenset[str]], value: Value, sink: Sink
) -> None:
    """Check alternatives of different types: the type says which one is meant."""
    union = frozenset[str]().union(*types)
    left = value.narrowed(union)

    def rest(inner: Sink) -> None:
        for choice, own in zip(choices, types, strict=True):
            inner.for_types(left, own, checks_of(choice))

    if left.types == value.types:
        rest(sink)
    else:
        names = alternatives(tuple(sorted(union))) if union else "nothing"
        message = ("expected ", names, ", found ", value.type)
        sink.gate(type_demand(value, left.types, message), rest)


def _check_if(schema: Schema, value: Value, sink: Sink) -> None:
    if "then" not in schema and "else" not in schema:
        return
    found, late = sink.matches(schema.sub("if"), value)
    for keyword, guard in (("then", found), ("else", fragment("NOT {}", found))):
        if keyword in schema:
            branch = schema.sub(keyword)
            if late:
                sink.branch(guard, branch, value)
            else:
                sink.when(Guard(guard), checks_at(branch, value))


def _python(schema: Schema, value: str, scope: PythonScope) -> list[str]:
    expressions = [scope.expression(part, value) for part in schema.items("allOf")]
    if "anyOf" in schema:
        expressions.append(
            any_true(scope.expression(part, value) for part in schema.items("anyOf"))
        )
    if "oneOf" in schema:
        tests = [scope.expression(part, value) for part in schema.items("oneOf")]
        expressions.append(f"sum(({', '.join(tests)},)) == 1")
    if "not" in schema:
        expressions.append(negated(scope.expression(schema.sub("not"), value)))
    if "if" in schema and ("then" in schema or "else" in schema):
        test = scope.expression(schema.sub("if"), value)
        then = scope.expression(schema.sub("then"), value) if "then" in schema else "True"
        other = scope.expression(schema.sub("else"), value) if "else" in schema else "True"
        expressions.append(chosen(test, then, other))
    return expressions


GROUP = KeywordGroup(
    keywords=(
        *(Keyword(name, holds=Holds.LIST) for name in ("allOf", "anyOf", "oneOf")),
        *(Keyword(name, holds=Holds.SCHEMA) for name in ("not", "if", "then", "else")),
    ),
    check=_check,
    python=_python,
)
