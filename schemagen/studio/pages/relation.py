"""What the pages about one relation have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schemagen.app.connecting import Connection
from schemagen.studio.database import StudioError
from schemagen.studio.persona import Persona
from schemagen.studio.relations import Reference, Relation, read_relation
from schemagen.studio.statements import Key, order_of
from schemagen.studio.views import link
from schemagen.studio.visit import Visit


def relation_of(visit: Visit, connection: Connection, persona: Persona) -> Relation:
    """Return the relation that a visit names, as a persona may use it.

    Raises:
        StudioError: it names none, or there is none.
    """
    schema, name = visit.query.get("schema", ""), visit.query.get("name", "")
    if not (schema and name):
        raise StudioError(
            "this address names no table", hint="choose one in the list of all tables"
        )
    role = visit.database.role(connection, persona)
    found = read_relation(connection, role, schema, name)
    if found is None:
        raise StudioError(
            f'there is no table or view "{schema}.{name}"', hint="look for it among all tables"
        )
    return found


def key_of(visit: Visit, relation: Relation) -> Key:
    """Return the key of the row that a visit names.

    Raises:
        StudioError: it is not the key of a row.
    """
    key = tuple(visit.query.getlist("key"))
    if not key or len(key) != len(order_of(relation)):
        raise StudioError(
            f'rows of "{relation.title}" cannot be told apart by that',
            hint="this actor may not read the key, or the table has another one by now",
        )
    return key


def address(relation: Relation) -> dict[str, str]:
    """Return what the address of a page about a relation says."""
    return {"schema": relation.row.schema, "name": relation.row.name}


def referred(schema: str, table: str, columns: Sequence[str], values: Sequence[str]) -> str:
    """Return the address of the rows that have some values in some columns."""
    names, equal = tuple(columns), ("eq",) * len(columns)
    return link("/rows", schema=schema, name=table, c=names, o=equal, v=tuple(values))


def links_of(references: Sequence[Reference], values: Mapping[str, str | None]) -> dict[str, str]:
    """Return where the columns of foreign keys lead to."""
    found: dict[str, str] = {}
    # A column of several keys leads to where it leads alone.
    for each in sorted(references, key=lambda each: -len(each.columns)):
        texts = texts_of(values, each.columns)
        if texts is not None:
            to = referred(each.schema, each.table, each.other_columns, texts)
            found |= dict.fromkeys(each.columns, to)
    return found


def texts_of(values: Mapping[str, str | None], columns: Sequence[str]) -> tuple[str, ...] | None:
    """Return the values of columns; None where one of them is NULL or not to be read."""
    given = [values.get(name) for name in columns]
    texts = tuple(text for text in given if text is not None)
    return texts if len(texts) == len(given) else None
