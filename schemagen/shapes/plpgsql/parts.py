"""Pieces of PL/pgSQL: constants, messages, values in a function, statements."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeAlias

from schemagen.frozen import frozen
from schemagen.shapes.schema import ALL_TYPES
from schemagen.sqltext.quoting import Literal, Part, Raw, sql

Message: TypeAlias = tuple[str | Raw, ...]
"""Text in pieces: constants, and SQL expressions of type text."""

_FEW_USES = 2
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def fragment(template: str, *parts: Part) -> Raw:
    """Return a piece of SQL made by `sql`, to be a part of another one."""
    return Raw(sql(template, *parts))


def all_of(conditions: Iterable[Raw]) -> Raw:
    """Return the conjunction of conditions, on a line each."""
    return Raw("\n  AND ".join(condition.text for condition in conditions) or "true")


def constant(text: str) -> Raw:
    """Return a text constant on one line: control characters are written as escapes."""
    plain = sql("{}", Literal(text))
    if not _CONTROL.search(text):
        return Raw(plain)
    escaped = plain if plain.startswith("E") else "E" + plain
    return Raw(_CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", escaped))


def text_array(items: Iterable[str]) -> Raw:
    """Return the constant of a text array: `'{a,"b c"}'`."""
    return constant("{" + ",".join(map(_array_item, items)) + "}")


def _array_item(item: str) -> str:
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", item) and item.lower() != "null":
        return item
    return json_text(item)


def message_sql(message: Message) -> Raw:
    """Return the text expression of a message, neighbouring constants merged."""
    merged: list[str | Raw] = []
    for piece in message:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        elif piece != "":
            merged.append(piece)
    return Raw(" || ".join(_message_part(piece) for piece in merged))


def _message_part(piece: str | Raw) -> str:
    if isinstance(piece, str):
        return constant(piece).text
    return piece.text if re.fullmatch(r"[\w.]+(\([^()]*\))?", piece.text) else f"({piece.text})"


@frozen
class Value:
    """A jsonb value in a function: how to get it, its types as far as known, and its path."""

    sql: Raw
    text: Raw
    path: Message
    types: frozenset[str] = ALL_TYPES

    def member(self, key: str) -> Value:
        """Return the value of an object's key; NULL where there is none."""
        plain = key.isidentifier() and key.isascii()
        step = f".{key}" if plain else sql("[{}]", Raw(json_text(key)))
        return Value(
            fragment("{} -> {}", self.sql, constant(key)),
            fragment("{} ->> {}", self.sql, constant(key)),
            (*self.path, step),
        )

    def element(self, position: int) -> Value:
        """Return an array's element; NULL where the array is shorter."""
        return Value(
            fragment("{} -> {}", self.sql, Literal(position)),
            fragment("{} ->> {}", self.sql, Literal(position)),
            (*self.path, f"[{position}]"),
        )

    def narrowed(self, types: frozenset[str]) -> Value:
        """Return the value with what is known of its types."""
        return replace(self, types=self.types & types)

    @property
    def type(self) -> Raw:
        """The expression of its JSON type."""
        return fragment("jsonb_typeof({})", self.sql)


def json_text(key: str) -> str:
    """Return a key in double quotes."""
    escaped = key.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def type_test(value: Value, types: frozenset[str]) -> Raw:
    """Return the condition that a value is of one of some JSON types."""
    if len(types) == 1:
        return fragment("{} = {}", value.type, constant(*types))
    return fragment("{} = ANY ({})", value.type, text_array(sorted(types)))


def variable_value(name: Raw, path: Message, types: frozenset[str] = ALL_TYPES) -> Value:
    """Return the value that a variable holds."""
    return Value(name, fragment("{} #>> '{{}}'", name), path, types)


def indented(lines: Iterable[str]) -> list[str]:
    """Return lines one level deeper."""
    return ["\n".join("  " + part if part else part for part in line.split("\n")) for line in lines]


def if_block(condition: Raw, statements: Iterable[str], otherwise: Iterable[str] = ()) -> list[str]:
    """Return an IF statement; nothing where both branches are empty."""
    then, other = indented(statements), indented(otherwise)
    if not then and not other:
        return []
    if not then:
        then, other, condition = other, [], fragment("({}) IS NOT TRUE", condition)
    return [
        sql("IF {} THEN", condition),
        *then,
        *(["ELSE", *other] if other else []),
        "END IF;",
    ]


def loop(source: Raw, index: Raw, element: Raw, first: int, statements: Iterable[str]) -> list[str]:
    """Return a loop over the elements of an array, by position.

    A position is looked up in constant time, and much faster than a row comes out of
    `jsonb_array_elements`. An element that is used once or twice gets no variable of its own.
    """
    body = list(statements)
    uses = re.compile(rf"\b{element.text}\b")
    if sum(len(uses.findall(line)) for line in body) <= _FEW_USES:
        found = sql("({} -> {})", source, index)
        body = [uses.sub(lambda _: found, line) for line in body]
    else:
        body = [sql("{} := {} -> {};", element, source, index), *body]
    last = fragment("jsonb_array_length({}) - 1", source)
    return [
        sql("FOR {} IN {} .. {} LOOP", index, Literal(first), last),
        *indented(body),
        "END LOOP;",
    ]
