"""Members of extensions (pg_depend) whose privileges are not those that the extension gave them.

What the extension's script granted is kept in pg_init_privs; where it granted nothing, PostgreSQL's
defaults count. Whatever is otherwise was granted or taken away by somebody since, or by default
privileges that were in force when the extension was made, and is no part of the extension.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.facets.grants import RELATION_PRIVILEGES, Privilege, grant, revoke
from schemagen.catalog.object import RECREATE, CatalogObject, Grant, ObjectId, on_change
from schemagen.catalog.statement import Statement, Topic
from schemagen.declare.base import SpecModel
from schemagen.declare.declaration import Declaration, stated
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.grants import GrantsSpec, grants_by_role, revoked_grants, simple_grants
from schemagen.declare.section import Declared, Level, Section
from schemagen.declare.suggest import did_you_mean
from schemagen.frozen import frozen
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.support import plain_text, role_id
from schemagen.sqltext.quoting import Raw, sql
from schemagen.sqltext.tokens import SqlTextError, tokenize

_COLUMN: Final = "column"

_PRIVILEGES: Final = {
    _COLUMN: ("SELECT", "INSERT", "UPDATE", "REFERENCES"),
    "foreign data wrapper": ("USAGE",),
    "foreign server": ("USAGE",),
    "function": ("EXECUTE",),
    "language": ("USAGE",),
    "procedure": ("EXECUTE",),
    "schema": ("USAGE", "CREATE"),
    "sequence": ("USAGE", "SELECT", "UPDATE"),
    "table": RELATION_PRIVILEGES,
    "type": ("USAGE",),
}
"""What can be granted, by what GRANT calls the member; a view is a table, as there."""

_OPEN_TO_ALL: Final = ("function", "language", "procedure", "type")
"""What everybody may use by default."""


_HINT: Final = "say what it is, and its name: `function public.f(text)`, `column public.t.c`"


@frozen(kw_only=True)
class ExtensionMember(CatalogObject):
    """A member with privileges of its own; it is named as GRANT names it: `function public.f()`."""

    extension: str = on_change(RECREATE)  # hstore


class ExtensionMemberSpec(SpecModel):
    """Privileges on a member beyond those that its extension gives."""

    extension: str
    """The extension that it belongs to."""
    grants: GrantsSpec = Field(default_factory=dict)
    revoked: GrantsSpec = Field(default_factory=dict)
    """What the extension, or PostgreSQL itself, grants and shall not be."""


def _lower(declared: dict[str, ExtensionMemberSpec], project: ProjectDraft) -> Declared:
    for name, spec in declared.items():
        path = ("extension_members", name)
        word = _word(name)
        if word is None or not _is_name(word, name):
            message = f'"{name}" is not the name of a member of an extension'
            nearest = None if word else did_you_mean(name.partition(" ")[0], _PRIVILEGES)
            project.problems.add(
                "unknown-extension-member", message, path, hint=nearest or _HINT, key=True
            )
            continue
        yield _member(name, word, spec, project), path


def _member(
    name: str, word: str, spec: ExtensionMemberSpec, project: ProjectDraft
) -> ExtensionMember:
    path, privileges = ("extension_members", name), _PRIVILEGES[word]
    grants = simple_grants(spec.grants, privileges, project, (*path, "grants"))
    listed = simple_grants(spec.revoked, privileges, project, (*path, "revoked"))
    everybodys = revoked_grants(spec.grants, privileges[0]) if word in _OPEN_TO_ALL else ()
    revoked = tuple(sorted({*listed, *everybodys}))
    grantees = {each.grantee for each in (*grants, *revoked)} & project.roles
    needs = {ObjectId("extension", "", spec.extension), *map(role_id, grantees)}
    return ExtensionMember(
        id=ObjectId("extension_member", "", name),
        extension=spec.extension,
        grants=grants,
        revoked=revoked,
        depends_on=tuple(sorted(needs)),
    )


def _word(name: str) -> str | None:
    """Return what the member is, as its name begins."""
    return next((word for word in _PRIVILEGES if name.startswith(f"{word} ")), None)


def _is_name(word: str, name: str) -> bool:
    """Tell whether what follows is one name with perhaps types, and nothing that ends a command."""
    try:
        tokens = tokenize(name.removeprefix(word))
    except SqlTextError:
        return False
    if not tokens or not tokens[0].is_name or any(token.text == ";" for token in tokens):
        return False
    return word != _COLUMN or (tokens[-1].is_name and [t.text for t in tokens[-2:-1]] == ["."])


def _create(_: ExtensionMember, __: CreateContext) -> Iterable[Statement]:
    return ()  # the extension makes it


def _drop(item: ExtensionMember) -> Iterable[Statement]:
    """Put the privileges back to what the extension gave; the member itself stays."""
    target, column = _granted_on(item)

    def all_of(grants: Iterable[Grant]) -> Iterable[Privilege]:
        return (Privilege(target, each, column, item.id) for each in grants)

    yield from revoke(all_of(item.grants))
    yield from grant(all_of(item.revoked))


def _granted_on(item: ExtensionMember) -> tuple[str, str | None]:
    word = _word(item.id.name) or ""
    name = item.id.name.removeprefix(word).strip()
    if word != _COLUMN:
        return sql("{} {}", Raw(word.upper()), Raw(name)), None
    tokens = tokenize(name)
    relation = name[: tokens[-2].start]
    return sql("TABLE {}", Raw(relation)), tokens[-1].name


def _extension(item: ExtensionMember) -> ObjectId:
    return ObjectId("extension", "", item.extension)


def _declare(item: ExtensionMember, _: Catalog) -> Declaration:
    word = _word(item.id.name)
    usual = word in _OPEN_TO_ALL and item.revoked == (Grant("PUBLIC", _PRIVILEGES[word][0]),)
    # What is usual is said among the grants: `public: none`.
    revoked = {} if usual else grants_by_role(item.revoked)
    values = {"extension": item.extension, "revoked": revoked}
    return Declaration("extension_members", stated(ExtensionMemberSpec, values), item.id.name)


SECTION: Section[dict[str, ExtensionMemberSpec]] = Section(
    key="extension_members",
    level=Level.PROJECT,
    annotation=dict[str, ExtensionMemberSpec],
    default=dict,
    named=False,
    description="Privileges on what extensions bring along, beyond those that they give.",
    lower_project=_lower,
)

KIND = Kind(
    name="extension_member",
    plural="extension members",
    keyword="EXTENSION MEMBER",
    model=ExtensionMember,
    phase=31,
    create=_create,
    drop=_drop,
    identity=plain_text,
    goes_with=_extension,
    granted_on=_granted_on,
    gives_access=True,
    sections=(SECTION,),
    declare=_declare,
    topic=Topic.ACCESS,
    facets=frozenset({Facet.GRANTS}),
)
