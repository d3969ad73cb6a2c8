"""The rows of a table, a page at a time: filtered, followed, and as an actor sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import psycopg
from starlette.responses import Response

from schemagen.app.connecting import Connection
from schemagen.frozen import frozen
from schemagen.studio.filters import WORDS, Filter, conditions
from schemagen.studio.pages.relation import address, links_of, relation_of
from schemagen.studio.persona import Persona
from schemagen.studio.relations import Policy, Relation
from schemagen.studio.sorting import next_way, sorting
from schemagen.studio.statements import CLIPPED, Key, PageOfRows, Spot, keys_seen
from schemagen.studio.views import link
from schemagen.studio.visit import Visit, gone

_LIMIT: Final = 50


@frozen
class Cell:
    """A value: None is NULL. `address` leads to the row that it refers to."""

    text: str | None
    is_clipped: bool
    address: str


@frozen
class Shown:
    """A row: the address of its own page, its cells, and the policies that let it through.

    `is_hidden` tells that only whoever connects sees it, and not the actor.
    """

    address: str
    cells: tuple[Cell, ...]
    policies: tuple[str, ...]
    is_hidden: bool


@frozen
class _Window:
    """The rows of a page, and whether there are more before and after it.

    `is_cut` tells that more were read than are shown.
    """

    rows: list[tuple[str | None, ...]]
    before: bool
    after: bool
    is_cut: bool


def _window(spot: Spot | None, rows: Sequence[tuple[str | None, ...]]) -> _Window:
    is_cut = len(rows) > _LIMIT
    kept = list(rows[:_LIMIT])
    if spot and spot.backwards:
        return _Window(kept[::-1], before=is_cut, after=True, is_cut=is_cut)
    return _Window(kept, before=spot is not None, after=is_cut, is_cut=is_cut)


@frozen(slots=False)
class _Look:
    """What one look at a relation gave.

    Attributes:
        asked: what was asked for.
        policies: those that tell for each row whether they let it through.
        window: the rows that are shown, out of those that were read.
        keys: their keys.
        seen: the keys of those that the actor sees.
    """

    asked: PageOfRows
    policies: tuple[Policy, ...]
    window: _Window
    keys: list[Key]
    seen: set[Key]

    def shown(self) -> list[Shown]:
        """Return the rows as they are shown."""
        return [
            _shown(self.asked.relation, row, key, self.policies, is_hidden=key not in self.seen)
            for row, key in zip(self.window.rows, self.keys, strict=True)
        ]


def page(visit: Visit) -> Response:
    """Show rows from some spot on, with what an actor may do there and why.

    Without a table it leads to those that may be meant.
    """
    if not (visit.query.get("schema") and visit.query.get("name")):
        search = visit.query.get("name")
        return gone(link("/", search=search) if search else "/")
    filters = _filters(visit)
    everything = visit.query.get("show") == "all" and visit.persona.actor is not None
    look = _look(visit, filters, everything=everything)
    relation = look.asked.relation
    return visit.page(
        "rows",
        title=relation.title,
        relation=relation,
        rows=look.shown(),
        policies=look.policies,
        filters=filters,
        operators=WORDS,
        everything=everything,
        saved=visit.query.get("saved", ""),
        inserts=any(column.inserts for column in relation.columns) and not everything,
        first=link("/rows", **_here(visit)),
        switch=link("/rows", **_here(visit, turned=True)),
        without=[link("/rows", **_here(visit, without=each)) for each in filters],
        before=_beside(visit, "before", look.window.before, look.keys[:1]),
        after=_beside(visit, "after", look.window.after, look.keys[-1:]),
        order=look.asked.order,
        by=look.asked.by,
        sorts=_sorts(visit, look.asked),
        limit=_LIMIT,
        is_cut=look.window.is_cut,
        address=address(relation),
    )


def _look(visit: Visit, filters: Sequence[Filter], *, everything: bool) -> _Look:
    """Read rows as the actor sees them, or everything, and then which of it the actor sees."""
    looker = Persona() if everything else visit.persona
    with visit.database.reading(looker) as connection:
        relation = relation_of(visit, connection, looker)
        by = sorting(relation, *_sorted(visit))
        spot = _spot(visit, relation)
        if by and spot and not _seen(connection, relation, [spot.key]):
            # Nobody can say any more what value the row had that the page was to begin at.
            spot = None
        asked = PageOfRows(relation, conditions(relation, filters), spot, _LIMIT + 1, by=by)
        policies = () if everything else _deciding(visit, relation)
        rows, policies = _read(connection, asked, policies) if relation.readable else ([], ())
        window = _window(spot, rows)
        keys = [tuple(map(str, row[: len(asked.order)])) for row in window.rows]
        seen = set(keys)
        if everything and asked.order:
            visit.database.become(connection, visit.persona)
            seen = _seen(connection, relation, keys)
    return _Look(asked, policies, window, keys, seen)


def _filters(visit: Visit) -> list[Filter]:
    query = visit.query
    given = zip(query.getlist("c"), query.getlist("o"), query.getlist("v"), strict=False)
    return [Filter(*each) for each in given if each[0]]


def _sorted(visit: Visit) -> tuple[str, str]:
    return visit.query.get("sort", ""), visit.query.get("way", "")


def _sorts(visit: Visit, asked: PageOfRows) -> dict[str, str]:
    """Return by column where a click on its name leads: to this page, sorted by it."""
    here = _here(visit)
    here.pop("sort", None)
    here.pop("way", None)
    found = {}
    for column in asked.relation.readable:
        way = next_way(column, asked.by)
        if column.ordered:
            found[column.name] = link("/rows", **here, **_sort(column.name if way else "", way))
    return found


def _sort(column: str, way: str) -> dict[str, str]:
    return {"sort": column, "way": way} if column else {}


def _spot(visit: Visit, relation: Relation) -> Spot | None:
    backwards = "before" in visit.query
    key = tuple(visit.query.getlist("before" if backwards else "after"))
    count = len(PageOfRows(relation, (), None, 0).order)
    return Spot(key, backwards) if key and len(key) == count else None


def _deciding(visit: Visit, relation: Relation) -> tuple[Policy, ...]:
    """Return the policies one of which has to let a row through for it to be seen."""
    if visit.persona.actor is None or not relation.is_bound:
        return ()
    return tuple(
        each
        for each in relation.policies
        if each.applies and each.permissive and each.command in ("SELECT", "ALL")
    )


def _read(
    connection: Connection, asked: PageOfRows, policies: tuple[Policy, ...]
) -> tuple[list[tuple[str | None, ...]], tuple[Policy, ...]]:
    """Read rows, and which policies let each through, if the actor may ask for that."""
    if policies:
        told = replace(asked, policies=policies)
        try:
            with connection.transaction():
                return connection.execute(told.statement.encode()).fetchall(), policies
        except psycopg.errors.InsufficientPrivilege:
            # A policy may read columns that the actor may not.
            pass
    return connection.execute(asked.statement.encode()).fetchall(), ()


def _seen(connection: Connection, relation: Relation, keys: Sequence[Key]) -> set[Key]:
    """Return the keys of those rows that the actor sees, too."""
    try:
        with connection.transaction():
            rows = connection.execute(keys_seen(relation, keys).encode()).fetchall()
    except psycopg.errors.InsufficientPrivilege:
        return set()
    return {tuple(map(str, row)) for row in rows}


def _shown(
    relation: Relation,
    row: Sequence[str | None],
    key: Key,
    policies: Sequence[Policy],
    *,
    is_hidden: bool,
) -> Shown:
    count = len(relation.readable)
    values = row[len(key) : len(key) + count]
    by_name = {column.name: text for column, text in zip(relation.readable, values, strict=True)}
    links = links_of(relation.outward, by_name)
    cells = tuple(_cell(text, links.get(name, "")) for name, text in by_name.items())
    said = row[len(key) + count :]
    through = tuple(each.name for each, yes in zip(policies, said, strict=True) if yes)
    shown = {"show": "all"} if is_hidden else {}
    own = link("/row", **address(relation), key=key, **shown) if key else ""
    return Shown(own, cells, through, is_hidden)


def _cell(text: str | None, to: str) -> Cell:
    is_clipped = text is not None and not to and len(text) > CLIPPED
    return Cell(text[:CLIPPED] if text is not None and is_clipped else text, is_clipped, to)


def _here(
    visit: Visit, *, without: Filter | None = None, turned: bool = False
) -> dict[str, str | tuple[str, ...]]:
    """Return the address of this page from its first row on, as it is filtered."""
    kept = [each for each in _filters(visit) if each != without]
    found: dict[str, str | tuple[str, ...]] = {
        "schema": visit.query.get("schema", ""),
        "name": visit.query.get("name", ""),
    }
    if kept:
        found["c"] = tuple(each.column for each in kept)
        found["o"] = tuple(each.operator for each in kept)
        found["v"] = tuple(each.value for each in kept)
    found.update(_sort(*_sorted(visit)))
    if (visit.query.get("show") == "all") is not turned:
        found["show"] = "all"
    return found


def _beside(visit: Visit, way: str, there: bool, keys: Sequence[Key]) -> str:
    """Return the address of the page before or after this one; empty where there is none."""
    return link("/rows", **_here(visit), **{way: keys[0]}) if there and keys and keys[0] else ""
