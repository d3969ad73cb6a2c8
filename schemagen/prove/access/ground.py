"""A database to prove access on: what the spec says, rows to see it on, and those who connect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager

import psycopg
from psycopg.conninfo import make_conninfo

from schemagen.app.replay import Replay, replayed
from schemagen.app.scratch import OWNER
from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import Project
from schemagen.frozen import frozen
from schemagen.kinds.column import Column
from schemagen.kinds.materialized_view import MaterializedView
from schemagen.kinds.view import View
from schemagen.prove.access.arranging import ROWS, Arranged, Arranger
from schemagen.prove.access.mentions import Mention, mentions
from schemagen.prove.access.partitions import bounds, of_whole
from schemagen.prove.access.rules import Rules, Who
from schemagen.prove.access.server import LOGIN, SCHEMA, SETUP, STRANGER
from schemagen.prove.verdict import Job
from schemagen.sandbox.address import settings_of
from schemagen.seeding import Filled, seed
from schemagen.seeding.documents import documents_in
from schemagen.seeding.reading import Connection, read_shelf
from schemagen.sqltext.quoting import Name, Names, Raw, sql


@frozen(slots=False)
class Ground:
    """The database, ready for tries.

    Attributes:
        connection: a superuser's, in autocommit mode.
        rules: what the spec says.
        arranged: the rows, and the claims to choose from.
        filled: how seeding went.
        who: everybody who is tried.
    """

    connection: Connection
    rules: Rules
    arranged: Arranged
    filled: tuple[Filled, ...]
    who: tuple[Who, ...]

    @contextmanager
    def another(self, user: str | None = None) -> Iterator[Connection]:
        """Have another connection, of the superuser or of a role."""
        settings = make_conninfo(
            settings_of(self.connection), user=user or self.connection.info.user
        )
        with closing(psycopg.connect(settings, autocommit=True)) as connection:
            yield connection


@contextmanager
def ground_of(
    job: Job, texts: Iterable[tuple[ObjectId, str]] = (), more: Iterable[Who] = ()
) -> Iterator[Ground]:
    """Make the database, and remove it in the end.

    `texts` are predicates besides those of the spec that its rows are to be told apart by, with
    their tables; `more` are others who connect.

    Raises:
        ApplyError: the server refuses what the spec says.
        SandboxError: there is no server, or a table takes no rows.
    """
    project = job.compiled.project
    with replayed(project, job.major) as replay:
        job.tell("making the database")
        replay.build()
        filled = _seed(replay, project)
        connection = replay.connection
        rules = Rules.of(project)
        who = (*_who(rules), *more)
        let_in(connection, rules, who)
        job.tell("arranging rows")
        arranged = _arranged(connection, rules, texts)
        yield Ground(connection, rules, arranged, filled, who)


def _seed(replay: Replay, project: Project) -> tuple[Filled, ...]:
    examples = documents_in(project.facts)
    return seed(replay.connection, ROWS, but=[SCHEMA], examples=examples)


def _who(rules: Rules) -> Iterator[Who]:
    for actor in rules.project.facts.actors.values():
        yield Who(actor.name, actor.role)
    views = (item for item in rules.project.catalog if isinstance(item, View | MaterializedView))
    for owner in sorted({each.owner or OWNER for each in (*rules.tables, *views)}):
        yield Who("owner", owner, is_actor=False, is_owner=True)
    yield Who("stranger", STRANGER, is_actor=False)


def let_in(connection: Connection, rules: Rules, who: tuple[Who, ...]) -> None:
    """Let somebody connect who may become each of them, to a database that was just made."""
    connection.execute("SET SESSION AUTHORIZATION DEFAULT")
    # From now on who made the tables is an ordinary owner, whom FORCE is to bind.
    connection.execute(sql("ALTER ROLE {} NOSUPERUSER", Name(OWNER)).encode())
    connection.execute(SETUP.encode())
    for text in rules.reader_statements():
        connection.execute(text.encode())
    login = Name(LOGIN)
    connection.execute(sql("CREATE ROLE {}", Name(STRANGER)).encode())
    connection.execute(sql("CREATE ROLE {} LOGIN", login).encode())
    roles = Names(tuple(each.role for each in who))
    connection.execute(sql("GRANT {} TO {}", roles, login).encode())


def _arranged(
    connection: Connection, rules: Rules, texts: Iterable[tuple[ObjectId, str]]
) -> Arranged:
    project = rules.project
    said = [
        each
        for table, text in (*rules.texts(), *texts)
        for each in mentions(text, table, project.catalog, project.schema)
    ]
    said += [each for each in _said_by_views(rules) if _tells(each, rules)]
    said = [*(of_whole(rules, each) for each in said), *bounds(rules)]
    types = {name: kind for a in project.facts.actors.values() for name, kind in a.claims.items()}
    shelf = read_shelf(connection, [SCHEMA])
    return Arranger(connection, shelf, said, types).run()


def _said_by_views(rules: Rules) -> Iterator[Mention]:
    project = rules.project
    for item in project.catalog:
        if isinstance(item, View | MaterializedView):
            query = sql("({})", Raw(item.query))
            yield from mentions(query, item.id, project.catalog, project.schema)


def _tells(mention: Mention, rules: Rules) -> bool:
    """Tell whether it makes a difference to a query what the column holds."""
    table = mention.relation
    key = ObjectId("column", table.schema, mention.column, table.name)
    column = rules.project.catalog.get(key)
    is_boolean = isinstance(column, Column) and column.type == "boolean"
    return bool(mention.constants) or mention.null or is_boolean
