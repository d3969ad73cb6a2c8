"""What a spec says of a domain, and the catalog object that it means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from schemagen.catalog.object import ObjectId
from schemagen.declare.base import ShortForm, SpecModel
from schemagen.declare.column_text import read_domain_text
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.expressions import check_expression, check_type
from schemagen.declare.grants import GrantsSpec, revoked_grants, simple_grants
from schemagen.declare.section import Declared, Level, Section
from schemagen.kinds.domain.model import Domain, DomainCheck
from schemagen.kinds.support import enter_names, split_name


class DomainCheckSpec(SpecModel):
    """A check of a domain, with its name where it has one; the value is called `value`."""

    expression: str
    """What must be true of `value`, or null."""
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
    """The underlying data type."""
    not_null: bool = False
    """Whether it refuses nulls."""
    default: str | None = None
    """The default of columns that have none, as an SQL expression."""
    collation: str | None = None
    checks: Annotated[
        list[DomainCheckSpec],
        BeforeValidator(
            _listed, json_schema_input_type=list[str | DomainCheckSpec] | dict[str, str]
        ),
    ] = Field(default_factory=list)
    """Its check constraints: expressions, mappings, or a mapping by name."""
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


SECTION: Section[dict[str, DomainSpec]] = Section(
    key="domains",
    level=Level.PROJECT,
    annotation=dict[str, DomainSpec],
    default=dict,
    description="Domains, in PostgreSQL's syntax or as mappings.",
    lower_project=_lower,
    names_project=enter_names("domain", lambda names: names.types),
)
