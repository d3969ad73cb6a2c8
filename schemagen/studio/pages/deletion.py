"""Deleting a row: what goes with it is tried first and shown, and nothing goes unasked."""

from __future__ import annotations

from typing import Final

from psycopg.rows import class_row
from starlette.responses import Response

from schemagen.app.connecting import Connection
from schemagen.frozen import frozen
from schemagen.studio.database import StudioError
from schemagen.studio.pages.relation import address
from schemagen.studio.pages.row import Found, find
from schemagen.studio.statements import delete
from schemagen.studio.views import link
from schemagen.studio.visit import Visit, gone

# The server counts what a transaction does, foreign keys and triggers included.
_DONE: Final = """\
SELECT schemaname AS schema, relname AS name,
    n_tup_del AS deleted, n_tup_upd AS updated, n_tup_ins AS inserted
FROM pg_catalog.pg_stat_xact_user_tables
WHERE n_tup_del + n_tup_upd + n_tup_ins > 0
ORDER BY n_tup_del = 0, schemaname, relname"""


@frozen(kw_only=True)
class Touched:
    """What a deletion does to a table, in rows."""

    schema: str
    name: str
    deleted: int
    updated: int
    inserted: int


def page(visit: Visit) -> Response:
    """Ask whether a row is to be deleted, or delete it as a form says."""
    if visit.form:
        with visit.database.writing(visit.persona) as connection:
            found = find(visit, connection)
            _delete(connection, found, visit.form_value("digest"))
        return gone(link("/rows", **address(found.relation), saved="deleted"))
    with visit.database.writing(visit.persona, keep=False) as connection:
        found = find(visit, connection)
        _delete(connection, found, found.digest)
        with connection.cursor(row_factory=class_row(Touched)) as cursor:
            touched = cursor.execute(_DONE.encode()).fetchall()
    relation = found.relation
    return visit.page(
        "deletion",
        title=f"Delete a row of {relation.title}?",
        relation=relation,
        found=found,
        touched=touched,
        address=address(relation),
        here=link("/row/delete", **address(relation), key=found.key),
        back=link("/row", **address(relation), key=found.key),
    )


def _delete(connection: Connection, found: Found, seen: str) -> None:
    statement = delete(found.relation, found.key, seen)
    if connection.execute(statement.encode()).rowcount != 1:
        raise StudioError(
            "no row was deleted",
            hint="it was changed by somebody else since you loaded it, or no policy lets this"
            " actor delete it: load it again",
        )
    connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
