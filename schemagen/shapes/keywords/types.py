"""`type`, `enum` and `const`: which values there can be at all.

They are the gate of a schema: the rest is looked at only where they hold.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from schemagen.shapes.keywords.keyword import Keyword, KeywordGroup, Reporter
from schemagen.shapes.plpgsql.parts import Message, Value, constant, fragment, text_array, type_test
from schemagen.shapes.plpgsql.sink import Demand, Sink
from schemagen.shapes.problem import did_you_mean
from schemagen.shapes.python.logic import any_true
from schemagen.shapes.python.scope import PythonScope
from schemagen.shapes.schema import ALL_TYPES, JSON_TYPES, Schema, has_type, json_type
from schemagen.sqltext.quoting import Raw

TYPE_NAMES = (*JSON_TYPES, "integer")
"""The values of `type`."""

_ONLY_TEXT = re.compile(r"(?!true\Z|false\Z)[^-0-9\[{]|\Z")  # never the text of another type
_MAX_SHOWN = 20


def _read_type(value: Any, reporter: Reporter) -> Any:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list | tuple) or not names:
        reporter.problem("a type name or a list of them is expected")
        return "null"
    for position, name in enumerate(names):
        at = () if isinstance(value, str) else (position,)
        if name not in TYPE_NAMES:
            hint = did_you_mean(name, TYPE_NAMES) if isinstance(name, str) else ""
            reporter.problem(f'unknown type "{name}"', *at, hint=hint or ", ".join(TYPE_NAMES))
            return "null"
        if name in names[:position]:
            reporter.problem(f'type "{name}" stands twice', *at)
    return names[0] if len(names) == 1 else list(names)


def _read_enum(value: Any, reporter: Reporter) -> Any:
    if not isinstance(value, list | tuple):
        reporter.problem("a list of values is expected")
        return []
    return [_read_constant(item, reporter) for item in value]


def _read_constant(value: Any, reporter: Reporter) -> Any:
    try:
        text = json.dumps(value, allow_nan=False)
    except (TypeError, ValueError):
        reporter.problem("this is not a JSON value")
        return None
    if "\\u0000" in text or (re.search(r"\\ud[89a-f]", text) and not _encodable(value)):
        reporter.problem("PostgreSQL's jsonb cannot hold this character")
        return None
    return value


def _encodable(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def constants(schema: Schema) -> list[Any] | None:
    """Return the values that `enum`, `const` and `type` leave; None where they are not listed."""
    if "enum" in schema:
        values = list(schema["enum"])
        if "const" in schema:
            values = [value for value in values if same(value, schema["const"])]
    elif "const" in schema:
        values = [schema["const"]]
    else:
        return None
    names = schema.named_types
    return [value for value in values if not names or any(has_type(value, n) for n in names)]


def same(left: Any, right: Any) -> bool:
    """Say whether two JSON values are equal: 1 is 1.0, and not true."""
    if json_type(left) != json_type(right):
        return False
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list | tuple):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right)


def allowed_types(schema: Schema) -> frozenset[str]:
    """Return the JSON types that the gate leaves."""
    values = constants(schema)
    if values is not None:
        return frozenset(json_type(value) for value in values)
    names = schema.named_types
    return frozenset("number" if name == "integer" else name for name in names) or ALL_TYPES


def check_gate(
    schema: Schema, value: Value, sink: Sink, rest: Callable[[Sink, Value], None]
) -> None:
    """Write the checks of this group, and then the rest for what they leave."""
    left = value.narrowed(allowed_types(schema))

    def go_on(inner: Sink) -> None:
        if constants(schema) is None and _needs_integer(schema, left):
            _check_integer(schema, left, inner)
        rest(inner, left)

    values = constants(schema)
    if values is not None:
        condition, exact = _constant_condition(values, value)
        sink.gate(Demand(condition, _constant_message(values), value, exact=exact), go_on)
    elif left.types == value.types:
        go_on(sink)
    else:
        expected = alternatives(schema.named_types)
        message = ("expected ", expected, ", found ", value.type)
        sink.gate(type_demand(value, left.types, message), go_on)


def type_demand(value: Value, types: frozenset[str], message: Message) -> Demand:
    """Return the demand that a value is of one of some JSON types."""
    if not types:
        return Demand(Raw("false"), message, value, exact=False)
    single = next(iter(types)) if len(types) == 1 else ""
    return Demand(type_test(value, types), message, value, tests=single)


def _needs_integer(schema: Schema, value: Value) -> bool:
    names = schema.named_types
    return "integer" in names and "number" not in names and "number" in value.types


def _check_integer(schema: Schema, value: Value, sink: Sink) -> None:
    def write(inner: Sink, number: Value) -> None:
        # Without decimals it is whole, which is the usual case and cheap to see.
        condition = fragment(
            "(scale(({})::numeric) = 0 OR ({})::numeric % 1 = 0)", number.sql, number.sql
        )
        message = ("expected ", alternatives(schema.named_types), ", found ", number.text)
        inner.require(Demand(condition, message, number, raises="number"))

    sink.for_types(value, frozenset({"number"}), write)


def plain_types(schema: Schema) -> tuple[str, ...]:
    """Return the types of a schema that says nothing else, as `jsonb_typeof` has them."""
    said = {keyword for keyword in schema.keywords if keyword not in ("title", "description")}
    names = schema.named_types
    return names if said == {"type"} and "integer" not in names else ()


def other_type(names: tuple[str, ...]) -> str:
    """Return the jsonpath predicate that a type is none of some."""
    return " && ".join(f'@ != "{name}"' for name in names)


def alternatives(names: tuple[str, ...]) -> str:
    """Return names as a person lists choices: `string, number or null`."""
    return " or ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _constant_condition(values: list[Any], value: Value) -> tuple[Raw, bool]:
    if not values:
        return Raw("false"), False
    if _are_texts(values, value):
        if len(values) == 1:
            return fragment("{} = {}", value.text, constant(values[0])), False
        return fragment("{} = ANY ({})", value.text, text_array(values)), False
    literals = [fragment("{}::jsonb", constant(json_sql(item))) for item in values]
    if len(literals) == 1:
        return fragment("{} = {}", value.sql, literals[0]), True
    listed = Raw(", ".join(literal.text for literal in literals))
    return fragment("{} IN ({})", value.sql, listed), True


def _are_texts(values: list[Any], value: Value) -> bool:
    """Say whether it is enough to compare the text of a value."""
    if not all(isinstance(item, str) for item in values):
        return False
    return value.types == {"string"} or all(map(_ONLY_TEXT.match, values))


def _constant_message(values: list[Any]) -> Message:
    if not values:
        return ("nothing is allowed here",)
    shown = [item if isinstance(item, str) and item else json_sql(item) for item in values]
    if len(shown) == 1:
        return (f"expected {shown[0]}",)
    more = ", …" if len(shown) > _MAX_SHOWN else ""
    return (f"expected one of {', '.join(shown[:_MAX_SHOWN])}{more}",)


def json_sql(value: Any) -> str:
    """Return a value as JSON text."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _no_check(_: Schema, __: Value, ___: Sink) -> None:
    """Leave it to `check_gate`, which comes before all other groups."""


def _python(schema: Schema, value: str, scope: PythonScope) -> list[str]:
    expressions = []
    if names := schema.named_types:
        expressions.append(any_true(python_type_test(name, value, scope) for name in names))
    if "enum" in schema:
        expressions.append(_python_choices(schema["enum"], value, scope))
    if "const" in schema:
        expressions.append(_python_choices([schema["const"]], value, scope))
    return expressions


def _python_choices(choices: list[Any], value: str, scope: PythonScope) -> str:
    same = scope.helper("_same")
    if len(choices) < 2:
        return f"{same}({value}, {choices[0]!r})" if choices else "False"
    item = scope.name("choice")
    return f"any({same}({value}, {item}) for {item} in {choices!r})"


def python_type_test(name: str, value: str, scope: PythonScope) -> str:
    """Return the Python expression that says whether a value has a type.

    A function rather than `isinstance`, so that a type checker does not draw conclusions.
    """
    return f"{scope.helper(f'_is_{name}')}({value})"


GROUP = KeywordGroup(
    keywords=(
        Keyword("type", _read_type),
        Keyword("enum", _read_enum),
        Keyword("const", _read_constant),
    ),
    check=_no_check,
    python=_python,
)
