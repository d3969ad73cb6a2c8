"""The validators of a shape as data: three PL/pgSQL functions, and one pair more for each part that
recurses.

    <base>_ok_<hash>(document jsonb) → boolean       is it good?
    <base>_why_<hash>(document jsonb, path text) → text   every reason, a line each; NULL if none
    <base>_assert_<hash>(document jsonb, …) → boolean     true, or a check_violation that says why

`<base>` is the shape's name in snake case, `<hash>` changes with what it accepts: a check
constraint never looks at existing rows again when a function is replaced, so a changed shape gets
new functions. Bodies are written for any search path: calls between them are qualified, and the one
function that a constraint calls fixes its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from schemagen.frozen import frozen
from schemagen.shapes import keywords
from schemagen.shapes.keywords.keyword import KeywordGroup
from schemagen.shapes.keywords.types import check_gate
from schemagen.shapes.library import ShapeLibrary, Target
from schemagen.shapes.model import Shape
from schemagen.shapes.naming import snake_case
from schemagen.shapes.plpgsql.ok import OkSink
from schemagen.shapes.plpgsql.parts import Value, all_of, fragment, indented, variable_value
from schemagen.shapes.plpgsql.sink import Body, Demand, ReferenceTarget, Sink, WriteAt
from schemagen.shapes.plpgsql.why import WhySink
from schemagen.shapes.schema import Schema
from schemagen.sqltext.quoting import Literal, Name, QualifiedName, Raw, fit_name, sql

_DOCUMENT = Raw("document")
_FEW = 24


@frozen
class ValidatorFunction:
    """One function, as `CREATE FUNCTION` needs it. All are IMMUTABLE and PARALLEL SAFE.

    `arguments` and `returns` are as SQL has them, `body` is text in `language` without quotes;
    `settings` are `SET` clauses by name.
    """

    name: str
    arguments: str
    returns: str
    body: str
    comment: str
    strict: bool
    settings: Mapping[str, str]
    language: str = "plpgsql"


@frozen
class Validators:
    """The functions of one shape; `functions` has those of other shapes that it needs, too."""

    ok: str
    why: str
    assertion: str
    functions: tuple[ValidatorFunction, ...]


def shape_validators(name: str, shapes: Mapping[str, Shape], schema: str) -> Validators:
    """Return the validators of a shape.

    Args:
        name: the shape.
        shapes: all shapes that it may refer to, itself included.
        schema: the schema that the functions will live in.
    """
    writer = _Writer(ShapeLibrary(shapes).canonical_part(name), schema)
    root: Target = (name, ())
    functions = writer.functions(root)
    ok, why, assertion = (writer.name(root, role) for role in ("ok", "why", "assert"))
    return Validators(ok, why, assertion, (*functions, writer.assertion(root)))


def check_expression(
    validators: Validators, schema: str, column: str, constraint: str, table: str
) -> str:
    """Return the expression of a check constraint that a column holds the shape."""
    arguments = (Literal(constraint), Literal(table), Literal(column))
    function = QualifiedName(schema, validators.assertion)
    return sql("{}({}, {}, {}, {})", function, Name(column), *arguments)


class _Writer:
    """Writes functions for a target and for all that it calls."""

    def __init__(self, library: ShapeLibrary, schema: str) -> None:
        self.library = library
        self.schema = schema

    def name(self, target: Target, role: str) -> str:
        """Return the name of a target's function."""
        shape, pointer = target
        parts = [snake_case(shape), *(snake_case(step) for step in pointer if step != "$defs")]
        suffix = f"{role}_{self.library.fingerprint(shape)}"
        return fit_name("_".join(parts), suffix=suffix)

    def functions(self, root: Target) -> tuple[ValidatorFunction, ...]:
        """Return the yes-or-no and the reasons function of a target and of all it calls."""
        called = [each for each in self.library.reached(root) if self.library.is_called(each)]
        targets = dict.fromkeys([*sorted(each for each in called if each != root), root])
        return tuple(
            function for target in targets for function in (self.ok(target), self.why(target))
        )

    def body(self) -> Body:
        return Body(check=_check, target=self.reference, types=self.library.types)

    def reference(self, schema: Schema) -> ReferenceTarget:
        """Return what a `$ref` becomes: the schema written out, or a call."""
        target = self.library.target(schema)
        resolved = self.library.resolve(target)
        if not self.library.is_called(target):
            return ReferenceTarget(resolved)
        ok, why = (
            fragment("{}", QualifiedName(self.schema, self.name(target, role)))
            for role in ("ok", "why")
        )
        return ReferenceTarget(resolved, ok, why)

    def ok(self, target: Target) -> ValidatorFunction:
        """Return the function that says yes or no."""
        body = self.body()
        sink = OkSink(body)
        schema = self.library.resolve(target)
        value = variable_value(_DOCUMENT, ("$",))
        types = self.library.types(schema)
        lines = _detoasted(types)
        if lines:
            value = value.narrowed(types)
            sink.certain = {value.sql: types}
        sink.check(schema, value)
        flat = self._flat(target, sink, value)
        statements = [*lines, *sink.rendered(), "RETURN true;"]
        return ValidatorFunction(
            name=self.name(target, "ok"),
            arguments="document jsonb",
            returns="boolean",
            body=flat or _block(body.variables, statements),
            comment=f"Says whether a document has the shape {_title(target)}.",
            strict=not flat,
            settings={},
            language="sql" if flat else "plpgsql",
        )

    def _flat(self, target: Target, sink: OkSink, value: Value) -> str:
        """Return the body in SQL of a small object without loops and calls; "" for any other.

        PostgreSQL writes such a function out where it is called, unless it is strict, and so the
        constraint pays for no second call. Few keys are read from such a document, which therefore
        is not decompressed beforehand.
        """
        calls = any(self.library.is_called(each) for each in self.library.reached(target))
        if calls or sink.lines or value.types != {"object"} or len(sink.conditions) > _FEW:
            return ""
        if not sink.conditions:
            return "SELECT jsonb_typeof(document) = 'object'"
        return sql(
            "SELECT CASE\n"
            "  WHEN jsonb_typeof(document) = 'object' THEN ({}) IS TRUE\n"
            "  WHEN document IS NOT NULL THEN false\n"
            "END",
            all_of(condition.sql for condition in sink.conditions),
        )

    def why(self, target: Target) -> ValidatorFunction:
        """Return the function that gives the reasons."""
        body = self.body()
        body.variables["reasons"] = "text[] := '{}'"
        sink = WhySink(body)
        sink.check(self.library.resolve(target), variable_value(_DOCUMENT, (Raw("path"),)))
        statements = [*sink.lines, "RETURN nullif(array_to_string(reasons, E'\\n'), '');"]
        return ValidatorFunction(
            name=self.name(target, "why"),
            arguments="document jsonb, path text DEFAULT '$'",
            returns="text",
            body=_block(body.variables, statements),
            comment=f"Says where and why a document has not the shape {_title(target)}.",
            strict=True,
            settings={},
        )

    def assertion(self, target: Target) -> ValidatorFunction:
        """Return the function that a check constraint calls."""
        names = (QualifiedName(self.schema, self.name(target, role)) for role in ("ok", "why"))
        message = Literal(f"the document has not the shape {_title(target)}")
        body = sql(
            "BEGIN\n"
            "  IF {}(document) IS NOT FALSE THEN\n"
            "    RETURN true;\n"
            "  END IF;\n"
            "  RAISE EXCEPTION USING\n"
            "    ERRCODE = 'check_violation',\n"
            "    MESSAGE = {},\n"
            "    DETAIL = {}(document),\n"
            "    CONSTRAINT = constraint_name,\n"
            "    TABLE = table_name,\n"
            "    COLUMN = column_name;\n"
            "END",
            next(names),
            message,
            next(names),
        )
        return ValidatorFunction(
            name=self.name(target, "assert"),
            arguments="document jsonb, constraint_name text DEFAULT '', "
            "table_name text DEFAULT '', column_name text DEFAULT ''",
            returns="boolean",
            body=body,
            comment=f"Refuses a document that has not the shape {_title(target)}, and says why.",
            strict=False,
            settings={"search_path": "pg_catalog, pg_temp"},
        )


