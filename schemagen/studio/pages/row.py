"""One row: all of its values, what refers to it, why it is seen, and its form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from starlette.responses import Response

from schemagen.app.connecting import Connection
from schemagen.errors import SchemagenError
from schemagen.frozen import frozen
from schemagen.studio.database import StudioError
from schemagen.studio.fields import Field, changes, filled, present, typed_in
from schemagen.studio.pages.relation import (
    address,
    key_of,
    links_of,
    referred,
    relation_of,
    texts_of,
)
from schemagen.studio.persona import Persona
from schemagen.studio.relations import Column, Policy, Relation
from schemagen.studio.statements import Key, one_row, update
from schemagen.studio.typed import named
from schemagen.studio.views import link
from schemagen.studio.visit import Trouble, Visit, gone, trouble


@frozen(slots=False)
class Found:
    """A row as it is: `digest` tells whether it is still the same.

    `verdicts` has what each policy that binds the actor says of it; None where the actor may not
    ask.
    """

    relation: Relation
    key: Key
    digest: str
    values: dict[str, str | None]
    verdicts: tuple[tuple[Policy, bool | None], ...]

    def fields(self) -> list[Field]:
        """Return the fields of what privileges let the actor change."""
        return [
            present(column, self.values[column.name])
            for column in self.relation.readable
            if can_update(column)
        ]


def can_update(column: Column) -> bool:
    """Tell whether privileges let the actor give a column a value."""
    return column.updates and column.selects and not column.computed


def page(visit: Visit) -> Response:
    """Show a row, or change it as a form says."""
    if not visit.form:
        return _shown(visit)
    typed: Sequence[Field] = ()
    try:
        with visit.database.writing(visit.persona) as connection:
            found = find(visit, connection)
            typed = [filled(visit, field) for field in found.fields()]
            given = changes(iter(typed), found.values)
            if given:
                seen = visit.form_value("digest")
                _change(connection, found, seen, given)
    except SchemagenError as error:
        if not typed:
            raise
        return _shown(visit, typed, trouble(error))
    return gone(_afterwards(found, given))


def _change(connection: Connection, found: Found, seen: str, given: dict[str, str | None]) -> None:
    statement = update(found.relation, found.key, seen, given)
    with named(connection, typed_in(found.relation, given)):
        changed = connection.execute(statement.encode()).rowcount
    if changed != 1:
        raise StudioError(
            "no row was changed",
            hint="it was changed by somebody else since you loaded it, or no policy lets this"
            " actor update it: load it again",
        )


def _afterwards(found: Found, given: dict[str, str | None]) -> str:
    if not found.relation.has_key:
        return link("/rows", **address(found.relation))
    now = {**found.values, **given}
    key = tuple(now[name] or "" for name in found.relation.key)
    saved = "changed" if given else "same"
    return link("/row", **address(found.relation), key=key, saved=saved)


def find(visit: Visit, connection: Connection, *, is_hidden: bool = False) -> Found:
    """Read the row that a visit names, as its persona sees it.

    One that is hidden from the persona is read as whoever connects, with the persona's claims.

    Raises:
        StudioError: there is none, or this actor does not see it.
    """
    bound = relation_of(visit, connection, visit.persona)
    relation = relation_of(visit, connection, Persona()) if is_hidden else bound
    key = key_of(visit, relation)
    binding = tuple(each for each in bound.policies if each.applies and _is_read(each))
    policies = binding if bound.is_bound and visit.persona.actor else ()
    if is_hidden and bound.readable:
        connection.execute(visit.persona.claim(visit.studio.actors).encode())
    row, asked = _read(connection, relation, key, policies)
    if row is None:
        raise StudioError(
            f'this actor sees no such row of "{relation.title}"',
            hint="there is none, or no policy lets it through: look at the table, and choose there"
            " to see what is hidden",
        )
    count = len(relation.readable)
    names = (column.name for column in relation.readable)
    values = dict(zip(names, row[1 : count + 1], strict=True))
    said = row[count + 1 :] if asked else [None] * len(policies)
    verdicts = tuple(zip(policies, said, strict=True))
    return Found(relation, key, str(row[0]), values, verdicts)


def _is_read(policy: Policy) -> bool:
    return policy.command in ("SELECT", "ALL")


def _read(
    connection: Connection, relation: Relation, key: Key, policies: Sequence[Policy]
) -> tuple[tuple[Any, ...] | None, bool]:
    """Read a row, and what policies say of it, where the actor may ask; tells whether it may."""
    if policies:
        try:
            with connection.transaction():
                text = one_row(relation, key, policies)
                return connection.execute(text.encode()).fetchone(), True
        except psycopg.errors.InsufficientPrivilege:
            # A policy may read columns that the actor may not.
            pass
    return connection.execute(one_row(relation, key).encode()).fetchone(), False


def _shown(visit: Visit, typed: Sequence[Field] = (), problem: Trouble | None = None) -> Response:
    is_hidden = visit.query.get("show") == "all" and visit.persona.actor is not None
    with visit.database.reading(Persona() if is_hidden else visit.persona) as connection:
        found = find(visit, connection, is_hidden=is_hidden)
    relation = found.relation
    return visit.page(
        "row",
        title=f"A row of {relation.title}",
        status=422 if problem else 200,
        relation=relation,
        found=found,
        is_hidden=is_hidden,
        fields=() if is_hidden else typed or found.fields(),
        trouble=problem,
        saved=visit.query.get("saved", ""),
        outward=links_of(relation.outward, found.values),
        inward=_inward(found),
        address=address(relation),
        here=link("/row", **address(relation), key=found.key),
        deletion=link("/row/delete", **address(relation), key=found.key)
        if relation.row.deletes and not is_hidden
        else "",
    )


def _inward(found: Found) -> list[tuple[str, str, str]]:
    """Return who refers to the row: the table, the columns, and the address of its rows."""
    links = []
    for each in found.relation.inward:
        texts = texts_of(found.values, each.other_columns)
        if texts is not None:
            to = referred(each.schema, each.table, each.columns, texts)
            links.append((f"{each.schema}.{each.table}", ", ".join(each.columns), to))
    return links
