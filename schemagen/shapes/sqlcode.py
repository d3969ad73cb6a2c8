"""The PL/pgSQL of a validator while it is written: values, conditions, statements, reasons.

A keyword says once what must hold and what to tell where it does not (`Sink.require`). An `OkSink`
gathers the conditions into one flat conjunction per object, with loops for arrays behind it; a
`WhySink` tests one after another and notes every reason with its path. Three-valued logic is dealt
with here and nowhere else:

- a condition is *exact* when it is NULL only where the value is missing, so that `IS NOT FALSE`
  lets a missing one pass and nothing else;
- a condition is *firm* when it is never true for a missing value, so that it also says that the
  value must be there.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from schemagen.shapes.schema import ALL_TYPES, Schema
from schemagen.sqltext.quoting import Literal, Part, Raw, sql

Message: TypeAlias = tuple[str | Raw, ...]
"""Text in pieces: constants, and SQL expressions of type text."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

MAX_REASONS = 20
"""A validator stops collecting reasons after about so many: a report is read by a person."""


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
    return _json_text(item)


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


@dataclass(frozen=True, slots=True)
class Value:
    """A jsonb value in a function: how to get it, its types as far as known, and its path."""

    sql: Raw
    text: Raw
    path: Message
    types: frozenset[str] = ALL_TYPES

    def member(self, key: str) -> Value:
        """Return the value of an object's key; NULL where there is none."""
        plain = key.isidentifier() and key.isascii()
        step = f".{key}" if plain else sql("[{}]", Raw(_json_text(key)))
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


def _json_text(key: str) -> str:
    escaped = key.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def type_test(value: Value, types: frozenset[str]) -> Raw:
    """Return the condition that a value is of one of some JSON types."""
    if len(types) == 1:
        return fragment("{} = {}", value.type, constant(*types))
    return fragment("{} = ANY ({})", value.type, text_array(sorted(types)))


def checks_of(schema: Schema) -> Callable[[Sink, Value], None]:
    """Return what writes the checks of a schema."""
    return lambda sink, value: sink.check(schema, value)


def checks_at(schema: Schema, value: Value) -> Callable[[Sink], None]:
    """Return what writes the checks of a schema for a value."""
    return lambda sink: sink.check(schema, value)


def variable_value(name: Raw, path: Message, types: frozenset[str] = ALL_TYPES) -> Value:
    """Return the value that a variable holds."""
    return Value(name, fragment("{} #>> '{{}}'", name), path, types)


@dataclass
class Body:
    """One function that is being written: its variables, and how schemas are checked in it.

    `check` writes the checks of a schema for a value, `target` says what a reference stands for,
    `types` which JSON types a schema allows.
    """

    check: Callable[[Schema, Value, Sink], None]
    target: Callable[[Schema], ReferenceTarget]
    types: Callable[[Schema], frozenset[str]]
    variables: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def name(self, prefix: str) -> Raw:
        """Return a name that is new in this function."""
        self.counts[prefix] += 1
        return Raw(f"{prefix}{self.counts[prefix]}")

    def variable(self, prefix: str, type_name: str) -> Raw:
        """Declare a variable and return its name."""
        name = self.name(prefix)
        self.variables[name.text] = type_name
        return name


@dataclass(frozen=True, slots=True)
class ReferenceTarget:
    """What a `$ref` stands for: a schema to write out, or the validators to call."""

    schema: Schema
    ok: Raw | None = None
    why: Raw | None = None


@dataclass(slots=True)
class Condition:
    """A boolean expression about a value; see the module for `exact` and `firm`.

    A condition that tests a type may have others inside, which must not be computed for a value
    of another type: AND promises no order, CASE does.
    """

    test: Raw
    value: Raw
    exact: bool
    firm: bool
    type: str = ""
    inside: list[Raw] = field(default_factory=list)

    @property
    def sql(self) -> Raw:
        """The whole expression."""
        if not self.inside:
            return self.test
        if not self.exact:
            return fragment("CASE WHEN {} THEN {} ELSE false END", self.test, all_of(self.inside))
        return fragment(
            "CASE WHEN {} THEN {} WHEN {} IS NULL THEN NULL ELSE false END",
            self.test,
            all_of(self.inside),
            self.value,
        )


