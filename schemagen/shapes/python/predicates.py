"""Functions that say whether a plain JSON value matches a schema, for what fields cannot say."""

from __future__ import annotations

from schemagen.frozen import frozen
from schemagen.shapes import keywords
from schemagen.shapes.keywords.types import allowed_types, python_type_test
from schemagen.shapes.library import ShapeLibrary, Target
from schemagen.shapes.naming import snake_case
from schemagen.shapes.python.logic import all_true, any_true, negated
from schemagen.shapes.python.scope import PythonScope
from schemagen.shapes.python.support import blocks
from schemagen.shapes.python.text import is_one_group, laid_out
from schemagen.shapes.schema import Schema


@frozen
class Predicate:
    """A function of one JSON value."""

    name: str
    code: str


class PredicateWriter:
    """Writes predicates, those that others call included."""

    def __init__(self, library: ShapeLibrary) -> None:
        self.library = library
        self.scope = PythonScope(expression=self.expression, predicate=self.reference)
        self.written: list[Predicate] = []
        self._names: dict[Target, str] = {}
        self._taken: set[str] = set()

    def write(self, schema: Schema, hint: str) -> str:
        """Write a predicate for a schema and return its name."""
        name = self._fresh(hint)
        self.written.append(Predicate(name, self._code(name, schema)))
        return name

    def reference(self, schema: Schema) -> str:
        """Return the name of the predicate of a reference's target."""
        target = self.library.target(schema)
        if target not in self._names:
            shape, pointer = target
            name = self._fresh("_".join([shape, *(step for step in pointer if step != "$defs")]))
            self._names[target] = name
            code = self._code(name, self.library.resolve(target))
            self.written.append(Predicate(name, code))
        return self._names[target]

    def _fresh(self, hint: str) -> str:
        name = stem = f"_is_{snake_case(hint)}"
        number = 1
        while name in self._taken or name in helper_names():
            number += 1
            name = f"{stem}_{number}"
        self._taken.add(name)
        return name

    def _code(self, name: str, schema: Schema) -> str:
        self.scope.counts.clear()
        tests = self.tests(schema, "value")
        result = all_true(tests)
        if result not in ("True", "False"):
            inner = result[1:-1] if result.startswith("(") and is_one_group(result) else result
            result = f"bool({inner})"
        return f"def {name}(value: Any) -> bool:\n{laid_out(f'return {result}', 4)}\n"

    def expression(self, schema: Schema, value: str) -> str:
        """Return the expression that is true where a value matches."""
        return all_true(self.tests(schema, value))

    def tests(self, schema: Schema, value: str) -> list[str]:
        """Return the expressions that must all be true."""
        if isinstance(schema.definition, bool):
            return [] if schema.definition else ["False"]
        types = allowed_types(schema)
        found: list[str] = []
        for group in keywords.ALL:
            if not group.concerns(schema):
                continue
            tests = group.python(schema, value, self.scope)
            if not tests or types <= group.binds:
                found += tests
            elif types & group.binds:
                name = next(iter(group.binds))
                guard = python_type_test(name, value, self.scope)
                found.append(any_true([negated(guard), all_true(tests)]))
        return found


def helper_names() -> frozenset[str]:
    """Return the names of helper functions, which a predicate must not have."""
    return frozenset(blocks())
