"""Keys of objects: which there may be, which there must be, and what stands under them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from schemagen.shapes.keywords.keyword import (
    Holds,
    Keyword,
    KeywordGroup,
    Reporter,
    count,
    key_list,
)
from schemagen.shapes.keywords.strings import pattern_condition, read_pattern
from schemagen.shapes.keywords.types import other_type, plain_types
from schemagen.shapes.plpgsql.parts import Value, constant, fragment, text_array, variable_value
from schemagen.shapes.plpgsql.sink import Demand, Guard, Sink, checks_at, checks_of
from schemagen.shapes.python.logic import all_true, any_true, every, negated
from schemagen.shapes.python.scope import PythonScope
from schemagen.shapes.regex import parse_regex
from schemagen.shapes.regextext import python_regex
from schemagen.shapes.schema import Schema
from schemagen.sqltext.quoting import Literal, Raw


def _read_keys(value: Any, reporter: Reporter) -> Any:
    for key in value:
        if "\0" in key:
            reporter.problem("PostgreSQL's jsonb cannot hold the character U+0000", key)
    return value


def _read_patterns(value: Any, reporter: Reporter) -> Any:
    for pattern in value:
        read_pattern(pattern, _At(reporter, pattern))
    return value


def _read_dependent(value: Any, reporter: Reporter) -> Any:
    if not isinstance(value, dict):
        reporter.problem("a mapping of key to list of keys is expected")
        return {}
    return {key: key_list(keys, _At(reporter, key)) for key, keys in value.items()}


class _At:
    """A reporter one step further down."""

    def __init__(self, reporter: Reporter, step: str) -> None:
        self.reporter = reporter
        self.step = step

    def problem(self, message: str, *at: str | int, hint: str = "") -> None:
        """Record a mistake at a path below."""
        self.reporter.problem(message, self.step, *at, hint=hint)


def _check(schema: Schema, value: Value, sink: Sink) -> None:
    if schema.get("additionalProperties") is False and "patternProperties" not in schema:
        _check_closed(schema, value, sink)
    _check_members(schema, value, sink)
    _check_dependent(schema, value, sink)
    _check_count(schema, value, sink)
    if "patternProperties" in schema or "propertyNames" in schema:
        _check_keys(schema, value, sink)
    elif schema.get("additionalProperties", True) not in (True, False):
        _check_others(schema, value, sink)


def _check_closed(schema: Schema, value: Value, sink: Sink) -> None:
    known = list(schema.get("properties", ()))
    others = _without(value, known)
    unknown = fragment(
        "(SELECT string_agg(quote_ident(k), ', ') FROM jsonb_object_keys({}) AS k)", others
    )
    condition = fragment("{} <@ '{{}}'::jsonb", others)
    sink.require(Demand(condition, ("unknown key: ", unknown), value, raises="object"))


def _without(value: Value, keys: Sequence[str]) -> Raw:
    if not keys:
        return value.sql
    source = value.sql if value.sql.text.isidentifier() else fragment("({})", value.sql)
    return fragment("{} - {}::text[]", source, text_array(keys))


def _check_members(schema: Schema, value: Value, sink: Sink) -> None:
    required = list(schema.get("required", ()))
    properties = schema.subs("properties")
    for key, child in properties.items():
        sink.member(value, key, key in required, checks_of(child))
    for key in required:
        if key not in properties:
            sink.member(value, key, True, lambda _, __: None)


def _check_dependent(schema: Schema, value: Value, sink: Sink) -> None:
    for key, wanted in schema.get("dependentRequired", {}).items():
        for other in wanted:
            condition = fragment(
                "(NOT {} ? {} OR {} ? {})", value.sql, constant(key), value.sql, constant(other)
            )
            message = (f'missing key "{other}", which "{key}" needs',)
            sink.require(Demand(condition, message, value))
    for key, child in schema.subs("dependentSchemas").items():
        there = Guard(fragment("{} ? {}", value.sql, constant(key)))
        sink.when(there, checks_at(child, value))


def _check_count(schema: Schema, value: Value, sink: Sink) -> None:
    length = fragment("jsonb_array_length(jsonb_path_query_array({}, 'strict $.*'))", value.sql)
    for keyword, operator, words in (
        ("minProperties", ">=", "at least"),
        ("maxProperties", "<=", "at most"),
    ):
        if keyword not in schema:
            continue
        limit = schema[keyword]
        condition = fragment("{} {} {}", length, Raw(operator), Literal(limit))
        wanted = f"expected {words} {limit} key{'s' if limit != 1 else ''}, found "
        message = (wanted, fragment("{}::text", length))
        sink.require(Demand(condition, message, value, raises="object"))


def _check_others(schema: Schema, value: Value, sink: Sink) -> None:
    """Check the values of all keys that are not named."""
    others = _without(value, list(schema.get("properties", ())))
    if sink.reporting:
        _each_key(
            others,
            value,
            sink,
            lambda inner, _, at: inner.check(schema.sub("additionalProperties"), at),
        )
        return
    if names := plain_types(schema.sub("additionalProperties")):
        path = f"strict $.*.type() ? ({other_type(names)})"
        condition = fragment("NOT ({}) @? {}", others, Literal(path))
        sink.require(Demand(condition, (), value, raises="object"))
        return
    values = variable_value(
        fragment("jsonb_path_query_array({}, 'strict $.*')", others), value.path
    )
    sink.each(values, 0, checks_of(schema.sub("additionalProperties")))


def _check_keys(schema: Schema, value: Value, sink: Sink) -> None:
    """Check each key by the patterns that it matches, and its name."""

    def write(inner: Sink, key: Value, at: Value) -> None:
        if "propertyNames" in schema:
            inner.check(schema.sub("propertyNames"), key)
        known = list(schema.get("properties", ()))
        matched = [fragment("{} = ANY ({})", key.text, text_array(known))] if known else []
        for pattern, child in schema.subs("patternProperties").items():
            guard = fragment("({})", pattern_condition(pattern, key.text))
            matched.append(guard)
            inner.when(Guard(guard), checks_at(child, at))
        others = schema.get("additionalProperties", True)
        if others is not True:
            known_key = Raw(" OR ".join(test.text for test in matched) or "false")
            unknown = Guard(fragment("({}) IS NOT TRUE", known_key))
            inner.when(unknown, checks_at(schema.sub("additionalProperties"), at))

    _each_key(value.sql, value, sink, write)


def _each_key(source: Raw, value: Value, sink: Sink, write: Any) -> None:
    """Write a loop over pairs of key and value."""
    pairs = variable_value(
        fragment("jsonb_path_query_array({}, 'strict $.keyvalue()')", source), value.path
    )

    def of_pair(inner: Sink, pair: Value) -> None:
        key, found = pair.member("key"), pair.member("value")
        step = fragment("'[' || ({})::text || ']'", key.sql)
        plain = fragment(
            "CASE WHEN {} ~ '^[A-Za-z_][A-Za-z0-9_]*$' THEN '.' || ({}) ELSE {} END",
            key.text,
            key.text,
            step,
        )
        path = (*value.path, plain)
        names = frozenset({"string"})
        write(inner, Value(key.sql, key.text, path, names), Value(found.sql, found.text, path))

    sink.each(pairs, 0, of_pair)


def _python(schema: Schema, value: str, scope: PythonScope) -> list[str]:
    expressions = [f"{key!r} in {value}" for key in schema.get("required", ())]
    for keyword, operator in (("minProperties", ">="), ("maxProperties", "<=")):
        if keyword in schema:
            expressions.append(f"len({value}) {operator} {schema[keyword]}")
    for key, wanted in schema.get("dependentRequired", {}).items():
        expressions += [f"({key!r} not in {value} or {other!r} in {value})" for other in wanted]
    for key, child in schema.subs("dependentSchemas").items():
        expressions.append(any_true([f"{key!r} not in {value}", scope.expression(child, value)]))
    for key, child in schema.subs("properties").items():
        test = scope.expression(child, f"{value}[{key!r}]")
        expressions.append(any_true([f"{key!r} not in {value}", test]))
    return [*expressions, _python_keys(schema, value, scope)]


def _python_keys(schema: Schema, value: str, scope: PythonScope) -> str:
    key, item = scope.name("key"), scope.name("item")
    known = list(schema.get("properties", ()))
    matched = [f"{key} in {known!r}"] if known else []
    tests = []
    if "propertyNames" in schema:
        tests.append(scope.expression(schema.sub("propertyNames"), key))
    for pattern, child in schema.subs("patternProperties").items():
        found = f"re.search({python_regex(parse_regex(pattern))!r}, {key})"
        matched.append(found)
        tests.append(any_true([negated(found), scope.expression(child, item)]))
    if "additionalProperties" in schema:
        others = scope.expression(schema.sub("additionalProperties"), item)
        tests.append(any_true([*matched, others]))
    return every(all_true(tests), f"{key}, {item}", f"{value}.items()")


GROUP = KeywordGroup(
    keywords=(
        Keyword("required", key_list),
        Keyword("properties", _read_keys, Holds.MAPPING),
        Keyword("additionalProperties", holds=Holds.SCHEMA),
        Keyword("patternProperties", _read_patterns, Holds.MAPPING),
        Keyword("propertyNames", holds=Holds.SCHEMA),
        Keyword("minProperties", count),
        Keyword("maxProperties", count),
        Keyword("dependentRequired", _read_dependent),
        Keyword("dependentSchemas", holds=Holds.MAPPING),
    ),
    check=_check,
    python=_python,
    binds=frozenset({"object"}),
)