@dataclass
class Sink(ABC):
    """Where checks are written to."""

    body: Body
    lines: list[str] = field(default_factory=list)

    @abstractmethod
    def require(
        self,
        condition: Raw,
        message: Message,
        value: Value,
        *,
        exact: bool = True,
        firm: bool = True,
        late: bool = False,
        raises: str = "",
    ) -> None:
        """Demand a condition.

        Args:
            condition: true where the value is good.
            message: what is wrong where it is not.
            value: what it is about.
            exact: see the module.
            firm: see the module.
            late: it uses what `lines` have computed before.
            raises: the one JSON type for which it is no error to compute it.
        """

    @abstractmethod
    def member(
        self, parent: Value, key: str, required: bool, write: Callable[[Sink, Value], None]
    ) -> None:
        """Write the checks of an object's key, which may be missing unless it is required."""

    @abstractmethod
    def when(
        self, guard: Raw, write: Callable[[Sink], None], certain: Value | None = None
    ) -> None:
        """Write checks that bind only where the guard is true; `certain` has the type it tests."""

    @abstractmethod
    def gate(
        self,
        condition: Raw,
        message: Message,
        value: Value,
        rest: Callable[[Sink], None],
        *,
        exact: bool = True,
        single: str = "",
    ) -> None:
        """Demand a condition without which the rest makes no sense.

        `single` is the JSON type that it tests for, where it does just that.
        """

    @abstractmethod
    def call(self, target: ReferenceTarget, value: Value) -> None:
        """Leave a value to the validators of a reference."""

    @abstractmethod
    def nested(self) -> Sink:
        """Return a sink for a block inside this one."""

    @abstractmethod
    def rendered(self) -> list[str]:
        """Return the statements."""

    @property
    @abstractmethod
    def reporting(self) -> bool:
        """Whether reasons are collected."""

    def known(self) -> dict[str, frozenset[str]]:
        """Return the values whose types are certain at this point, by their SQL."""
        return {}

    def check(self, schema: Schema, value: Value) -> None:
        """Write the checks of a schema."""
        self.body.check(schema, value, self)

    def for_types(
        self, value: Value, types: frozenset[str], write: Callable[[Sink, Value], None]
    ) -> None:
        """Write checks that bind only values of some JSON types."""
        narrowed = value.narrowed(types)
        if narrowed.types == value.types:
            write(self, narrowed)
        elif narrowed.types:
            guard = type_test(value, narrowed.types)
            self.when(guard, lambda sink: write(sink, narrowed), certain=narrowed)

    def matches(self, schema: Schema, value: Value) -> tuple[Raw, bool]:
        """Return an expression that says whether a value matches, and whether it is late."""
        label = self.body.name("b")
        inner = OkSink(self.body, failure=sql("EXIT {};", label), certain=self.known())
        inner.check(schema, value)
        if not inner.lines:
            return fragment("(({}) IS TRUE)", all_of(c.sql for c in inner.conditions)), False
        flag = self.body.variable("m", "boolean")
        self.lines += [
            sql("{} := false;", flag),
            sql("<<{}>>", label),
            "BEGIN",
            *indented(inner.rendered()),
            *indented([sql("{} := true;", flag)]),
            sql("END {};", label),
        ]
        return flag, True

    def each(
        self, array: Value, first: int, write: Callable[[Sink, Value], None]
    ) -> None:
        """Write a loop over an array's elements, from a position on."""
        index, element = self.body.name("i"), self.body.variable("e", "jsonb")
        source = array.sql
        inner = self.nested()
        write(inner, variable_value(element, (*array.path, "[", fragment("{}", index), "]")))
        statements = inner.rendered()
        if not statements:
            return
        if not source.text.isidentifier():
            source = self.body.variable("a", "jsonb")
            self.lines.append(sql("{} := {};", source, array.sql))
        if self.reporting:
            full = fragment("cardinality(reasons) >= {}", Literal(MAX_REASONS))
            statements = [sql("EXIT WHEN {};", full), *statements]
        self.lines += [
            sql("FOR {} IN {} .. jsonb_array_length({}) - 1 LOOP", index, Literal(first), source),
            *indented([sql("{} := {} -> {};", element, source, index), *statements]),
            "END LOOP;",
        ]


