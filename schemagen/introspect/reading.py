"""Reading a database, with the names of what is there and cannot be told.

Nothing is passed over: what no kind reads, and what may not be seen, is said by name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from importlib.resources import files
from typing import Any, Final

from psycopg import Connection

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import blotted, model_of, secret_fields
from schemagen.frozen import frozen
from schemagen.introspect.objects import Address
from schemagen.introspect.snapshot import read_with_addresses
from schemagen.introspect.steady import steadily
from schemagen.sqltext.quoting import Literal, Name, Raw, join_sql, sql

# Whose rows are always part of an object of another catalog: a default of its column, an operator
# in an operator class. Large objects are data, of which there may be millions.
_PARTS: Final = frozenset(
    """
    pg_amop pg_amproc pg_attrdef pg_enum pg_largeobject_metadata pg_publication_namespace
    pg_publication_rel
    """.split()
)
# Temporary schemas belong to sessions. An operator without a function is only announced by another
# one, whose commutator or negator it is. Of constraints, those of domains are part of the domain,
# that of a constraint trigger of the trigger, and NOT NULL of the column.
_NARROWED: Final = {
    "pg_namespace": "c.nspname !~ '^pg_'",
    "pg_operator": "c.oprcode <> 0",
    "pg_constraint": "c.contypid = 0 AND c.contype NOT IN ('n', 't')",
    "pg_subscription": "c.subdbid = (SELECT d.oid FROM pg_database AS d "
    "WHERE d.datname = current_database())",
}


@frozen(slots=False)
class Reading:
    """What a database holds.

    Attributes:
        catalog: all objects that schemagen knows, without what is secret in them.
        unmodelled: the names of those that it does not: `conversion public.latin`, sorted.
        hidden: what is there and may not be seen by who read it, sorted.
    """

    catalog: Catalog
    unmodelled: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


def read_database(connection: Connection[Any]) -> Reading:
    """Read all that a database holds, and say what of it is not read.

    The connection must not be in a transaction. Any role that may connect can read; what belongs to
    an extension is the extension's.

    Raises:
        IntrospectError: the schema changes all the time.
        psycopg.Error: the server refused to be read.
    """

    def read() -> Reading:
        catalog, known = read_with_addresses(connection)
        return reading_of(connection, catalog, known, everything(connection))

    return steadily(connection, read)


def everything(connection: Connection[Any]) -> frozenset[tuple[int, int]]:
    """Return the class and the oid of all objects that somebody made, known to us or not."""
    catalogs = connection.execute(_text("catalogs").encode()).fetchall()
    query = _everything((name, namespace) for name, namespace in catalogs if name not in _PARTS)
    return frozenset(connection.execute(query.encode()).fetchall())


def reading_of(
    connection: Connection[Any],
    catalog: Catalog,
    known: Collection[Address],
    made: Collection[tuple[int, int]],
) -> Reading:
    """Add to what was read, at `known` addresses, the names of the rest of what was `made`."""
    read = {address[:2] for address in known}
    left = sorted(address for address in made if address not in read)
    columns = {"classes": [row[0] for row in left], "oids": [row[1] for row in left]}
    unmodelled = _first_column(connection, "unmodelled", columns)
    return Reading(_to_be_shown(catalog), unmodelled, _hidden(connection))


def _to_be_shown(catalog: Catalog) -> Catalog:
    """Return the catalog without secrets: plans and undos are printed, and kept in files."""
    if not any(secret_fields(model_of(item)) for item in catalog):
        return catalog
    return Catalog(map(blotted, catalog))


def _everything(catalogs: Iterable[tuple[str, str | None]]) -> str:
    """Return a query for the addresses of all objects that somebody made.

    What PostgreSQL makes along with an object is internal to it, and what an extension brings is
    the extension's.
    """
    rows = join_sql((_rows(*each) for each in catalogs), " UNION ALL ")
    template = """
        SELECT o.class_oid, o.oid
        FROM ({}) AS o
        WHERE NOT EXISTS (
            SELECT FROM pg_depend AS d
            WHERE d.classid = o.class_oid
                AND d.objid = o.oid
                AND d.objsubid = 0
                AND d.deptype IN ('e', 'i')
        )
        """
    return sql(template, Raw(rows))


def _rows(name: str, namespace: str | None) -> str:
    template = "SELECT {}::regclass::oid AS class_oid, c.oid FROM {} AS c WHERE c.oid >= 16384{}{}"
    narrowed = _NARROWED.get(name)
    within = (
        sql(
            " AND c.{} NOT IN (SELECT n.oid FROM pg_namespace AS n WHERE n.nspname ~ '^pg_')",
            Name(namespace),
        )
        if namespace
        else ""
    )
    more = sql(" AND {}", Raw(narrowed)) if narrowed else ""
    return sql(template, Literal(name), Name(name), Raw(within), Raw(more))


def _hidden(connection: Connection[Any]) -> tuple[str, ...]:
    return _first_column(connection, "hidden")


def _first_column(
    connection: Connection[Any], name: str, values: dict[str, Any] | None = None
) -> tuple[str, ...]:
    rows = connection.execute(_text(name).encode(), values).fetchall()
    return tuple(row[0] for row in rows)


def _text(name: str) -> str:
    return files("schemagen.introspect").joinpath(f"sql/{name}.sql").read_text(encoding="utf-8")
