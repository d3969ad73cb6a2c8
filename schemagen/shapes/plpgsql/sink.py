"""Where the checks of a validator are written to.

A keyword says once what must hold and what to tell where it does not (`Sink.require`). The two
sinks, `OkSink` and `WhySink`, make of it what their function needs.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from schemagen.frozen import frozen
from schemagen.shapes.plpgsql.parts import Message, Value, type_test
from schemagen.shapes.schema import Schema
from schemagen.sqltext.quoting import Raw


@frozen
class Demand:
    """A condition that a good value fulfils, and what to tell where it does not.

    Attributes:
        condition: the SQL; NULL counts as not fulfilled.
        message: what is wrong otherwise.
        value: what it is about.
        exact: it is NULL only where the value is missing, so that `IS NOT FALSE` lets a missing
            one pass and nothing else.
        firm: it is never true for a missing value, so that it also says that there must be one.
        late: it uses what statements before it have computed.
        raises: the one JSON type for which computing it is no error; "" where it never is.
        tests: the JSON type that it tests for, where it does just that; "" otherwise.
        implies: the JSON type that a value must have for it; a test for the type may be left out.
    """

    condition: Raw
    message: Message
    value: Value
    exact: bool = True
    firm: bool = True
    late: bool = False
    raises: str = ""
    tests: str = ""
    implies: str = ""


@frozen
class Guard:
    """A condition under which other checks bind; `certain` is the value whose type it tests."""

    condition: Raw
    certain: Value | None = None


@frozen
class ReferenceTarget:
    """What a `$ref` stands for: a schema to write out, or the validators to call."""

    schema: Schema
    ok: Raw | None = None
    why: Raw | None = None


@dataclass
class Body:
    """One function that is being written: its variables, and how schemas are checked in it.

    Attributes:
        check: writes the checks of a schema for a value.
        target: says what a reference stands for.
        types: says which JSON types a schema allows.
        variables: the type of each declared variable.
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


WriteAt = Callable[["Sink", Value], None]
"""Writes the checks of a value."""


@dataclass
class Sink(ABC):
    """Takes checks and turns them into statements (`lines`)."""

    body: Body
    lines: list[str] = field(default_factory=list)

    @property
    @abstractmethod
    def reporting(self) -> bool:
        """Whether reasons are collected."""

    @abstractmethod
    def require(self, demand: Demand) -> None:
        """Demand a condition."""

    @abstractmethod
    def gate(self, demand: Demand, rest: Callable[[Sink], None]) -> None:
        """Demand a condition without which the rest makes no sense."""

    @abstractmethod
    def member(self, parent: Value, key: str, required: bool, write: WriteAt) -> None:
        """Write the checks of an object's key, which may be missing unless it is required."""

    @abstractmethod
    def when(self, guard: Guard, write: Callable[[Sink], None]) -> None:
        """Write checks that bind only where the guard is true."""

    @abstractmethod
    def each(self, array: Value, first: int, write: WriteAt) -> None:
        """Write a loop over an array's elements, from a position on."""

    @abstractmethod
    def matches(self, schema: Schema, value: Value) -> tuple[Raw, bool]:
        """Return a boolean expression, never NULL, that says whether a value matches a schema,
        and whether it is late: it uses what statements written now compute."""

    @abstractmethod
    def call(self, target: ReferenceTarget, value: Value) -> None:
        """Leave a value to the validators of a reference."""

    @abstractmethod
    def branch(self, condition: Raw, schema: Schema, value: Value) -> None:
        """Write the checks of a schema for where a late condition is true."""

    def check(self, schema: Schema, value: Value) -> None:
        """Write the checks of a schema."""
        self.body.check(schema, value, self)

    def for_types(self, value: Value, types: frozenset[str], write: WriteAt) -> None:
        """Write checks that bind only values of some JSON types."""
        narrowed = value.narrowed(types)
        if narrowed.types == value.types:
            write(self, narrowed)
        elif narrowed.types:
            guard = Guard(type_test(value, narrowed.types), narrowed)
            self.when(guard, lambda sink: write(sink, narrowed))


def checks_of(schema: Schema) -> WriteAt:
    """Return what writes the checks of a schema."""
    return lambda sink, value: sink.check(schema, value)


def checks_at(schema: Schema, value: Value) -> Callable[[Sink], None]:
    """Return what writes the checks of a schema for a value."""
    return lambda sink: sink.check(schema, value)