def indented(lines: Iterable[str]) -> list[str]:
    """Return lines one level deeper."""
    return [
        "\n".join("  " + part if part else part for part in line.split("\n")) for line in lines
    ]


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


@dataclass
class OkSink(Sink):
    """Writes a function that only says yes or no. `failure` is the statement that says no."""

    failure: str = "RETURN false;"
    conditions: list[Condition] = field(default_factory=list)
    certain: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def reporting(self) -> bool:
        """Whether reasons are collected."""
        return False

    def nested(self) -> OkSink:
        """Return a sink for a block inside this one."""
        return OkSink(self.body, failure=self.failure, certain=self.certain)

    def require(
        self,
        condition: Raw,
        message: Message,
        value: Value,
        *,
        exact: bool = True,
        firm: bool = True,
        late: bool = False,
        raises: str = "",
    ) -> None:
        """Add to the conjunction, or behind it."""
        if late:
            self.lines += if_block(fragment("({}) IS NOT TRUE", condition), [self.failure])
            return
        if raises and self.certain.get(value.sql.text) != {raises}:
            self._inside(condition, value, raises)
        else:
            self.conditions.append(Condition(condition, value.sql, exact, firm))

    def _inside(self, condition: Raw, value: Value, name: str) -> None:
        """Add a condition to the test of the value's type, which may be there already."""
        for earlier in self.conditions:
            if earlier.value == value.sql and earlier.type == name:
                earlier.inside.append(condition)
                return
        test = fragment("{} = {}", value.type, Literal(name))
        self.conditions.append(
            Condition(test, value.sql, exact=True, firm=True, type=name, inside=[condition])
        )

    def known(self) -> dict[str, frozenset[str]]:
        """Return the values whose types are certain at this point, by their SQL."""
        return self.certain

    def member(
        self, parent: Value, key: str, required: bool, write: Callable[[Sink, Value], None]
    ) -> None:
        """Write the checks of a key into the same conjunction."""
        child = parent.member(key)
        inner = self.nested()
        write(inner, child)
        if required:
            if not any(condition.firm for condition in inner.conditions):
                there = fragment("{} ? {}", parent.sql, constant(key))
                self.conditions.append(Condition(there, child.sql, exact=False, firm=True))
            self.conditions += inner.conditions
            self.lines += inner.lines
            return
        if inner.conditions:
            self.conditions.append(_unless_missing(child, inner.conditions))
        self.lines += if_block(fragment("{} IS NOT NULL", child.sql), inner.lines)

    def when(
        self, guard: Raw, write: Callable[[Sink], None], certain: Value | None = None
    ) -> None:
        """Write checks that bind only where the guard is true."""
        inner = self.nested()
        if certain is not None:
            inner.certain = {**self.certain, certain.sql.text: certain.types}
        write(inner)
        if inner.conditions:
            held = all_of(condition.sql for condition in inner.conditions)
            condition = fragment("CASE WHEN {} THEN ({}) IS TRUE ELSE true END", guard, held)
            self.conditions.append(Condition(condition, guard, exact=False, firm=False))
        self.lines += if_block(guard, inner.lines)

    def gate(
        self,
        condition: Raw,
        message: Message,
        value: Value,
        rest: Callable[[Sink], None],
        *,
        exact: bool = True,
        single: str = "",
    ) -> None:
        """Demand a condition; the rest stands in the same conjunction."""
        self.conditions.append(
            Condition(condition, value.sql, exact=exact, firm=True, type=single)
        )
        rest(self)

    def call(self, target: ReferenceTarget, value: Value) -> None:
        """Call the other validator; it is strict."""
        if target.ok is not None:
            self.require(fragment("{}({})", target.ok, value.sql), (), value)

    def rendered(self) -> list[str]:
        """Return one test of all conditions, and the statements behind it."""
        if not self.conditions:
            return self.lines
        held = all_of(condition.sql for condition in self.conditions)
        return [*if_block(fragment("({}) IS NOT TRUE", held), [self.failure]), *self.lines]


