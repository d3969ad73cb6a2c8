"""The function that gives the reasons: one test after another, each failure noted with its path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from schemagen.shapes.plpgsql.ok import match
from schemagen.shapes.plpgsql.parts import (
    Message,
    Value,
    constant,
    fragment,
    if_block,
    json_text,
    loop,
    message_sql,
    variable_value,
)
from schemagen.shapes.plpgsql.sink import Demand, Guard, ReferenceTarget, Sink, WriteAt
from schemagen.shapes.schema import Schema
from schemagen.sqltext.quoting import Raw, sql


@dataclass
class WhySink(Sink):
    """Collects the reasons in the variable `reasons`."""

    @property
    def reporting(self) -> bool:
        """Whether reasons are collected."""
        return True

    def note(self, message: Message, value: Value) -> str:
        """Return the statement that notes a reason."""
        reason = message_sql((*value.path, ": ", *message))
        return sql("reasons := array_append(reasons, {});", reason)

    def require(self, demand: Demand) -> None:
        """Note the reason where the condition does not hold."""
        failed = fragment("({}) IS NOT TRUE", demand.condition)
        self.lines += if_block(failed, [self.note(demand.message, demand.value)])

    def gate(self, demand: Demand, rest: Callable[[Sink], None]) -> None:
        """Note the reason, or go on with the rest."""
        inner = WhySink(self.body)
        rest(inner)
        failed = fragment("({}) IS NOT TRUE", demand.condition)
        self.lines += if_block(failed, [self.note(demand.message, demand.value)], inner.lines)

    def member(self, parent: Value, key: str, required: bool, write: WriteAt) -> None:
        """Write the checks of a key where it is there, and note it as missing where it must be."""
        inner = WhySink(self.body)
        write(inner, parent.member(key))
        missing = [self.note((f"missing key {json_text(key)}",), parent)] if required else []
        there = fragment("{} ? {}", parent.sql, constant(key))
        self.lines += if_block(there, inner.lines, missing)

    def when(self, guard: Guard, write: Callable[[Sink], None]) -> None:
        """Write checks that bind only where the guard is true."""
        inner = WhySink(self.body)
        write(inner)
        self.lines += if_block(guard.condition, inner.lines)

    def each(self, array: Value, first: int, write: WriteAt) -> None:
        """Write a loop over an array's elements."""
        index, element = self.body.name("i"), self.body.variable("e", "jsonb")
        inner = WhySink(self.body)
        write(inner, variable_value(element, (*array.path, "[", index, "]")))
        if inner.lines:
            source = self.body.variable("a", "jsonb")
            self.lines.append(sql("{} := {};", source, array.sql))
            self.lines += loop(source, index, element, first, inner.lines)

    def matches(self, schema: Schema, value: Value) -> tuple[Raw, bool]:
        """Return an expression, or a flag that a block of statements sets."""
        found, lines = match(self.body, schema, value, {})
        self.lines += lines
        return found, bool(lines)

    def call(self, target: ReferenceTarget, value: Value) -> None:
        """Add the reasons of the other validator, under the path of the value."""
        if target.why is None:
            return
        found = self.body.variable("t", "text")
        noted = sql("reasons := array_append(reasons, {});", found)
        call = sql("{} := {}({}, {});", found, target.why, value.sql, message_sql(value.path))
        self.lines += [call, *if_block(fragment("{} IS NOT NULL", found), [noted])]

    def branch(self, condition: Raw, schema: Schema, value: Value) -> None:
        """Write the checks of a schema for where a late condition is true."""
        inner = WhySink(self.body)
        inner.check(schema, value)
        self.lines += if_block(condition, inner.lines)
