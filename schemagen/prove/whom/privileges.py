"""Which privileges everybody has, as PostgreSQL itself tells: those of roles it is a member of too.

See "Access Privilege Inquiry Functions" in the documentation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from schemagen.catalog.object import ObjectId
from schemagen.prove.whom.versions import Version

_RELATIONS: Final = """
SELECT r.rolname, c.relkind::text, n.nspname, c.relname, a.attname, p.command,
    has_schema_privilege(r.oid, n.oid, 'USAGE')
        AND has_column_privilege(r.oid, c.oid, a.attnum, p.command),
    has_schema_privilege(r.oid, n.oid, 'USAGE') AND has_table_privilege(r.oid, c.oid, p.command)
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
CROSS JOIN pg_roles AS r
CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE']) AS p (command)
WHERE c.relkind IN ('r', 'p', 'v', 'm') AND r.rolname = ANY (%s)
    AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'schemagen_proof')
"""
_WHOLE: Final = """
SELECT r.rolname, c.relkind::text, n.nspname, c.relname, p.command
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
CROSS JOIN pg_roles AS r
CROSS JOIN unnest(ARRAY['DELETE', 'TRUNCATE']) AS p (command)
WHERE c.relkind IN ('r', 'p', 'v', 'm') AND r.rolname = ANY (%s)
    AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'schemagen_proof')
    AND has_schema_privilege(r.oid, n.oid, 'USAGE') AND has_table_privilege(r.oid, c.oid, p.command)
"""
_FUNCTIONS: Final = """
SELECT r.rolname, n.nspname, p.proname || '(' || oidvectortypes(p.proargtypes) || ')',
    has_schema_privilege(r.oid, n.oid, 'USAGE') AND has_function_privilege(r.oid, p.oid, 'EXECUTE')
FROM pg_proc AS p
JOIN pg_namespace AS n ON n.oid = p.pronamespace
CROSS JOIN pg_roles AS r
WHERE r.rolname = ANY (%s) AND p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
    AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'schemagen_proof')
    AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_proc'::regclass
        AND d.objid = p.oid AND d.deptype = 'e')
"""
_KINDS: Final = {"r": "table", "p": "table", "v": "view", "m": "materialized_view"}


@dataclass
class Held:
    """The privileges of a version, by role; relations go by their ids in the desired schema.

    Attributes:
        columns: those that a command may name, by role, relation and command.
        whole: the commands that may name every column, those that come later too.
        functions: who may call which, of all that there are.
    """

    columns: dict[tuple[str, ObjectId, str], set[str]] = field(
        default_factory=lambda: defaultdict(set)
    )
    whole: set[tuple[str, ObjectId, str]] = field(default_factory=set)
    functions: dict[tuple[str, ObjectId], bool] = field(default_factory=dict)

    def may(self, role: str, relation: ObjectId, command: str) -> bool:
        """Tell whether a role may use a command on a relation at all."""
        key = (role, relation, command)
        return key in self.whole or bool(self.columns.get(key))


def held_in(version: Version, follow: Callable[[ObjectId], ObjectId]) -> Held:
    """Ask a version who has which privileges; `follow` gives the ids of the desired schema."""
    roles = sorted({each.role for each in version.ground.who})
    connection, held = version.ground.connection, Held()
    for role, kind, schema, name, column, command, may, whole in connection.execute(
        _RELATIONS, [roles]
    ).fetchall():
        key = follow(ObjectId(_KINDS[kind], schema, name))
        place = (role, key, command.lower())
        if may:
            goal = follow(ObjectId("column", schema, column, name)).name
            held.columns[place].add(goal)
        if whole:
            held.whole.add(place)
    for role, kind, schema, name, command in connection.execute(_WHOLE, [roles]).fetchall():
        held.whole.add((role, follow(ObjectId(_KINDS[kind], schema, name)), command.lower()))
    for role, schema, name, may in connection.execute(_FUNCTIONS, [roles]).fetchall():
        held.functions[role, follow(ObjectId("function", schema, name))] = may
    return held
