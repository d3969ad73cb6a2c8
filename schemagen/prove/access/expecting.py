"""What is to be expected: the predicates of the spec, evaluated by a superuser over all rows.

The claims are put into a predicate as constants. No policy binds a superuser, so what a query
inside of a predicate may see is narrowed here in the same way: to the rows that the spec lets
the one in question select.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from schemagen.catalog.object import ObjectId
from schemagen.declare.predicate import EVERY_ROW
from schemagen.frozen import frozen
from schemagen.kinds.table import Table
from schemagen.prove.access.mentions import relations_in
from schemagen.prove.access.personas import Persona
from schemagen.prove.access.rules import CLAUSES, Rules, Who
from schemagen.prove.access.server import LOGIN
from schemagen.prove.access.store import ROW_KEY
from schemagen.seeding.reading import Connection
from schemagen.sqltext.claims import find_claims, replace_claims
from schemagen.sqltext.quoting import Literal, Name, QualifiedName, Raw, join_sql, sql
from schemagen.sqltext.tokens import Token, TokenKind, tokenize


class Allowed(NamedTuple):
    """What somebody may do with a row, as far as rows decide it."""

    select: bool
    insert: bool
    update: bool
    update_to: bool
    delete: bool


class Image(NamedTuple):
    """A row as it would be: SQL for the columns that are other than they are."""

    columns: tuple[str, ...]
    values: tuple[str, ...]


CURRENT: Final = frozenset({"current_user", "current_role", "user"})
"""The words for the role in whose name a statement runs."""


@frozen(slots=False)
class Expecting:
    """Evaluates what a spec says."""

    connection: Connection
    rules: Rules

    def allowed(self, persona: Persona, table: Table) -> Mapping[str, Allowed]:
        """Return what somebody may do with each row of a table, by the row's key."""
        texts = [self._text(persona, table, about) for about in CLAUSES]
        listed = Raw(join_sql([_as_value(text) for text in texts], ", "))
        query = sql(
            "{} SELECT {}, {} FROM {} AS {}",
            Raw(self._visible(persona, table)),
            Raw(ROW_KEY),
            listed,
            QualifiedName(table.id.schema, table.id.name),
            Name(table.id.name),
        )
        return {key: Allowed(*found) for key, *found in self._ask(persona, query)}

    def images(
        self,
        persona: Persona,
        table: Table,
        about: str,
        images: Sequence[Image],
        all_: Iterable[str],
    ) -> Mapping[tuple[str, int], bool]:
        """Return whether somebody may do something with rows as they would be.

        The answers are by the row's key and the place of the image; `all_` are all columns.
        """
        if not images:
            return {}
        text = self._text(persona, table, about)
        columns = tuple(all_)
        inner = [_of_image(table, columns, image, text) for image in images]
        query = sql(
            "{} SELECT {}, ARRAY[{}] FROM {} AS o",
            Raw(self._visible(persona, table)),
            Raw(ROW_KEY),
            Raw(join_sql(inner, ", ")),
            QualifiedName(table.id.schema, table.id.name),
        )
        found = self._ask(persona, query)
        return {(key, place): value for key, values in found for place, value in enumerate(values)}

    def needs(self, who: Who, table: Table, about: str) -> frozenset[ObjectId]:
        """Return the tables that a predicate reads itself."""
        project = self.rules.project
        text = self.rules.predicate(who, table, about)
        return frozenset(relations_in(text, project.catalog, project.schema))

    def speaks_of_claims(self, who: Who, table: Table) -> bool:
        """Tell whether it matters to somebody's access to a table what the session says."""
        texts = [self.rules.predicate(who, table, about) for about in CLAUSES]
        if any(text not in (EVERY_ROW, "false") and _may_ask(text) for text in texts):
            return True
        by_id = {each.id: each for each in self.rules.tables}
        read = {key for about in CLAUSES for key in self.needs(who, table, about)}
        return any(
            self.speaks_of_claims(who, by_id[key]) for key in read - {table.id} if key in by_id
        )

    def _ask(self, persona: Persona, query: str) -> list[tuple]:  # type: ignore[type-arg]
        with self.connection.transaction(force_rollback=True):
            path = sql("SET LOCAL search_path = {}", Name(self.rules.project.schema))
            self.connection.execute(join_sql([path, persona.say], "; ").encode())
            return self.connection.execute(query.encode()).fetchall()

    def _text(self, persona: Persona, table: Table, about: str) -> str:
        return self._put_in(persona, self.rules.predicate(persona.who, table, about))

    def _put_in(self, persona: Persona, text: str) -> str:
        """Put constants in the place of claims and of the role, and bare names of tables."""
        types = {
            c: k for a in self.rules.project.facts.actors.values() for c, k in a.claims.items()
        }
        values = {
            name: sql("({}::{})", Literal(persona.claims.get(name)), Raw(kind))
            for name, kind in types.items()
        }
        role = persona.speaking or persona.who.role
        return bare(replace_claims(text, values).text, role, self._schemas())

    def _schemas(self) -> frozenset[tuple[str, str]]:
        return frozenset((each.id.schema, each.id.name) for each in self.rules.tables)

    def _visible(self, persona: Persona, table: Table) -> str:
        """Return WITH, by which the names of tables mean what somebody may select of them."""
        found: dict[ObjectId, str] = {}
        for about in CLAUSES:
            self._narrow(persona, table, about, found, {table.id})
        if not found:
            return ""
        return sql("WITH {}", Raw(join_sql(found.values(), ", ")))

    def _narrow(
        self,
        persona: Persona,
        table: Table,
        about: str,
        found: dict[ObjectId, str],
        passed: set[ObjectId],
    ) -> None:
        by_id = {each.id: each for each in self.rules.tables}
        for key in self.needs(persona.who, table, about):
            if key in passed or key not in by_id:
                continue
            self._narrow(persona, by_id[key], "select", found, {*passed, key})
            found.setdefault(
                key,
                sql(
                    "{name} AS (SELECT * FROM {table} AS {name} WHERE {predicate})",
                    name=Name(key.name),
                    table=QualifiedName(key.schema, key.name),
                    predicate=Raw(self._text(persona, by_id[key], "select")),
                ),
            )