def _title(target: Target) -> str:
    shape, pointer = target
    return ".".join([shape, *(step for step in pointer if step != "$defs")])


def _check(schema: Schema, value: Value, sink: Sink) -> None:
    """Write the checks of a schema: its gate, and then every group that concerns it."""
    if schema.definition is True:
        return
    if schema.definition is False:
        sink.require(Demand(Raw("false"), ("nothing is allowed here",), value, exact=False))
        return

    def rest(inner: Sink, left: Value) -> None:
        for group in keywords.ALL:
            if group.concerns(schema):
                inner.for_types(left, group.binds, _checks_by(group, schema))

    check_gate(schema, value, sink, rest)


def _checks_by(group: KeywordGroup, schema: Schema) -> WriteAt:
    return lambda sink, value: group.check(schema, value, sink)


def _detoasted(types: frozenset[str]) -> list[str]:
    """Return the statements that test the type and decompress a document once, not at each use.

    Joining something empty to it returns the same value, decompressed.
    """
    empty = {frozenset({"object"}): "{}", frozenset({"array"}): "[]"}.get(types)
    if empty is None:
        return []
    return [
        sql("IF jsonb_typeof(document) <> {} THEN", Literal(next(iter(types)))),
        "  RETURN false;",
        "END IF;",
        sql("document := document || {}::jsonb;", Literal(empty)),
    ]


def _block(variables: Mapping[str, str], statements: list[str]) -> str:
    text = "\n".join(statements)
    used = {name: kind for name, kind in sorted(variables.items()) if _uses(text, name)}
    declared = [f"{name} {kind};" for name, kind in used.items()]
    head = ["DECLARE", *indented(declared)] if declared else []
    return "\n".join([*head, "BEGIN", *indented(statements), "END"])


def _uses(text: str, name: str) -> bool:
    return re.search(rf"\b{name}\b", text) is not None
