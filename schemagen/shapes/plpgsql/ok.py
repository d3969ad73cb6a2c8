"""The function that only says yes or no: one flat conjunction per object, loops for arrays behind.

Three-valued logic is dealt with here and nowhere else; see `Demand` for *exact* and *firm*.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from schemagen.shapes.plpgsql.parts import (
    Value,
    all_of,
    constant,
    fragment,
    if_block,
    indented,
    loop,
    variable_value,
)
from schemagen.shapes.plpgsql.sink import Body, Demand, Guard, ReferenceTarget, Sink, WriteAt
from schemagen.shapes.schema import Schema
from schemagen.sqltext.quoting import Raw, sql


@dataclass(slots=True)
class Condition:
    """A part of a conjunction.

    One that tests a type may have others inside, which must not be computed for a value of another
    type: AND promises no order ("Expression Evaluation Rules"), CASE does.
    """

    demand: Demand
    inside: list[Raw] = field(default_factory=list)

    @property
    def sql(self) -> Raw:
        """The whole expression."""
        test, value = self.demand.condition, self.demand.value.sql
        if not self.inside:
            return test
        inside = all_of(self.inside)
        if not self.demand.exact or value.text.isidentifier():
            return fragment("CASE WHEN {} THEN {} ELSE false END", test, inside)
        template = "CASE WHEN {} THEN {} WHEN {} IS NULL THEN NULL ELSE false END"
        return fragment(template, test, inside, value)


@dataclass
class OkSink(Sink):
    """Gathers conditions.

    Attributes:
        failure: the statement that says no.
        certain: the JSON types that are sure wherever the conditions are computed, by value.
    """

    failure: str = "RETURN false;"
    conditions: list[Condition] = field(default_factory=list)
    certain: dict[Raw, frozenset[str]] = field(default_factory=dict)

    @property
    def reporting(self) -> bool:
        """Whether reasons are collected."""
        return False

    def nested(self) -> OkSink:
        """Return a sink for a part of this one."""
        return OkSink(self.body, failure=self.failure, certain=self.certain)

    def require(self, demand: Demand) -> None:
        """Add to the conjunction, or behind it."""
        if demand.late:
            failed = fragment("({}) IS NOT TRUE", demand.condition)
            self.lines += if_block(failed, [self.failure])
        elif demand.raises and self.certain.get(demand.value.sql) != frozenset({demand.raises}):
            self._inside(demand)
        elif not self._sharpened(demand):
            self.conditions.append(Condition(demand))

    def _sharpened(self, demand: Demand) -> bool:
        """Put a condition in the place of a mere test of the type that it implies."""
        test = self._test_of(demand.value, demand.implies) if demand.implies else None
        if test is None or test.demand.implies:
            return False
        test.demand = replace(test.demand, condition=demand.condition, implies=demand.implies)
        return True

    def _test_of(self, value: Value, name: str) -> Condition | None:
        """Return the condition that tests a value for a type, if there is one."""
        for condition in self.conditions:
            if (condition.demand.value.sql, condition.demand.tests) == (value.sql, name):
                return condition
        return None

    def _inside(self, demand: Demand) -> None:
        """Add a condition inside the test of the value's type, which may be there already."""
        earlier = self._test_of(demand.value, demand.raises)
        if earlier is not None:
            earlier.inside.append(demand.condition)
            return
        test = fragment("{} = {}", demand.value.type, constant(demand.raises))
        tested = Demand(test, (), demand.value, tests=demand.raises)
        self.conditions.append(Condition(tested, [demand.condition]))

    def gate(self, demand: Demand, rest: Callable[[Sink], None]) -> None:
        """Demand a condition; the rest stands in the same conjunction."""
        self.require(demand)
        rest(self)

    def member(self, parent: Value, key: str, required: bool, write: WriteAt) -> None:
        """Write the checks of a key into the same conjunction."""
        child = parent.member(key)
        inner = self.nested()
        write(inner, child)
        if not required:
            if inner.conditions:
                self._append(unless_missing(child, inner.conditions), child)
            self.lines += if_block(fragment("{} IS NOT NULL", child.sql), inner.lines)
            return
        if not any(condition.demand.firm for condition in inner.conditions):
            there = fragment("{} ? {}", parent.sql, constant(key))
            self.conditions.append(Condition(Demand(there, (), parent, exact=False)))
        self.conditions += inner.conditions
        self.lines += inner.lines

    def when(self, guard: Guard, write: Callable[[Sink], None]) -> None:
        """Write checks that bind only where the guard is true."""
        inner = self.nested()
        if guard.certain is not None:
            inner.certain = {**self.certain, guard.certain.sql: guard.certain.types}
        write(inner)
        if inner.conditions:
            held = all_of(condition.sql for condition in inner.conditions)
            template = "CASE WHEN {} THEN ({}) IS TRUE ELSE true END"
            value = inner.conditions[0].demand.value
            self._append(fragment(template, guard.condition, held), value)
        self.lines += if_block(guard.condition, inner.lines)

    def _append(self, condition: Raw, value: Value) -> None:
        """Add a condition that is true for a missing value."""
        self.conditions.append(Condition(Demand(condition, (), value, exact=False, firm=False)))

    def each(self, array: Value, first: int, write: WriteAt) -> None:
        """Write a loop over an array's elements."""
        index, element = self.body.name("i"), self.body.variable("e", "jsonb")
        inner = self.nested()
        write(inner, variable_value(element, ()))
        if statements := inner.rendered():
            before, source = self._source(array)
            self.lines += [*before, *loop(source, index, element, first, statements)]

    def _source(self, array: Value) -> tuple[list[str], Raw]:
        if array.sql.text.isidentifier():
            return [], array.sql
        source = self.body.variable("a", "jsonb")
        return [sql("{} := {};", source, array.sql)], source

    def matches(self, schema: Schema, value: Value) -> tuple[Raw, bool]:
        """Return an expression, or a flag that a block of statements sets."""
        found, lines = match(self.body, schema, value, self.certain)
        self.lines += lines
        return found, bool(lines)

    def call(self, target: ReferenceTarget, value: Value) -> None:
        """Call the other validator; it is strict."""
        if target.ok is not None:
            self.require(Demand(fragment("{}({})", target.ok, value.sql), (), value))

    def branch(self, condition: Raw, schema: Schema, value: Value) -> None:
        """Write the checks of a schema for where a late condition is true."""
        inner = self.nested()
        inner.check(schema, value)
        self.lines += if_block(condition, inner.rendered())

    def rendered(self) -> list[str]:
        """Return one test of all conditions, and the statements behind it."""
        if not self.conditions:
            return self.lines
        held = all_of(condition.sql for condition in self.conditions)
        return [*if_block(fragment("({}) IS NOT TRUE", held), [self.failure]), *self.lines]


def unless_missing(child: Value, conditions: Sequence[Condition]) -> Raw:
    """Return the condition that a value is missing or fulfils the others."""
    held = all_of(condition.sql for condition in conditions)
    demands = [condition.demand for condition in conditions]
    if all(demand.exact and demand.value.sql == child.sql for demand in demands):
        return fragment("({}) IS NOT FALSE", held)
    return fragment("({} IS NULL OR ({}) IS TRUE)", child.sql, held)


def match(
    body: Body, schema: Schema, value: Value, certain: dict[Raw, frozenset[str]]
) -> tuple[Raw, list[str]]:
    """Return an expression that says whether a value matches, and the statements that it needs."""
    label = body.name("b")
    inner = OkSink(body, failure=sql("EXIT {};", label), certain=certain)
    inner.check(schema, value)
    if not inner.lines:
        held = all_of(condition.sql for condition in inner.conditions)
        return fragment("(({}) IS TRUE)", held), []
    flag = body.variable("m", "boolean")
    return flag, [
        sql("{} := false;", flag),
        sql("<<{}>>", label),
        "BEGIN",
        *indented([*inner.rendered(), sql("{} := true;", flag)]),
        sql("END {};", label),
    ]
