"""All tries of a project, with what is expected of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Final

from schemagen.catalog.object import ObjectId
from schemagen.kinds.materialized_view import MaterializedView
from schemagen.kinds.table import Table
from schemagen.kinds.view import View
from schemagen.prove.access.arranging import Arranged
from schemagen.prove.access.asked_tries import asked_tries
from schemagen.prove.access.asking import table_id
from schemagen.prove.access.dimensions import Dimension, typed
from schemagen.prove.access.expecting import Allowed, Expecting
from schemagen.prove.access.function_tries import call_tries, security_tries
from schemagen.prove.access.ground import Ground
from schemagen.prove.access.partitions import read_partitions, whole_of
from schemagen.prove.access.personas import Persona, State, personas
from schemagen.prove.access.policy_tries import PolicyTries
from schemagen.prove.access.privilege_tries import PrivilegeTries, function_tries
from schemagen.prove.access.server import SCHEMA
from schemagen.prove.access.store import ROW_KEY
from schemagen.prove.access.tries import CHECKED, Rows, Try
from schemagen.prove.access.view_collecting import OfTable, Views, views_of
from schemagen.prove.access.whole_tries import WholeTries, standing_tries
from schemagen.seeding.reading import Connection, read_shelf
from schemagen.seeding.reading import Table as Read
from schemagen.sqltext.quoting import Name, Raw, join_sql, sql

_OUT_OF_BOUNDS: Final = "!23514"
_ROWS: Final = 12
"""So many rows of a table are tried one by one with everything together."""


@dataclass
class Collected:
    """All that is to be tried.

    Attributes:
        personas: everybody, in every state.
        rows: of each table.
        allowed: what the spec says, by persona, table and row.
        chosen: the rows of each table that stand for all of their class.
        views: the views, if there are any.
        tries: everything.
    """

    personas: list[Persona] = field(default_factory=list)
    rows: dict[ObjectId, Rows] = field(default_factory=dict)
    allowed: dict[tuple[int, ObjectId], Mapping[str, Allowed]] = field(default_factory=dict)
    chosen: dict[ObjectId, list[str]] = field(default_factory=dict)
    views: Views | None = None
    tries: list[Try] = field(default_factory=list)


def collect(ground: Ground) -> Collected:
    """Make all tries."""
    found = Collected()
    rules = ground.rules
    found.personas = list(personas(ground.who, rules, ground.arranged.claims))
    by_id = {
        table_id(each): each for each in read_shelf(ground.connection, [SCHEMA]).tables.values()
    }
    by_id |= dict(read_partitions(rules, by_id))
    tables = [each for each in rules.tables if each.id in by_id]
    for table in tables:
        found.rows[table.id] = rows_of(ground.connection, table, by_id[table.id])
    expecting = Expecting(ground.connection, rules)
    for place, persona in enumerate(found.personas):
        for table in tables:
            if _matters(expecting, persona, table):
                found.allowed[place, table.id] = expecting.allowed(persona, table)
    for table in tables:
        found.chosen[table.id] = _classes(found, table.id)
        found.tries += _tries(ground, found, expecting, table, by_id[table.id])
    if any(isinstance(each, View | MaterializedView) for each in rules.project.catalog):
        found.views = views_of(expecting, found.personas, _of_tables(ground, found, by_id))
        found.tries += found.views.all()
    for persona in found.personas:
        if persona.state is State.OWN:
            found.tries += function_tries(rules, persona)
            found.tries += call_tries(rules, persona.who)
            version = ground.connection.info.server_version
            found.tries += asked_tries(rules, persona.who, version)
    found.tries += security_tries(rules)
    return found


def _of_tables(
    ground: Ground, found: Collected, by_id: Mapping[ObjectId, Read]
) -> Mapping[ObjectId, OfTable]:
    made = {}
    for key, rows in found.rows.items():
        dimensions = _dimensions(ground, rows.table)
        constant = constant_of(by_id[key], rows, dimensions, ground.arranged)
        spoken_of = ground.arranged.spoken_of.get(whole_of(ground.rules, rows.table), ())
        made[key] = OfTable(rows, dimensions, found.chosen[key], constant, spoken_of)
    return made


def _dimensions(ground: Ground, table: Table) -> tuple[Dimension, ...]:
    return ground.arranged.dimensions.get(whole_of(ground.rules, table), ())


def _matters(expecting: Expecting, persona: Persona, table: Table) -> bool:
    """Tell whether a persona is somebody else to a table than the same one with its claims."""
    if persona.state in (State.OWN, State.FORGED):
        return True
    return expecting.speaks_of_claims(persona.who, table)


def rows_of(connection: Connection, table: Table, read: Read) -> Rows:
    """Return the rows that a table has; `read` is what the server says of it."""
    names = tuple(each.name for each in read.columns)
    values = Raw(join_sql((sql("{}::text", Name(name)) for name in names), ", "))
    query = sql("SELECT {}, ARRAY[{}]::text[] FROM {}", Raw(ROW_KEY), values, read.qualified)
    found = {
        key: tuple(typed(value, c) for value, c in zip(texts, read.columns, strict=True))
        for key, texts in connection.execute(query.encode()).fetchall()
    }
    return Rows(
        table,
        names,
        {each.name: each.written for each in read.columns},
        found,
        next((read.names(each.columns) for each in read.of("p")), ()),
        frozenset(each.name for each in read.columns if not each.generated),
        frozenset(each.name for each in read.columns if not (each.generated or each.identity)),
        frozenset(each.name for each in read.columns if each.filled),
        {each.name: each.default or typed(None, each) for each in read.columns},
        frozenset(name for each in read.of("f") for name in read.names(each.columns)),
    )


def _classes(found: Collected, table: ObjectId) -> list[str]:
    """Return rows that differ for somebody in what is allowed, two of each class at most."""
    classes: dict[tuple[Allowed, ...], list[str]] = defaultdict(list)
    of_table = [each for (_, key), each in found.allowed.items() if key == table]
    for row in sorted(found.rows[table].values):
        classes[tuple(each[row] for each in of_table)].append(row)
    mixed = zip_longest(*classes.values())
    chosen = [row for some in list(mixed)[:2] for row in some if row]
    return chosen[: max(_ROWS, len(classes))]


def _tries(
    ground: Ground, found: Collected, expecting: Expecting, table: Table, read: Read
) -> Iterator[Try]:
    rows = found.rows[table.id]
    dimensions = _dimensions(ground, table)
    whole = whole_of(ground.rules, table)
    spoken_of = ground.arranged.spoken_of.get(whole, frozenset())
    if table.id in ground.rules.project.facts.unchanging:
        yield from standing_tries(rows, found.chosen[table.id])
    constant = constant_of(read, rows, dimensions, ground.arranged)
    for place, persona in enumerate(found.personas):
        allowed = found.allowed.get((place, table.id))
        if allowed is None:
            continue
        if rows.values:
            yield from PolicyTries(
                expecting, persona, rows, allowed, dimensions, spoken_of, constant
            ).all()
        if persona.state is State.OWN:
            yield from PrivilegeTries(ground.rules, persona, rows).all()
            chosen = found.chosen[table.id]
            yield from WholeTries(expecting, persona, rows, allowed, chosen).all()


def constant_of(
    read: Read, rows: Rows, dimensions: tuple[Dimension, ...], arranged: Arranged
) -> tuple[str, str] | None:
    """Return a column that means nothing to any rule, with a value that every row may have."""
    said = {name for each in dimensions for name in each.columns}
    said.update(name for each in read.of("p", "u", "x", "c") for name in read.names(each.columns))
    said.update(arranged.spoken_of.get(table_id(read), ()))
    for column in read.columns:
        if column.name not in said and not column.filled and rows.values:
            first = min(rows.values)
            return column.name, rows.value(first, column.name)
    return None


def settled(
    tries: list[Try], reference: Mapping[int, str], partitions: Collection[ObjectId] = ()
) -> list[Try]:
    """Put in what comes of tries that succeed: the same as for a superuser, whom nothing binds.

    `reference` has that by the place of the try. A try of policies that fails even so says nothing
    of access, and is left out. So is one that leaves a partition: its bounds come before policies.
    """
    found = []
    for place, each in enumerate(tries):
        outcome = reference.get(place)
        if outcome is None:
            found.append(each)
        elif each.expected == ():
            found.append(replace(each, expected=(outcome,)))
        elif each.about in partitions and outcome == _OUT_OF_BOUNDS:
            continue
        elif not outcome.startswith("!") or _stands(each, outcome):
            found.append(each)
    return found


def _stands(each: Try, outcome: str) -> bool:
    """Tell whether a try that is to fail says something although it fails for a superuser, too.

    What a view checks binds a superuser as well: where something else fails, it comes first.
    """
    first = each.expected[0]
    return first.startswith("!") and (first != CHECKED or outcome == CHECKED)
