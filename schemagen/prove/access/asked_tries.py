"""Privileges that nobody can be seen to use, or only in a roundabout way: PostgreSQL is asked.

Who has TRIGGER on a table can have code run by whoever writes to it; who has REFERENCES can find
out which keys there are, and keep rows from being deleted (see GRANT).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from schemagen.app.scratch import OWNER
from schemagen.catalog.object import CatalogObject
from schemagen.kinds.schema import Schema
from schemagen.kinds.sequence import Sequence
from schemagen.kinds.table import Table
from schemagen.prove.access.rules import Rules, Who
from schemagen.prove.access.tries import Layer, Try
from schemagen.sqltext.quoting import Literal, QualifiedName, Raw, sql

OF_TABLES: Final = ("references", "trigger")
OF_SEQUENCES: Final = ("usage", "select", "update")
OF_SCHEMAS: Final = ("usage", "create")
_PUBLIC_CREATES: Final = 150000
"""Before this version, everybody may create in the schema public."""


def asked_tries(rules: Rules, who: Who, version: int) -> Iterator[Try]:
    """Yield the questions about somebody; `version` is the server's, as PQserverVersion has it."""
    for table in rules.tables:
        yield from _of_table(rules, who, table)
    for item in rules.project.catalog:
        if isinstance(item, Sequence) and not item.external:
            yield from _of_sequence(rules, who, item)
        elif isinstance(item, Schema) and not item.external and not who.is_owner:
            for each in OF_SCHEMAS:
                given = _is_granted(rules, who, item, each) or _by_default(item, each, version)
                name = item.id.name
                yield _asked(item, who, each, "has_schema_privilege", name, allowed=given)


def _of_table(rules: Rules, who: Who, table: Table) -> Iterator[Try]:
    name = sql("{}", QualifiedName(table.id.schema, table.id.name))
    columns = rules.columns(who, table, "references")
    allowed = columns is None or bool(columns)
    yield _asked(table, who, "references", "has_any_column_privilege", name, allowed=allowed)
    allowed = rules.columns(who, table, "trigger") is None
    yield _asked(table, who, "trigger", "has_table_privilege", name, allowed=allowed)


def _of_sequence(rules: Rules, who: Who, item: Sequence) -> Iterator[Try]:
    name = sql("{}", QualifiedName(item.id.schema, item.id.name))
    owns = who.is_owner and who.role == (item.owner or OWNER)
    for each in OF_SEQUENCES:
        allowed = owns or _is_granted(rules, who, item, each)
        yield _asked(item, who, each, "has_sequence_privilege", name, allowed=allowed)


def _is_granted(rules: Rules, who: Who, item: CatalogObject, privilege: str) -> bool:
    grantees = {"PUBLIC", *rules.roles_of(who.role)}
    wanted = privilege.upper()
    return any(each.grantee in grantees and each.privilege == wanted for each in item.grants)


def _by_default(item: Schema, privilege: str, version: int) -> bool:
    """Tell whether everybody has a privilege on a schema that nobody has given or taken."""
    taken = {each.privilege for each in item.revoked if each.grantee == "PUBLIC"}
    given = {"USAGE", *(("CREATE",) if version < _PUBLIC_CREATES else ())}
    return item.id.name == "public" and privilege.upper() in given - taken


def _asked(
    item: CatalogObject, who: Who, privilege: str, function: str, name: str, *, allowed: bool
) -> Try:
    text = sql(
        "SELECT {}({}, {}, {})::text",
        Raw(function),
        Literal(who.role),
        Literal(name),
        Literal(privilege.upper()),
    )
    expected = (str(allowed).lower(),)
    words = f" by {who.name}"
    return Try(None, item.id, privilege, words, Layer.PRIVILEGES, text, expected, reads=True)
