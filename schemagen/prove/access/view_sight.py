"""What is to be seen through a view: its query, over the rows that may be seen by whom it asks for.

The query of the spec is run by a superuser, whom nothing binds, in a transaction in which all the
other rows are gone. A view inside of the query is a table there, with what is to be seen through
it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import psycopg

from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen
from schemagen.kinds.materialized_view import MaterializedView
from schemagen.kinds.view import View
from schemagen.prove.access.expecting import Allowed, Expecting, Image, bare
from schemagen.prove.access.personas import Persona, State
from schemagen.prove.access.store import ROW_KEY
from schemagen.prove.access.tries import LISTED, Rows
from schemagen.prove.access.view_below import Below
from schemagen.prove.access.views import Viewed, ViewRules
from schemagen.sqltext.quoting import Literal, Name, Names, QualifiedName, Raw, join_sql, sql

QUIET: Final = "SET LOCAL session_replication_role = replica"
_ROW: Final = "schemagen_row"


@frozen(slots=False)
class Sight:
    """Finds out what is to be seen."""

    expecting: Expecting
    views: ViewRules

    def shown(self, persona: Persona, viewed: Viewed, columns: Sequence[str]) -> str:
        """Return columns of the rows that a view shows somebody, or the error of its query."""
        query = sql(
            "{} FROM ({}) AS {} ({})",
            Raw(listing(columns)),
            Raw(self._query(persona, viewed)),
            Name(_ROW),
            Names(tuple(viewed.columns)),
        )
        try:
            return self._ask(persona, viewed, query)
        except psycopg.Error as error:
            return f"!{error.sqlstate}"

    def is_stable(self, viewed: Viewed) -> bool:
        """Tell whether the query gives the same rows each time."""
        query = sql(
            "{} FROM ({}) AS {} ({})",
            Raw(listing(tuple(viewed.columns))),
            Raw(viewed.item.query),
            Name(_ROW),
            Names(tuple(viewed.columns)),
        )
        connection = self.expecting.connection
        found: set[object] = set()
        path = sql("SET LOCAL search_path = {}", Name(self.views.rules.project.schema))
        for _ in range(2):
            try:
                with connection.transaction(force_rollback=True):
                    connection.execute(path.encode())
                    found.add(connection.execute(query.encode()).fetchone())
            except psycopg.Error as error:
                found.add((error.sqlstate,))
        return len(found) == 1

    def refresher(self, viewed: Viewed) -> Persona:
        """Return the owner of a view, without claims: who refreshes it, if it holds rows."""
        settings = dict.fromkeys(self.views.rules.settings.values(), "")
        return Persona(self.views.owner(viewed.item), State.EMPTY, {}, settings)

    def asking(self, persona: Persona, viewed: Viewed) -> Persona:
        """Return the one in whose name a view asks when somebody uses it."""
        if isinstance(viewed.item, MaterializedView):
            return self.refresher(viewed)
        who = self.views.asks_as(persona.who, viewed.item)
        return replace(persona, who=who, speaking=persona.speaking or persona.who.role)

    def _query(self, persona: Persona, viewed: Viewed) -> str:
        asking = self.asking(persona, viewed)
        names = frozenset((key.schema, key.name) for key in viewed.reads)
        return bare(viewed.item.query, asking.speaking or asking.who.role, names)

    def _ask(self, persona: Persona, viewed: Viewed, query: str) -> str:
        inner = [self._as_table(persona, self.views.viewed[key]) for key in self._inner(viewed)]
        asking = self.asking(persona, viewed)
        path = sql("SET LOCAL search_path = pg_temp, {}", Name(self.views.rules.project.schema))
        prepared = [QUIET, *self.hidden(persona, viewed), *inner, path, asking.say]
        connection = self.expecting.connection
        with connection.transaction(force_rollback=True):
            connection.execute(join_sql(prepared, "; ").encode())
            found = connection.execute(query.encode()).fetchone()
        return str(found[0] or "") if found else ""

    def _inner(self, viewed: Viewed) -> Iterable[ObjectId]:
        return (
            key
            for key in viewed.reads
            if key in self.views.viewed and isinstance(self.views.viewed[key].item, View)
        )

    def _as_table(self, persona: Persona, viewed: Viewed) -> str:
        """Return the statement that makes a table of what a view shows somebody."""
        query = sql(
            "SELECT array_agg({row}::text)::text FROM ({}) AS {row} ({})",
            Raw(self._query(persona, viewed)),
            Names(tuple(viewed.columns)),
            row=Name(_ROW),
        )
        rows = self._ask(persona, viewed, query)
        return sql(
            "CREATE TEMP TABLE {name} AS SELECT (r::{view}).* FROM unnest({}::text[]) AS r",
            Literal(rows or "{}"),
            name=Name(viewed.id.name),
            view=QualifiedName(viewed.id.schema, viewed.id.name),
        )

    def hidden(
        self, persona: Persona, viewed: Viewed, but: ObjectId | None = None
    ) -> Iterable[str]:
        """Yield what takes away the rows that are hidden from whom a view asks for.

        Those of one table may be left.
        """
        asking = self.asking(persona, viewed)
        for table in self.views.rules.tables:
            if table.id in viewed.reads and table.id != but:
                allowed = self.expecting.allowed(asking, table)
                if not all(each.select for each in allowed.values()):
                    yield _keep(table.id, [row for row, each in allowed.items() if each.select])

    def of_base(self, persona: Persona, below: Below) -> Mapping[str, Allowed]:
        """Return what may be done through a view with the rows of the table below it."""
        return self.expecting.allowed(self.asking(persona, below.chain[-1]), below.table)

    def members(self, persona: Persona, below: Below, rows: Rows) -> list[str]:
        """Return which rows of the table are rows of the view, whoever may see them."""
        view = below.chain[0].id
        gone = sql("DELETE FROM {}", QualifiedName(view.schema, view.name))
        return self._through(persona, below, gone, rows.touched()).splitlines()

    def fits(self, persona: Persona, below: Below, rows: Rows, row: str, image: Image) -> bool:
        """Tell whether a row of the table would be one of the view if it were otherwise."""
        pairs = zip(image.columns, image.values, strict=True)
        usable = [(name, value) for name, value in pairs if name in rows.changeable]
        changed = join_sql([rows.only(row), rows.update(usable) if usable else ""], "; ")
        view = below.chain[0].id
        count = sql("SELECT count(*)::text FROM {}", QualifiedName(view.schema, view.name))
        try:
            return self._through(persona, below, changed, count) == "1"
        except psycopg.Error:
            # The table refuses such a row, before the view is asked.
            return True

    def _through(self, persona: Persona, below: Below, change: str, query: str) -> str:
        """Do something as a superuser, for whom the view shows all rows, and ask."""
        prepared = [QUIET]
        following = [*(each.id for each in below.chain[1:]), below.table.id]
        for viewed, key in zip(below.chain, following, strict=True):
            prepared += self.hidden(persona, viewed, but=key)
            view = QualifiedName(viewed.id.schema, viewed.id.name)
            prepared.append(sql("ALTER VIEW {} SET (security_invoker = true)", view))
        path = sql("SET LOCAL search_path = {}", Name(self.views.rules.project.schema))
        prepared += [path, self.asking(persona, below.chain[-1]).say, change]
        connection = self.expecting.connection
        with connection.transaction(force_rollback=True):
            connection.execute(join_sql(prepared, "; ").encode())
            found = connection.execute(query.encode()).fetchone()
        return str(found[0] or "") if found else ""


def _keep(key: ObjectId, rows: Sequence[str]) -> str:
    table = QualifiedName(key.schema, key.name)
    if not rows:
        return sql("DELETE FROM {}", table)
    listed = Raw(join_sql((sql("{}", Literal(row)) for row in rows), ", "))
    return sql("DELETE FROM {} WHERE {} NOT IN ({})", table, Raw(ROW_KEY), listed)


def listing(columns: Sequence[str]) -> str:
    """Return the start of a query for columns of all rows, as an outcome; without any, a count."""
    if not columns:
        return "SELECT count(*)::text"
    return sql(LISTED, row=Raw(listing_row(columns)))


def listing_row(columns: Sequence[str]) -> str:
    """Return a row as one text."""
    texts = join_sql((sql("{}::text", Name(name)) for name in columns), ", ")
    return sql("ARRAY[{}]::text", Raw(texts))
