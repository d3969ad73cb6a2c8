"""Domains (pg_type.typtype = 'd')."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.lock import Work
from schemagen.catalog.object import ALTER, RECREATE, CatalogObject, ObjectId, on_change
from schemagen.catalog.statement import Effect, Statement
from schemagen.declare.base import ShortForm, SpecModel
from schemagen.declare.column_text import read_domain_text
from schemagen.declare.declaration import Declaration, is_plain, stated
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.expressions import check_expression, check_type
from schemagen.declare.grants import GrantsSpec, revoked_grants, simple_grants
from schemagen.declare.section import Declared, Level, Section
from schemagen.kinds.effects import NO_LOCK, SHARE, users_of
from schemagen.kinds.kind import CreateContext, Facet, Kind, Release
from schemagen.kinds.support import (
    qualified,
    qualified_text,
    rename_object,
    split_name,
    statement,
)
from schemagen.sqltext.quoting import Literal, Name, Raw, join_sql, sql
from schemagen.sqltext.tokens import SqlTextError


class DomainCheck(NamedTuple):
    """A check of a domain; `not_valid` ones do not hold for the values that were there before."""

    name: str
    expression: str  # VALUE ~ '@'
    not_valid: bool = False
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain(CatalogObject):
    """A domain."""

    type: str = on_change(RECREATE)  # text
    not_null: bool = on_change(ALTER, False)
    default: str | None = on_change(ALTER, None)
    collation: str | None = on_change(RECREATE, None)
    checks: tuple[DomainCheck, ...] = on_change(ALTER, ())  # sorted by name


class DomainCheckSpec(SpecModel):
    """A check of a domain, with its name where it has one; the value is called `value`."""

    expression: str
    name: str | None = None
    not_valid: bool = False
    comment: str | None = None


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        return [{"name": name, "expression": text} for name, text in value.items()]
    if isinstance(value, list):
        return [{"expression": item} if isinstance(item, str) else item for item in value]
    return value


class DomainSpec(ShortForm):
    """A domain: `text not null check (value ~ '@')`, or a mapping."""

    type: str
    not_null: bool = False
    default: str | None = None
    collation: str | None = None
    checks: Annotated[
        list[DomainCheckSpec],
        BeforeValidator(
            _listed, json_schema_input_type=list[str | DomainCheckSpec] | dict[str, str]
        ),
    ] = Field(default_factory=list)
    grants: GrantsSpec = Field(default_factory=dict)
    comment: str | None = None
    was: str | None = None

    @classmethod
    def from_text(cls, text: str) -> Mapping[str, Any]:
        """Read what stands after AS in CREATE DOMAIN."""
        return read_domain_text(text)

    @classmethod
    def text_key(cls) -> str | None:
        """Let `type` hold a whole short form."""
        return "type"


def _lower(declared: dict[str, DomainSpec], project: ProjectDraft) -> Declared:
    for name, spec in declared.items():
        schema, plain = split_name(name, project.schema)
        path = ("domains", name)
        type_text, needs = check_type(spec.type, project, (*path, "type"))
        checks = _named_checks(plain, spec)
        for index, check in enumerate(checks):
            where = (*path, "checks", index)
            needs |= check_expression(check.expression, project, where, {"value": type_text})
        if spec.default is not None:
            needs |= check_expression(spec.default, project, (*path, "default"), {})
        key = ObjectId("domain", schema, plain)
        item = Domain(
            id=key,
            type=type_text,
            not_null=spec.not_null,
            default=spec.default,
            collation=spec.collation,
            checks=checks,
            grants=simple_grants(spec.grants, ("USAGE",), project, (*path, "grants")),
            revoked=revoked_grants(spec.grants, "USAGE"),
            comment=spec.comment,
            was=spec.was,
            depends_on=tuple(sorted(needs - {key})),
        )
        yield item, path


def _named_checks(name: str, spec: DomainSpec) -> tuple[DomainCheck, ...]:
    named: dict[str, DomainCheck] = {}
    for number, given in enumerate(spec.checks):
        key = given.name or f"{name}_check{number or ''}"
        named[key] = DomainCheck(key, given.expression, given.not_valid, given.comment)
    return tuple(named[key] for key in sorted(named))


def _create(item: Domain, _: CreateContext) -> Iterable[Statement]:
    parts = [
        sql("CREATE DOMAIN {} AS {}", qualified(item.id), Raw(item.type)),
        sql("COLLATE {}", Raw(item.collation)) if item.collation else "",
        sql("DEFAULT {}", Raw(item.default)) if item.default is not None else "",
        "NOT NULL" if item.not_null else "",
        *(_check_text(check) for check in item.checks if not check.not_valid),
    ]
    yield statement(item, "{}", Raw(join_sql(parts)), effect=NO_LOCK)
    for check in item.checks:
        if check.not_valid:
            yield _add(item, check)
        if check.comment:
            yield _describe(item, check)


def _check_text(check: DomainCheck) -> str:
    return sql("CONSTRAINT {} CHECK ({})", Name(check.name), Raw(check.expression))


def _add(item: Domain, check: DomainCheck) -> Statement:
    text = "ALTER DOMAIN {} ADD {}{}"
    ending = Raw(" NOT VALID" if check.not_valid else "")
    fails_if = f"a value of {qualified_text(item)} breaks {check.name}"
    effect = NO_LOCK if check.not_valid else _checking(item, fails_if)
    what = Raw(_check_text(check))
    return statement(item, text, qualified(item.id), what, ending, effect=effect)


def _remove(item: Domain, check: DomainCheck) -> Statement:
    text = "ALTER DOMAIN {} DROP CONSTRAINT {}"
    return statement(item, text, qualified(item.id), Name(check.name), effect=NO_LOCK)


def _describe(item: Domain, check: DomainCheck) -> Statement:
    text = "COMMENT ON CONSTRAINT {} ON DOMAIN {} IS {}"
    name, comment = Name(check.name), Literal(check.comment)
    return statement(item, text, name, qualified(item.id), comment, effect=NO_LOCK)


def _drop(item: Domain) -> Iterable[Statement]:
    yield statement(item, "DROP DOMAIN {}", qualified(item.id), effect=NO_LOCK)


def _names(declared: dict[str, DomainSpec], project: ProjectDraft) -> None:
    for name in declared:
        schema, plain = split_name(name, project.schema)
        project.names.add(project.names.types, ObjectId("domain", schema, plain), project.schema)


def _set_default(_: Domain, desired: Domain) -> Iterable[Statement]:
    if desired.default is None:
        text = "ALTER DOMAIN {} DROP DEFAULT"
        yield statement(desired, text, qualified(desired.id), effect=NO_LOCK)
    else:
        text, default = "ALTER DOMAIN {} SET DEFAULT {}", Raw(desired.default)
        yield statement(desired, text, qualified(desired.id), default, effect=NO_LOCK)


def _set_not_null(_: Domain, desired: Domain) -> Iterable[Statement]:
    what = Raw("SET" if desired.not_null else "DROP")
    effect = NO_LOCK
    if desired.not_null:
        effect = _checking(desired, f"a row has no value of {qualified_text(desired)}")
    text = "ALTER DOMAIN {} {} NOT NULL"
    yield statement(desired, text, qualified(desired.id), what, effect=effect)


def _checking(item: Domain, fails_if: str) -> Effect:
    """Return the effect of what reads every table that uses the domain."""
    return Effect(fails_if=fails_if, reach=users_of(item.id, SHARE, Work.SCAN))


def _set_checks(current: Domain, desired: Domain) -> Iterable[Statement]:
    before = {check.name: check for check in current.checks}
    after = {check.name: check for check in desired.checks}
    for name, check in before.items():
        if name not in after or _is_other(check, after[name]):
            yield _remove(desired, check)
    for name, check in after.items():
        there = before.get(name)
        new = there is None or _is_other(there, check)
        if new:
            yield _add(desired, check)
        elif there and there.not_valid and not check.not_valid:
            fails_if = f"a value of {qualified_text(desired)} breaks {name}"
            yield statement(
                desired,
                "ALTER DOMAIN {} VALIDATE CONSTRAINT {}",
                qualified(desired.id),
                Name(name),
                effect=_checking(desired, fails_if),
            )
        if check.comment != (None if new or there is None else there.comment):
            yield _describe(desired, check)


def _is_other(there: DomainCheck, check: DomainCheck) -> bool:
    """Tell whether a check has to be made anew: PostgreSQL cannot make one not valid."""
    return there.expression != check.expression or (check.not_valid and not there.not_valid)


def _release(_: Domain, item: Domain, other: ObjectId) -> Release:
    """Do without the checks and the default that call what is being replaced."""
    called = other.name.partition("(")[0]
    checks = [check for check in item.checks if called in check.expression]
    default = item.default if item.default is not None and called in item.default else None
    if "(" not in other.name or not (checks or default):
        return Release((), (), impossible=True)
    without = replace(item, default=None)
    return Release(
        (
            *(_remove(item, check) for check in checks),
            *(_set_default(item, without) if default else ()),
        ),
        (
            *(_set_default(without, item) if default else ()),
            *(_add(item, check) for check in checks),
            *(_describe(item, check) for check in checks if check.comment),
        ),
    )


def _rename(current: Domain, desired: Domain) -> Iterable[Statement]:
    yield rename_object("DOMAIN", current, desired, NO_LOCK)


def _declare(item: Domain, _: Catalog) -> Declaration:
    values = {
        "type": item.type,
        "not_null": item.not_null,
        "default": item.default,
        "collation": item.collation,
        "checks": _said_checks(item),
    }
    mapping = stated(DomainSpec, values)
    text = _short_text(item, mapping.get("checks", []))
    if is_plain(item) and _says(text, mapping):
        return Declaration("domains", text, item.id.name)
    listed = mapping.get("checks", [])
    if listed and all(isinstance(each, dict) and len(each) == 2 for each in listed):
        mapping["checks"] = {each["name"]: each["expression"] for each in listed}
    return Declaration("domains", mapping, item.id.name)


def _said_checks(item: Domain) -> list[Any]:
    """Return the checks in an order that gives them their names, which then need not be said."""
    given = {check.name: check for check in item.checks}
    generated = [f"{item.id.name}_check{number or ''}" for number in range(len(given))]
    if set(generated) == set(given):
        return [_said(given[name], named=False) for name in generated]
    first = generated[0] if generated else ""
    unnamed = [_said(given.pop(first), named=False)] if first in given else []
    return [*unnamed, *(_said(check, named=True) for check in given.values())]


def _said(check: DomainCheck, *, named: bool) -> Any:
    values = {**check._asdict(), "name": check.name if named else None}
    said = stated(DomainCheckSpec, values)
    return check.expression if len(said) == 1 else said


def _short_text(item: Domain, checks: Iterable[Any]) -> str:
    parts = [
        item.type,
        sql("collate {}", Raw(item.collation)) if item.collation else "",
        sql("default {}", Raw(item.default)) if item.default is not None else "",
        "not null" if item.not_null else "",
    ]
    for check in checks:
        named = isinstance(check, dict) and "name" in check
        head = sql("constraint {} ", Name(check["name"])) if named else ""
        parts.append(head + sql("check ({})", Raw(check["expression"] if named else check)))
    return join_sql(parts)


def _says(text: str, mapping: Mapping[str, Any]) -> bool:
    try:
        return read_domain_text(text) == mapping
    except SqlTextError:
        return False


SECTION: Section[dict[str, DomainSpec]] = Section(
    key="domains",
    level=Level.PROJECT,
    annotation=dict[str, DomainSpec],
    default=dict,
    description="Domains, in PostgreSQL's syntax or as mappings.",
    lower_project=_lower,
    names_project=_names,
)

KIND = Kind(
    name="domain",
    plural="domains",
    keyword="DOMAIN",
    model=Domain,
    phase=61,
    name_space="type",
    create=_create,
    drop=_drop,
    alters={"default": _set_default, "not_null": _set_not_null, "checks": _set_checks},
    rename=_rename,
    release=_release,
    identity=qualified_text,
    sections=(SECTION,),
    declare=_declare,
    makes="types",
    facets=frozenset({Facet.COMMENT, Facet.OWNER, Facet.GRANTS}),
)
