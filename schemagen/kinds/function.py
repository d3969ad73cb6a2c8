"""Functions and procedures (pg_proc, prokind 'f' and 'p').

The identity holds the input types, since functions are overloaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Annotated, Any
from typing import Literal as Choice

from pydantic import BeforeValidator, Field, model_validator

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.hazard import authz, untracked
from schemagen.catalog.lock import Lock
from schemagen.catalog.object import (
    ALTER,
    RECREATE,
    UNORDERED,
    CatalogObject,
    Grant,
    Ignore,
    ObjectId,
    Refers,
    on_change,
)
from schemagen.catalog.statement import Effect, Statement
from schemagen.declare.argument_text import read_arguments, read_returns
from schemagen.declare.base import NameList, SpecModel, readable, spec_error
from schemagen.declare.body_text import read_body, write_body
from schemagen.declare.declaration import Declaration, Reference, stated
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.expressions import check_argument_type, check_body
from schemagen.declare.problems import Path
from schemagen.declare.section import Declared, Level, Section
from schemagen.declare.suggest import did_you_mean
from schemagen.kinds.effects import NO_LOCK, ROW_EXCLUSIVE
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.support import former_name, function_name, split_name, statement
from schemagen.sqltext.calls import call_sizes
from schemagen.sqltext.quoting import (
    Literal,
    Name,
    QualifiedName,
    Raw,
    dollar_quote,
    sql,
)
from schemagen.sqltext.tokens import SqlTextError, tokenize

_READ_BY_POSTGRESQL = frozenset({"c", "internal", "sql"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Function(CatalogObject):
    """A function or procedure; `arguments` and `returns` as PostgreSQL writes them."""

    name: str = on_change(Ignore("part of the identity"))  # get_trust_tier
    arguments: str = on_change(RECREATE)  # score integer DEFAULT 0
    input_types: str = on_change(Ignore("part of the identity"))  # integer
    returns: str | None = on_change(RECREATE, None)  # text
    procedure: bool = on_change(RECREATE, False)
    window: bool = on_change(RECREATE, False)
    language: str = on_change(ALTER, "sql")
    body: str = on_change(ALTER, "", refers=Refers.NOTHING)
    object_file: str | None = on_change(ALTER, None, refers=Refers.NOTHING)  # $libdir/pgcrypto
    support: str | None = on_change(ALTER, None)  # public.upper_support
    transforms: tuple[str, ...] = on_change(ALTER, ())  # ('hstore',)
    volatility: str = on_change(ALTER, "volatile")
    parallel: str = on_change(ALTER, "unsafe")
    strict: bool = on_change(ALTER, False)
    security_definer: bool = on_change(ALTER, False)
    leakproof: bool = on_change(ALTER, False)
    cost: float | None = on_change(ALTER, None)
    rows: float | None = on_change(ALTER, None)
    settings: tuple[tuple[str, str], ...] = on_change(  # (('search_path', 'pg_catalog'),)
        UNORDERED, (), refers=Refers.NOTHING
    )


class FunctionSpec(SpecModel):
    """A function, procedure or trigger function."""

    kind: Choice["function", "procedure"] = "function"
    arguments: str = ""
    returns: Annotated[str, readable(read_returns)] | None = None
    language: str = "sql"
    window: bool = False
    volatility: Choice["immutable", "stable", "volatile"] = "volatile"
    parallel: Choice["safe", "restricted", "unsafe"] = "unsafe"
    strict: bool = False
    security: Choice["invoker", "definer"] = "invoker"
    leakproof: bool = False
    cost: float | None = None
    rows: float | None = None
    set: Mapping[str, str | None] = Field(
        default_factory=dict, description="Null leaves a search_path to who calls."
    )
    body: str | None = None
    body_file: str | None = None
    object_file: str | None = Field(
        default=None, description="Of a function in C; `body` is its symbol."
    )
    support: str | None = Field(default=None, description="The planner support function, in C.")
    transforms: NameList = Field(default_factory=list, description="Types, for TRANSFORM FOR TYPE.")
    verbatim: Annotated[
        bool, Field(description="Whether line breaks around the body are its own.")
    ] = False
    grants: dict[str, str] = Field(default_factory=dict)
    depends_on: list[str] = Field(default_factory=list)
    examples: dict[str, str] = Field(default_factory=dict)
    comment: str | None = None
    was: str | None = None

    @model_validator(mode="after")
    def _check(self) -> FunctionSpec:
        if (self.body is None) == (self.body_file is None):
            raise spec_error("function-body", "a function has either `body` or `body_file`")
        if self.kind == "function" and self.returns is None and "out" not in self.arguments.lower():
            raise spec_error("function-returns", "a function says what it `returns`")
        if self.security == "definer" and "search_path" not in self.set:
            raise spec_error(
                "definer-search-path",
                "a security definer function fixes its search_path",
                hint='add `set: {search_path: "pg_catalog, pg_temp"}`, qualify names in the body; '
                "null leaves it to who calls",
            )
        return self


def _one_or_many(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


FunctionSpecs = Annotated[
    list[FunctionSpec],
    BeforeValidator(_one_or_many, json_schema_input_type=FunctionSpec | list[FunctionSpec]),
]
"""A function, or a list of its overloads."""


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


# A body of the SQL standard is no string: it is read when the function is made. In a string neither
# word could come first.
_STANDARD_BODY = re.compile(r"\s*(return|begin\s+atomic)\b", re.IGNORECASE)


# Lists, which hold their items with quotes where they need any (GUC_LIST_QUOTE); a quoted constant;
# a word or a number.
_LISTS = frozenset(
    ["local_preload_libraries", "search_path", "session_preload_libraries", "temp_tablespaces"]
)
_PLAIN_VALUE = re.compile(r"'.*'|[a-z_][a-z0-9_]*|-?[0-9]+(\.[0-9]+)?", re.IGNORECASE | re.DOTALL)


def _setting(key: str, value: str) -> str:
    if key in _LISTS and value == '""':
        return "''"  # an empty item is a constant; no name is empty
    if key in _LISTS or _PLAIN_VALUE.fullmatch(value):
        return value
    return sql("{}", Literal(value))


def _noun(item: Function) -> str:
    return "PROCEDURE" if item.procedure else "FUNCTION"


def _identity(item: Function) -> str:
    return sql("{}({})", QualifiedName(item.id.schema, item.name), Raw(item.input_types))


def _create(item: Function, _: CreateContext) -> Iterable[Statement]:
    lines = [
        sql(
            "CREATE {} {}({})",
            Raw(_noun(item)),
            QualifiedName(item.id.schema, item.name),
            Raw(item.arguments),
        )
    ]
    if item.returns:
        lines.append(sql("    RETURNS {}", Raw(item.returns)))
    lines.append("    " + " ".join(_attributes(item)))
    lines += [
        sql("    SET {} = {}", Name(key), Raw(_setting(key, value))) for key, value in item.settings
    ]
    if item.language == "sql" and _STANDARD_BODY.match(item.body):
        lines.append(item.body)
    elif item.object_file is not None:
        lines.append(sql("AS {}, {}", Literal(item.object_file), Literal(item.body)))
    else:
        lines.append("AS " + dollar_quote(item.body, "function" if "$$" in item.body else ""))
    yield statement(item, "{}", Raw("\n".join(lines)), effect=_making(item))


def _making(item: Function) -> Effect:
    """Return what is to be known of a function that is made or replaced."""
    risks = []
    if item.security_definer:
        risks.append(authz(f"{_identity(item)} does for everyone what its owner may do"))
    if item.language not in _READ_BY_POSTGRESQL:
        risks.append(untracked(f"what the body of {_identity(item)} needs is known to nobody"))
    return Effect(tuple(_read_for(item)), tuple(risks))


def _read_for(item: Function) -> Iterable[Lock]:
    """Yield locks for reading a body of the SQL standard, which may change rows."""
    if _STANDARD_BODY.match(item.body):
        relations = {
            (key.schema, key.table or key.name)
            for key in item.depends_on
            if key.table or key.kind in _RELATIONS
        }
        for schema, relation in sorted(relations):
            yield Lock(ROW_EXCLUSIVE, schema, relation)


def _attributes(item: Function) -> Iterable[str]:
    yield sql("LANGUAGE {}", Name(item.language))
    if item.transforms:
        yield "TRANSFORM " + ", ".join(sql("FOR TYPE {}", Raw(name)) for name in item.transforms)
    if item.window:
        yield "WINDOW"
    if item.volatility != "volatile":
        yield item.volatility.upper()
    if item.leakproof:
        yield "LEAKPROOF"
    if item.strict:
        yield "STRICT"
    if item.security_definer:
        yield "SECURITY DEFINER"
    if item.parallel != "unsafe":
        yield sql("PARALLEL {}", Raw(item.parallel.upper()))
    if item.cost is not None:
        yield sql("COST {}", Literal(item.cost))
    if item.rows is not None:
        yield sql("ROWS {}", Literal(item.rows))
    if item.support:
        yield sql("SUPPORT {}", Raw(item.support))


def _drop(item: Function) -> Iterable[Statement]:
    risk = untracked(f"functions and applications that call {_identity(item)} by name break")
    effect = Effect(risks=(risk,))
    yield statement(item, "DROP {} {}", Raw(_noun(item)), Raw(_identity(item)), effect=effect)


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


def _replace(_: Function, desired: Function) -> Iterable[Statement]:
    made = list(_create(desired, CreateContext(Catalog())))
    yield replace(made[0], sql=made[0].sql.replace("CREATE", "CREATE OR REPLACE", 1))


def _rename(current: Function, desired: Function) -> Iterable[Statement]:
    yield statement(
        desired,
        "ALTER {} {} RENAME TO {}",
        Raw(_noun(current)),
        Raw(_identity(current)),
        Name(function_name(desired.id, desired.input_types)),
        effect=NO_LOCK,
    )


def _declare(item: Function, _: Catalog) -> Declaration:
    body, verbatim = write_body(item.body)
    settings: dict[str, str | None] = dict(item.settings)
    if item.security_definer and "search_path" not in settings:
        settings["search_path"] = None
    values = {
        "kind": "procedure" if item.procedure else "function",
        "arguments": item.arguments,
        "returns": item.returns,
        "language": item.language,
        "window": item.window,
        "volatility": item.volatility,
        "parallel": item.parallel,
        "strict": item.strict,
        "security": "definer" if item.security_definer else "invoker",
        "leakproof": item.leakproof,
        "cost": _number(item.cost),
        "rows": _number(item.rows),
        "set": settings,
        "body": body,
        "object_file": item.object_file,
        "support": item.support,
        "transforms": list(item.transforms),
        "verbatim": verbatim,
        "depends_on": _unseen(item),
    }
    return Declaration("functions", stated(FunctionSpec, values), item.name)


def _number(value: float | None) -> float | None:
    return int(value) if value is not None and value == int(value) else value


_RELATIONS = frozenset({"table", "view", "materialized_view"})
_TYPES = frozenset({"enum", "domain", "composite_type", "range_type"})


def _unseen(item: Function) -> list[Reference]:
    """Return what lowering would not see that the function needs."""
    seen = _names_in(f"{item.arguments} {item.returns or ''}")
    if item.language == "sql":
        seen |= _names_in(item.body)
    in_body = _names_in(item.body) if item.language == "plpgsql" else frozenset()
    found = set()
    for key in item.depends_on:
        name = key.name.partition("(")[0]
        rows = key.kind in _RELATIONS and re.search(rf"\b{name}[\w.]*\s*%", item.body)
        if name in seen or (name in in_body and (key.kind in _TYPES or rows)):
            continue
        if key.kind in _RELATIONS | _TYPES | {"function", "aggregate"}:
            found.add((key.schema, name))
    return [Reference(*pair) for pair in sorted(found)]


def _names_in(text: str) -> frozenset[str]:
    try:
        return frozenset(token.name for token in tokenize(text) if token.is_name)
    except SqlTextError:
        return frozenset()


SECTION: Section[dict[str, list[FunctionSpec]]] = Section(
    key="functions",
    level=Level.PROJECT,
    annotation=dict[str, FunctionSpecs],
    default=dict,
    description="Functions and procedures.",
    lower_project=_lower,
    names_project=_names,
)

KIND = Kind(
    name="function",
    plural="functions",
    keyword="FUNCTION",
    model=Function,
    phase=60,
    create=_create,
    drop=_drop,
    alters=dict.fromkeys(
        (
            "language",
            "body",
            "object_file",
            "support",
            "transforms",
            "volatility",
            "parallel",
            "strict",
            "security_definer",
            "leakproof",
            "cost",
            "rows",
            "settings",
        ),
        _replace,
    ),
    rename=_rename,
    identity=_identity,
    unchecked=lambda item: not _STANDARD_BODY.match(item.body),
    keyword_of=_noun,
    gives_access=True,
    sections=(SECTION,),
    declare=_declare,
    makes="functions",
    facets=frozenset({Facet.COMMENT, Facet.OWNER, Facet.GRANTS}),
)
