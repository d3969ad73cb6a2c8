"""What a spec is to declare of a database: its objects, without what every database has."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Final

import psycopg

from schemagen.app.connecting import Connection, Target, redacted
from schemagen.app.looking import known_major
from schemagen.app.scope import Scope
from schemagen.app.selection import Selection
from schemagen.app.stubs import needed_roles
from schemagen.catalog.apart import PATTERN
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, Grant, ObjectId
from schemagen.compose.document import Heading
from schemagen.errors import IntrospectError
from schemagen.introspect.reading import read_database
from schemagen.introspect.snapshot import read_in_transaction
from schemagen.kinds import BY_NAME

_PUBLIC: Final = ObjectId("schema", "", "public")
_STANDARD: Final = "standard public schema"
_MARK: Final = "Created by schemagen."
_CONTENTS: Final = """
WITH found AS (
    SELECT relnamespace AS schema, 'pg_class'::regclass AS class, oid, 100 AS weight
    FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
    UNION ALL SELECT pronamespace, 'pg_proc'::regclass, oid, 1 FROM pg_proc
    UNION ALL SELECT typnamespace, 'pg_type'::regclass, oid, 1
    FROM pg_type WHERE typtype IN ('e', 'd')
)
SELECT n.nspname
FROM found AS f
JOIN pg_namespace AS n ON n.oid = f.schema
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND n.nspname !~ %s
    AND NOT EXISTS (
        SELECT FROM pg_depend AS d
        WHERE d.classid = f.class AND d.objid = f.oid AND d.deptype = 'e'
    )
GROUP BY n.nspname
ORDER BY n.nspname = 'public' DESC, sum(f.weight) DESC, n.nspname
"""
"""The schemas that hold anything: the usual one first, then the fullest."""


def unmodelled(connection: Connection, target: Target, selection: Selection) -> tuple[str, ...]:
    """Name what is there and schemagen knows nothing of, or may not see.

    Raises:
        IntrospectError: the database cannot be read.
    """
    try:
        reading = read_database(connection)
    except psycopg.Error as error:
        raise _unreadable(error, target) from None
    return tuple(
        text for text in (*reading.unmodelled, *reading.hidden) if _is_meant(text, selection)
    )


def _is_meant(text: str, selection: Selection) -> bool:
    name = text.rpartition(" ")[2]
    schema = name.partition(".")[0]
    if any(fnmatchcase(part, each) for each in selection.exclude for part in (name, schema)):
        return False
    return not selection.schemas or any(fnmatchcase(schema, each) for each in selection.schemas)


def _unreadable(error: psycopg.Error, target: Target) -> IntrospectError:
    said = redacted(str(error).strip(), target)
    return IntrospectError(f"the catalog cannot be read: {said}", where=target.where)


def read_original(
    connection: Connection, target: Target, project: str, selection: Selection, *, is_dump: bool
) -> tuple[Heading, Catalog]:
    """Read what is to be declared, with names as a project in its own schema writes them.

    What a dump (`is_dump`) was loaded as, owns it all, and is not declared.

    Raises:
        ConnectError: the server has a version that schemagen does not know.
        IntrospectError: the database cannot be read.
    """
    major = known_major(connection, target)
    scope = Scope(selection)
    try:
        with connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            filled = connection.execute(_CONTENTS, [PATTERN])
            named = [ObjectId("schema", "", name) for (name,) in filled]
            home = next((key.name for key in named if key in scope), _PUBLIC.name)
            usual = dict[str, str](
                connection.execute("SELECT name, comment FROM pg_available_extensions").fetchall()
            )
            first = connection.execute("SELECT pg_get_userbyid(10)::text").fetchone()
            found = read_in_transaction(connection, home)
    except psycopg.Error as error:
        raise _unreadable(error, target) from None
    chosen = [item for item in found if item.id in scope]
    roles = _roles(found, needed_roles(Catalog(chosen)))
    # Whose dump it is does not matter where that is whoever has everything.
    nobody = first[0] if first and is_dump else None
    plain = (
        _without_usual(replace(item, owner=None) if item.owner == nobody else item, usual, major)
        for item in (*chosen, *roles)
    )
    return Heading(project, home, major), Catalog(plain)


def _roles(found: Catalog, needed: Collection[str]) -> list[CatalogObject]:
    """Return the roles that are mentioned, and those that they are members of."""
    shared = {item.id.name: item for item in found if BY_NAME[item.id.kind].shared}
    wanted = set(needed) & shared.keys()
    while more := needed_roles(Catalog(shared[name] for name in wanted)) & shared.keys() - wanted:
        wanted |= more
    return [shared[name] for name in sorted(wanted)]


def _without_usual(item: CatalogObject, comments: dict[str, str], major: int) -> CatalogObject:
    """Leave out what every new database has: comments of extensions, and of the schema public."""
    comment = item.comment
    if item.id == _PUBLIC:
        usual = {Grant("PUBLIC", "USAGE")} | ({Grant("PUBLIC", "CREATE")} if major < 15 else set())
        return replace(
            item,
            comment=None if comment == _STANDARD else comment,
            owner=None,
            grants=tuple(grant for grant in item.grants if grant not in usual),
            revoked=tuple(sorted(usual - set(item.grants))),
        )
    if BY_NAME[item.id.kind].shared and comment:
        return replace(item, comment=comment.removesuffix(_MARK).strip() or None)
    if item.id.kind == "extension" and comment == comments.get(item.id.name):
        return replace(item, comment=None)
    return item