def _as_value(text: str) -> str:
    return sql("coalesce(({}), false)", Raw(text))


def _of_image(table: Table, columns: Sequence[str], image: Image, text: str) -> str:
    changed = dict(zip(image.columns, image.values, strict=True))
    listed = (
        sql("{} AS {}", Raw(changed.get(name) or sql("o.{}", Name(name))), Name(name))
        for name in columns
    )
    return sql(
        "(SELECT coalesce(({}), false) FROM (SELECT {}) AS {})",
        Raw(text),
        Raw(join_sql(listed, ", ")),
        Name(table.id.name),
    )


def _may_ask(text: str) -> bool:
    """Tell whether a predicate may depend on who asks: it names a claim, or calls something."""
    return bool(find_claims(text)) or "(" in text


def bare(text: str, role: str, tables: frozenset[tuple[str, str]]) -> str:
    """Put a role in the place of `current_user`, and take schemas off the names of tables."""
    tokens = tokenize(text)
    pieces, end = [], 0
    for place, token in enumerate(tokens):
        before = tokens[place - 1].text if place else ""
        if token.word in (*CURRENT, "session_user") and before != ".":
            name = LOGIN if token.word == "session_user" else role
            pieces += [text[end : token.start], sql("{}::name", Literal(name))]
            end = token.end
        elif _is_qualified(tokens[place : place + 3], tables):
            pieces.append(text[end : token.start])
            end = tokens[place + 2].start
    return "".join([*pieces, text[end:]])


def _is_qualified(three: Sequence[Token], tables: frozenset[tuple[str, str]]) -> bool:
    if len(three) < 3 or three[1].text != "." or three[0].kind is TokenKind.STRING:
        return False
    return (three[0].name, three[2].name) in tables
