"""Views: what they read, in whose name, and who may use them.

A view reads its tables under the policies and with the privileges of its owner, or, as a security
invoker, of whoever asks, however far inside of other views it is (see CREATE VIEW). A materialized
view holds what its owner saw when it was refreshed. What a view reads is what PostgreSQL noted of
its query (pg_depend).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from schemagen.app.scratch import OWNER
from schemagen.catalog.object import Grant, ObjectId
from schemagen.frozen import frozen
from schemagen.kinds.function import Function
from schemagen.kinds.materialized_view import MaterializedView
from schemagen.kinds.table import Table
from schemagen.kinds.view import View
from schemagen.kinds.view_column import ViewColumn
from schemagen.prove.access.privilege_tries import may_call
from schemagen.prove.access.rules import Rules, Who
from schemagen.seeding.reading import Connection

AnyView: TypeAlias = View | MaterializedView

_KINDS: Final = {"r": "table", "p": "table", "f": "table", "v": "view", "m": "materialized_view"}
_COLUMNS: Final = """
SELECT c.relkind::text, n.nspname, c.relname, a.attname,
    format_type(a.atttypid, a.atttypmod), pg_column_is_updatable(c.oid, a.attnum, false)
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relkind IN ('v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
ORDER BY c.oid, a.attnum
"""
_READS: Final = """
SELECT v.relkind::text, vn.nspname, v.relname, c.relkind::text, n.nspname, c.relname, a.attname
FROM pg_catalog.pg_rewrite AS r
JOIN pg_catalog.pg_class AS v ON v.oid = r.ev_class AND v.relkind IN ('v', 'm')
JOIN pg_catalog.pg_namespace AS vn ON vn.oid = v.relnamespace
JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
    AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> v.oid
JOIN pg_catalog.pg_class AS c ON c.oid = d.refobjid AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
    AND a.attnum > 0
WHERE vn.nspname NOT IN ('pg_catalog', 'information_schema')
"""
_CALLS: Final = """
SELECT v.relkind::text, vn.nspname, v.relname, n.nspname, p.proname, oidvectortypes(p.proargtypes)
FROM pg_catalog.pg_rewrite AS r
JOIN pg_catalog.pg_class AS v ON v.oid = r.ev_class
JOIN pg_catalog.pg_namespace AS vn ON vn.oid = v.relnamespace
JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
    AND d.refclassid = 'pg_proc'::regclass
JOIN pg_catalog.pg_proc AS p ON p.oid = d.refobjid
JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
"""


@frozen
class Viewed:
    """A view as PostgreSQL has it.

    Attributes:
        item: the view of the spec.
        columns: its columns in order, with their types.
        reads: the columns that its query uses, by the relation that has them.
        calls: the project's own functions in its query.
        changeable: the columns that a change of the view changes in what is below.
    """

    item: AnyView
    columns: Mapping[str, str]
    reads: Mapping[ObjectId, frozenset[str]]
    calls: tuple[Function, ...]
    changeable: frozenset[str]

    @property
    def id(self) -> ObjectId:
        """The id of the view."""
        return self.item.id


def read_views(connection: Connection, rules: Rules) -> Mapping[ObjectId, Viewed]:
    """Read what the views of a project are made of."""
    columns: dict[ObjectId, dict[str, str]] = defaultdict(dict)
    changeable: dict[ObjectId, set[str]] = defaultdict(set)
    for kind, schema, name, column, written, changes in connection.execute(_COLUMNS.encode()):
        key = ObjectId(_KINDS[kind], schema, name)
        columns[key][column] = written
        changeable[key].update([column] if changes else [])
    reads, calls = _read(connection), _called(connection, rules)
    return {
        item.id: Viewed(
            item,
            columns[item.id],
            {key: frozenset(names) for key, names in sorted(reads[item.id].items())},
            tuple(calls[item.id]),
            frozenset(changeable[item.id]),
        )
        for item in rules.project.catalog
        if isinstance(item, View | MaterializedView) and not item.external
    }


def _read(connection: Connection) -> dict[ObjectId, dict[ObjectId, set[str]]]:
    found: dict[ObjectId, dict[ObjectId, set[str]]] = defaultdict(lambda: defaultdict(set))
    rows = connection.execute(_READS.encode()).fetchall()
    for kind, schema, name, other, other_schema, other_name, column in rows:
        key = ObjectId(_KINDS[other], other_schema, other_name)
        found[ObjectId(_KINDS[kind], schema, name)][key].update([column] if column else [])
    return found


def _called(connection: Connection, rules: Rules) -> dict[ObjectId, list[Function]]:
    known = {
        (item.id.schema, item.name, item.input_types): item
        for item in rules.project.catalog.of(Function)
    }
    found: dict[ObjectId, list[Function]] = defaultdict(list)
    rows = connection.execute(_CALLS.encode()).fetchall()
    for kind, schema, name, other_schema, function, types in rows:
        item = known.get((other_schema, function, types))
        if item is not None and kind in _KINDS:
            found[ObjectId(_KINDS[kind], schema, name)].append(item)
    return found


@frozen(slots=False)
class ViewRules:
    """What the spec says of the views of a project."""

    rules: Rules
    viewed: Mapping[ObjectId, Viewed]

    def owner(self, item: AnyView) -> Who:
        """Return who owns a view."""
        role = item.owner or OWNER
        actors = self.rules.project.facts.actors.values()
        for actor in actors:
            if actor.role == role:
                return Who(actor.name, role)
        return Who("owner", role, is_actor=False, is_owner=True)

    def asks_as(self, who: Who, item: AnyView) -> Who:
        """Return whose policies and privileges hold for what a view reads when somebody asks."""
        is_invoker = isinstance(item, View) and item.security_invoker
        return who if is_invoker else self.owner(item)

    def granted(self, who: Who, viewed: Viewed, command: str) -> frozenset[str]:
        """Return the columns of a view that somebody has a privilege on."""
        item, wanted = viewed.item, command.upper()
        grantees = {"PUBLIC", *self.rules.roles_of(who.role)}

        def holds(grants: tuple[Grant, ...]) -> bool:
            return any(each.grantee in grantees and each.privilege == wanted for each in grants)

        if who.role == (item.owner or OWNER) or holds(item.grants):
            return frozenset(viewed.columns)
        columns = self.rules.project.catalog.belonging_to(item.id, ViewColumn)
        return frozenset(each.id.name for each in columns if holds(each.grants))

    def may_read(self, who: Who, viewed: Viewed, but: ObjectId | None = None) -> bool:
        """Tell whether the relations in the query may be used, except for one."""
        if isinstance(viewed.item, MaterializedView):
            return True
        asking = self.asks_as(who, viewed.item)
        reads = ((key, columns) for key, columns in viewed.reads.items() if key != but)
        return all(self._may_use(who, asking, key, columns) for key, columns in reads)

    def may_call(self, who: Who, viewed: Viewed) -> bool:
        """Tell whether somebody may call the functions in the query, as who asks has to.

        Of a column that is not asked for, none is called.
        """
        if isinstance(viewed.item, MaterializedView):
            return True
        inner = (self.viewed[key] for key in viewed.reads if key in self.viewed)
        own = all(may_call(self.rules, who, each) for each in viewed.calls)
        return own and all(self.may_call(who, each) for each in inner)

    def _may_use(self, who: Who, asking: Who, key: ObjectId, columns: frozenset[str]) -> bool:
        inner = self.viewed.get(key)
        if inner is not None:
            granted = self.granted(asking, inner, "select")
            return bool(granted) and columns <= granted and self.may_read(who, inner)
        item = self.rules.project.catalog.get(key)
        if not isinstance(item, Table):
            return False
        known = self.rules.columns(asking, item, "select")
        return known is None or (bool(known) and columns <= known)

    def foreign_to(self, viewed: Viewed) -> Iterator[ObjectId]:
        """Yield what a view reads, at whatever distance, and is not the project's own."""
        own = {table.id for table in self.rules.tables}
        for key in viewed.reads:
            if key in self.viewed:
                yield from self.foreign_to(self.viewed[key])
            elif key not in own:
                yield key