def _unless_missing(child: Value, conditions: list[Condition]) -> Condition:
    held = all_of(condition.sql for condition in conditions)
    if all(condition.exact and condition.value == child.sql for condition in conditions):
        passed = fragment("({}) IS NOT FALSE", held)
    else:
        passed = fragment("({} IS NULL OR ({}) IS TRUE)", child.sql, held)
    return Condition(passed, child.sql, exact=False, firm=False)


@dataclass
class WhySink(Sink):
    """Writes a function that collects the reasons in the variable `reasons`."""

    @property
    def reporting(self) -> bool:
        """Whether reasons are collected."""
        return True

    def nested(self) -> WhySink:
        """Return a sink for a block inside this one."""
        return WhySink(self.body)

    def note(self, message: Message, value: Value) -> str:
        """Return the statement that notes a reason."""
        reason = message_sql((*value.path, ": ", *message))
        return sql("reasons := array_append(reasons, {});", reason)

    def require(
        self,
        condition: Raw,
        message: Message,
        value: Value,
        *,
        exact: bool = True,
        firm: bool = True,
        late: bool = False,
        raises: str = "",
    ) -> None:
        """Note the reason where the condition does not hold."""
        self.lines += if_block(
            fragment("({}) IS NOT TRUE", condition), [self.note(message, value)]
        )

    def member(
        self, parent: Value, key: str, required: bool, write: Callable[[Sink, Value], None]
    ) -> None:
        """Write the checks of a key where it is there, and note it as missing where it must be."""
        child = parent.member(key)
        inner = self.nested()
        write(inner, child)
        missing = [self.note((f"missing key {_json_text(key)}",), parent)] if required else []
        self.lines += if_block(
            fragment("{} ? {}", parent.sql, constant(key)), inner.lines, missing
        )

    def when(
        self, guard: Raw, write: Callable[[Sink], None], certain: Value | None = None
    ) -> None:
        """Write checks that bind only where the guard is true."""
        inner = self.nested()
        write(inner)
        self.lines += if_block(guard, inner.lines)

    def gate(
        self,
        condition: Raw,
        message: Message,
        value: Value,
        rest: Callable[[Sink], None],
        *,
        exact: bool = True,
        single: str = "",
    ) -> None:
        """Note the reason, or go on with the rest."""
        inner = self.nested()
        rest(inner)
        self.lines += if_block(
            fragment("({}) IS NOT TRUE", condition), [self.note(message, value)], inner.lines
        )

    def call(self, target: ReferenceTarget, value: Value) -> None:
        """Add the reasons of the other validator, under the path of the value."""
        if target.why is None:
            return
        found = self.body.variable("t", "text")
        self.lines += [
            sql("{} := {}({}, {});", found, target.why, value.sql, message_sql(value.path)),
            *if_block(
                fragment("{} IS NOT NULL", found),
                [sql("reasons := array_append(reasons, {});", found)],
            ),
        ]

    def rendered(self) -> list[str]:
        """Return the statements."""
        return self.lines
