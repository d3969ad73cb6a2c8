"""From declared functions to those of the catalog, with what they need."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress

from schemagen.catalog.object import (
    Grant,
    ObjectId,
)
from schemagen.declare.argument_text import read_arguments, read_returns
from schemagen.declare.body_text import read_body
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.expressions import check_argument_type, check_body, check_expression
from schemagen.declare.problems import Path
from schemagen.declare.section import Declared, Level, Section
from schemagen.declare.suggest import did_you_mean
from schemagen.kinds.function.model import Function
from schemagen.kinds.function.spec import FunctionSpec, FunctionSpecs
from schemagen.kinds.support import former_name, split_name
from schemagen.sqltext.calls import call_sizes, calls_in
from schemagen.sqltext.tokens import SqlTextError


def function_id(schema: str, name: str, input_types: str) -> ObjectId:
    """Return the id of a function; `input_types` is comma-separated as PostgreSQL writes it."""
    return ObjectId("function", schema, f"{name}({input_types})")


def input_types(spec: FunctionSpec) -> str:
    """Return the types that identify the function: those of its input arguments.

    Raises:
        SqlTextError: the arguments cannot be read.
    """
    arguments = read_arguments(spec.arguments)
    return ", ".join(a.type for a in arguments if a.mode in ("in", "inout", "variadic"))


def _lower(declared: dict[str, list[FunctionSpec]], project: ProjectDraft) -> Declared:
    for name, overloads in declared.items():
        for index, spec in enumerate(overloads):
            path: Path = ("functions", name, index) if len(overloads) > 1 else ("functions", name)
            try:
                types = input_types(spec)
            except SqlTextError as error:
                project.problem("syntax", str(error), (*path, "arguments"), offset=error.offset)
                continue
            yield _function(name, types, spec, project, path), path


def _function(
    name: str, types: str, spec: FunctionSpec, project: ProjectDraft, path: Path
) -> Function:
    schema, plain = split_name(name, project.schema)
    key = function_id(schema, plain, types)
    body = spec.body or ""
    needs = check_body(body, spec.language, project, (*path, "body"))
    for where, text in _types(spec):
        needs |= check_argument_type(text, project, (*path, where))
    _check_examples(key, plain, spec, project, path)
    if spec.language in project.sections["languages"]:
        needs.add(ObjectId("language", "", spec.language))
    return Function(
        id=key,
        name=plain,
        arguments=_one_line(spec.arguments),
        input_types=types,
        returns=spec.returns,
        procedure=spec.kind == "procedure",
        window=spec.window,
        language=spec.language,
        body=read_body(body, verbatim=spec.verbatim),
        object_file=spec.object_file,
        support=spec.support,
        transforms=tuple(spec.transforms),
        volatility=spec.volatility,
        parallel=spec.parallel,
        strict=spec.strict,
        security_definer=spec.security == "definer",
        leakproof=spec.leakproof,
        cost=spec.cost,
        rows=spec.rows,
        settings=tuple((key, text) for key, text in spec.set.items() if text is not None),
        revoked=(_PUBLIC,) if spec.grants.get("public") == "none" else (),
        grants=_grants(spec, project),
        comment=spec.comment,
        was=former_name(spec.was, types),
        depends_on=tuple(
            sorted({*_without_overloads(needs, plain, spec), *_named(spec, project, path)} - {key})
        ),
    )


def _check_examples(
    key: ObjectId, name: str, spec: FunctionSpec, project: ProjectDraft, path: Path
) -> None:
    """Check what a spec says that is true of a function; it is for proofs, not for the catalog."""
    for place, text in enumerate(spec.examples):
        where = (*path, "examples", place)
        check_expression(text, project, where, {})
        if not calls_in(text, name):
            message = f'an example of "{name}" that does not call it'
            project.problem("example-call", message, where)
    if spec.examples:
        project.facts.examples[key] = tuple(spec.examples)


def _types(spec: FunctionSpec) -> list[tuple[str, str]]:
    """Return the types of the arguments and of what is returned, each with its key."""
    found = [("arguments", argument.type) for argument in read_arguments(spec.arguments)]
    returns = read_returns(spec.returns or "void")
    listed = [column.type for column in returns.columns] or [returns.type]
    return [*found, *(("returns", text) for text in listed)]


def _without_overloads(
    needs: Iterable[ObjectId], name: str, spec: FunctionSpec
) -> Iterable[ObjectId]:
    """Leave out overloads of a function that it does not call: they mostly call each other.

    A call has as many arguments as the overload, or fewer where there are defaults.
    """
    calls = call_sizes(spec.body or "", name)
    for key in needs:
        called, _, types = key.name.partition("(")
        size = len(read_arguments(types.removesuffix(")")))
        if key.kind != "function" or called != name or any(size >= call for call in calls):
            yield key


def _one_line(arguments: str) -> str:
    """Join lines and spaces outside of strings: there they are part of a default."""
    parts = re.split(r"('[^']*')", arguments.strip())
    return "".join(
        part if index % 2 else re.sub(r"\s+", " ", part) for index, part in enumerate(parts)
    )


def _named(spec: FunctionSpec, project: ProjectDraft, path: Path) -> Iterable[ObjectId]:
    names = project.names
    for index, name in enumerate(spec.depends_on):
        if name in names.relations:
            yield names.relations[name]
        elif name in names.functions:
            yield from names.functions[name]
        elif name in names.types:
            yield names.types[name]
        else:
            known = [*names.relations, *names.functions, *names.types]
            project.problem(
                "unknown-name",
                f'"{name}" is not declared',
                (*path, "depends_on", index),
                hint=did_you_mean(name, known),
            )


_PUBLIC = Grant("PUBLIC", "EXECUTE")


def _grants(spec: FunctionSpec, project: ProjectDraft) -> tuple[Grant, ...]:
    roles = {name: actor.role for name, actor in project.facts.actors.items()}
    return tuple(
        Grant(roles.get(name, name), "EXECUTE", privilege.endswith("option"))
        for name, privilege in sorted(spec.grants.items())
        if privilege != "none"
    )


def _names(declared: dict[str, list[FunctionSpec]], project: ProjectDraft) -> None:
    functions = project.names.functions
    for name, overloads in declared.items():
        schema, plain = split_name(name, project.schema)
        found = []
        for spec in overloads:
            with suppress(SqlTextError):  # reported when the function is lowered
                found.append(function_id(schema, plain, input_types(spec)))
        functions[f"{schema}.{plain}"] = tuple(found)
        if schema == project.schema:
            functions[plain] = tuple(found)


SECTION: Section[dict[str, list[FunctionSpec]]] = Section(
    key="functions",
    level=Level.PROJECT,
    annotation=dict[str, FunctionSpecs],
    default=dict,
    description="Functions and procedures.",
    lower_project=_lower,
    names_project=_names,
)
