"""What a database has, read from its catalog for one page: relations, columns, keys, policies.

The spec is not asked: what is shown is what is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from importlib.resources import files
from typing import Any, Final, TypeVar

from psycopg.rows import class_row

from schemagen.app.connecting import Connection
from schemagen.catalog.apart import PATTERN
from schemagen.frozen import frozen
from schemagen.sqltext.quoting import QualifiedName

T = TypeVar("T")

KINDS: Final = {
    "r": "table",
    "p": "partitioned table",
    "v": "view",
    "m": "materialized view",
    "f": "foreign table",
}
"""What the letters of `pg_class.relkind` mean."""


@frozen(kw_only=True)
class Listed:
    """A relation in the list of all; `rows` is an estimate, -1 where nobody has counted yet.

    `selects`, `inserts`, `updates` and `deletes` tell what it takes, and privileges allow the one
    who looks.
    """

    schema: str
    name: str
    kind: str
    rows: int
    pages: int
    protected: bool
    comment: str | None
    selects: bool
    inserts: bool
    updates: bool
    deletes: bool


@frozen(kw_only=True)
class Column:
    """A column: its type `written` with modifier and `type` without, and what privileges allow.

    `computed` gets no value from statements, `counted` gets one from a sequence if need be;
    `labels` are those of its enum, `ordered` tells that its values can be sorted.
    """

    name: str
    written: str
    type: str
    not_null: bool
    default: str | None
    computed: bool
    counted: bool
    comment: str | None
    selects: bool
    inserts: bool
    updates: bool
    labels: Sequence[str] | None
    ordered: bool


@frozen(kw_only=True)
class Reference:
    """A foreign key. `schema` and `table` are the other end of it, which refers if it is `inward`.

    `columns` belong to the table that refers, `other_columns` to the one that is referred to;
    `on_delete` is pg_constraint.confdeltype.
    """

    name: str
    inward: bool
    schema: str
    table: str
    on_delete: str
    columns: Sequence[str]
    other_columns: Sequence[str]


@frozen(kw_only=True)
class Policy:
    """A row-level security policy; `applies` tells whether it is for the role of who looks."""

    name: str
    permissive: bool
    command: str
    using: str | None
    with_check: str | None
    roles: Sequence[str]
    applies: bool


@frozen(kw_only=True)
class _Row:
    oid: int
    schema: str
    name: str
    kind: str
    rows: int
    protected: bool
    forced: bool
    owner: str
    comment: str | None
    selects: bool
    deletes: bool
    owned: bool


@frozen(slots=False)
class Relation:
    """A table, a view or what is like one, as one role may use it.

    Attributes:
        row: what pg_class has of it.
        columns: all of them, in order.
        key: columns that tell rows apart, empty where there is no key.
        references: foreign keys from it and to it.
        policies: all of them, by name.
    """

    row: _Row
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    policies: tuple[Policy, ...]

    @property
    def name(self) -> QualifiedName:
        """Its name, for statements."""
        return QualifiedName(self.row.schema, self.row.name)

    @property
    def title(self) -> str:
        """Its name, for people."""
        return f"{self.row.schema}.{self.row.name}"

    @property
    def what(self) -> str:
        """What it is: `table`, `view`."""
        return KINDS[self.row.kind]

    @cached_property
    def readable(self) -> tuple[Column, ...]:
        """The columns that may be read."""
        return tuple(column for column in self.columns if column.selects)

    @property
    def outward(self) -> tuple[Reference, ...]:
        """Its own foreign keys."""
        return tuple(each for each in self.references if not each.inward)

    @property
    def inward(self) -> tuple[Reference, ...]:
        """Foreign keys of others that lead to it."""
        return tuple(each for each in self.references if each.inward)

    @property
    def has_key(self) -> bool:
        """Whether rows can be told apart by columns that may be read."""
        return bool(self.key) and {*self.key} <= {column.name for column in self.readable}

    @property
    def is_bound(self) -> bool:
        """Whether policies bind the role, unless it passes over all of them."""
        return self.row.protected and (self.row.forced or not self.row.owned)

    def column(self, name: str) -> Column | None:
        """Return a column by its name."""
        return next((column for column in self.columns if column.name == name), None)


def read_list(
    connection: Connection,
    role: str,
    *,
    search: str,
    after: tuple[str, str],
    limit: int,
    own: bool = False,
) -> list[Listed]:
    """Read relations by name, those after one of them, and whose names contain a text.

    `own` asks for those of schemagen: its history, and what it archived. They are no others' part.
    """
    given = {"role": role, "search": search, "limit": limit, "own": own, "apart": PATTERN}
    given |= {"after_schema": after[0], "after_name": after[1]}
    return _read(connection, Listed, "relations", given)


def read_relation(connection: Connection, role: str, schema: str, name: str) -> Relation | None:
    """Read one relation as a role may use it; None where there is none."""
    found = _read(connection, _Row, "relation", {"role": role, "schema": schema, "name": name})
    if not found:
        return None
    given = {"role": role, "oid": found[0].oid}
    keys = connection.execute(_query("key"), given).fetchone()
    return Relation(
        found[0],
        tuple(_read(connection, Column, "columns", given)),
        tuple(keys[0]) if keys else (),
        tuple(_read(connection, Reference, "references", given)),
        tuple(_read(connection, Policy, "policies", given)),
    )


def _query(name: str) -> bytes:
    return _text(name).replace(b"{takes}", _text("parts/takes"))


def _text(name: str) -> bytes:
    return files("schemagen.studio").joinpath(f"sql/{name}.sql").read_bytes()


def _read(connection: Connection, row: type[T], name: str, given: dict[str, Any]) -> list[T]:
    with connection.cursor(row_factory=class_row(row)) as cursor:
        return cursor.execute(_query(name), given).fetchall()
