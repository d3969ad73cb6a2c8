"""Lengths, patterns and formats of strings. A length counts characters (Unicode code points)."""

from __future__ import annotations

from typing import Any

from schemagen.shapes.formats import formats
from schemagen.shapes.keywords.keyword import Keyword, KeywordGroup, Reporter, count, text
from schemagen.shapes.plpgsql.parts import Value, fragment
from schemagen.shapes.plpgsql.sink import Demand, Sink
from schemagen.shapes.problem import did_you_mean
from schemagen.shapes.python.scope import PythonScope
from schemagen.shapes.regex import RegexError, parse_regex
from schemagen.shapes.regextext import (
    class_run,
    postgres_regex,
    python_regex,
    sized_pattern,
)
from schemagen.shapes.schema import Schema
from schemagen.sqltext.quoting import Literal, Raw


def read_pattern(value: Any, reporter: Reporter) -> Any:
    """Read a regular expression of ECMA-262, or refuse it with the reason."""
    pattern = text(value, reporter)
    try:
        postgres_regex(parse_regex(pattern))
    except RegexError as error:
        reporter.problem(f"pattern: {error}", hint=error.hint)
        return ""
    return pattern


def _read_format(value: Any, reporter: Reporter) -> Any:
    if value not in formats():
        known = ", ".join(formats())
        hint = did_you_mean(value, formats()) if isinstance(value, str) else ""
        reporter.problem(f'unsupported format "{value}"', hint=hint or f"supported: {known}")
        return "uuid"
    return value


def pattern_condition(pattern: str, subject: Raw) -> Raw:
    """Return the SQL condition that text matches a pattern.

    Counts are dear in PostgreSQL's engine: `^[a-z0-9_-]{1,64}$` becomes a length and a search for
    a character outside the class, some ten times faster.
    """
    tree = parse_regex(pattern)
    if run := class_run(tree):
        outside = fragment("{} !~ {}", subject, Literal(run.outside))
        return _with_length(subject, run.low, run.high, outside)
    if sized := sized_pattern(tree):
        unsized = fragment("{} ~ {}", subject, Literal(sized.unsized))
        return _with_length(subject, sized.low, sized.high, unsized)
    return fragment("{} ~ {}", subject, Literal(postgres_regex(tree)))


def _with_length(subject: Raw, low: int, high: int | None, rest: Raw) -> Raw:
    length = fragment("length({})", subject)
    if high is not None and low == high:
        return fragment("{} = {} AND {}", length, Literal(low), rest)
    if high is not None:
        return fragment("{} BETWEEN {} AND {} AND {}", length, Literal(low), Literal(high), rest)
    if low == 0:
        return rest
    return fragment("{} >= {} AND {}", length, Literal(low), rest)


def _check_length(schema: Schema, value: Value, sink: Sink) -> None:
    least, most = schema.get("minLength"), schema.get("maxLength")
    length = fragment("length({})", value.text)
    if least is not None and most is not None:
        condition = fragment("{} BETWEEN {} AND {}", length, Literal(least), Literal(most))
        wanted = f"{least} to {most} characters"
    elif least is not None:
        condition = fragment("{} >= {}", length, Literal(least))
        wanted = f"at least {least} character{'s' if least != 1 else ''}"
    elif most is not None:
        condition = fragment("{} <= {}", length, Literal(most))
        wanted = f"at most {most} character{'s' if most != 1 else ''}"
    else:
        return
    message = (f"expected {wanted}, found ", fragment("{}::text", length))
    sink.require(Demand(condition, message, value))


def _check(schema: Schema, value: Value, sink: Sink) -> None:
    _check_length(schema, value, sink)
    if "pattern" in schema:
        condition = pattern_condition(schema["pattern"], value.text)
        message = (f"does not match the pattern {schema['pattern']}",)
        sink.require(Demand(condition, message, value))
    if "format" in schema:
        name = schema["format"]
        condition = formats()[name].condition(value.text)
        sink.require(Demand(condition, (formats()[name].message,), value))


def _python(schema: Schema, value: str, scope: PythonScope) -> list[str]:
    expressions = []
    if "minLength" in schema:
        expressions.append(f"len({value}) >= {schema['minLength']}")
    if "maxLength" in schema:
        expressions.append(f"len({value}) <= {schema['maxLength']}")
    if "pattern" in schema:
        pattern = python_regex(parse_regex(schema["pattern"]))
        expressions.append(f"re.search({pattern!r}, {value}) is not None")
    if "format" in schema:
        expressions.append(f"{scope.helper(formats()[schema['format']].helper)}({value})")
    return expressions


GROUP = KeywordGroup(
    keywords=(
        Keyword("minLength", count),
        Keyword("maxLength", count),
        Keyword("pattern", read_pattern),
        Keyword("format", _read_format),
    ),
    check=_check,
    python=_python,
    binds=frozenset({"string"}),
)
