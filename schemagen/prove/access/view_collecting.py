"""All tries of views, with what is expected of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import psycopg

from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen
from schemagen.kinds.materialized_view import MaterializedView
from schemagen.prove.access.dimensions import Dimension
from schemagen.prove.access.expecting import Expecting
from schemagen.prove.access.personas import Persona
from schemagen.prove.access.rules import Rules
from schemagen.prove.access.tries import Layer, Rows, Try
from schemagen.prove.access.view_below import Below, below
from schemagen.prove.access.view_changes import ViewChanges
from schemagen.prove.access.view_sight import Sight
from schemagen.prove.access.view_tries import ViewTries, refreshed
from schemagen.prove.access.views import Viewed, ViewRules, read_views
from schemagen.sqltext.quoting import join_sql


@frozen
class OfTable:
    """What tries of changes are made of: the rows of a table, and what they differ in.

    `chosen` stand for the others, `constant` is a column that means nothing to any rule, and rules
    and views speak of those in `spoken_of`.
    """

    rows: Rows
    dimensions: Sequence[Dimension]
    chosen: Sequence[str]
    constant: tuple[str, str] | None
    spoken_of: Collection[str]


@dataclass
class Views:
    """The views of a project, as they can be tried.

    Attributes:
        sight: what is to be seen through them.
        personas: everybody, in every state.
        of_table: the rows of tables.
        untried: why a view is not tried.
        unstable: those whose rows are others each time, and are but counted.
    """

    sight: Sight
    personas: Sequence[Persona]
    of_table: Mapping[ObjectId, OfTable]
    untried: dict[ObjectId, str] = field(default_factory=dict)
    unstable: set[ObjectId] = field(default_factory=set)

    @property
    def rules(self) -> Rules:
        """What the spec says."""
        return self.sight.views.rules

    @property
    def viewed(self) -> Mapping[ObjectId, Viewed]:
        """The views by their ids."""
        return self.sight.views.viewed

    def commands(self, viewed: Viewed) -> tuple[str, ...]:
        """Return the commands that a view can be used with."""
        changes = ("insert", "update", "delete")
        return ("select", *(changes if self._below(viewed) else ()))

    def _below(self, viewed: Viewed) -> Below | None:
        found = below(self.sight.views, viewed)
        return found if isinstance(found, Below) and self._rows(found).values else None

    def _rows(self, found: Below) -> Rows:
        return self.of_table[found.table.id].rows

    def notes(self, key: ObjectId) -> Iterator[str]:
        """Yield what is not tried of a view, and why."""
        found = below(self.sight.views, self.viewed[key])
        if key in self.unstable:
            yield "its rows are others each time, so they are but counted"
        if isinstance(found, str):
            yield from (f"changes through it are not tried: {found}",) if found else ()
        elif not self._rows(found).values:
            yield "changes through it are not tried: the table below it has no rows"
        elif not found.is_plain:
            yield "new rows through it are not tried: a view inside of it checks some of them"

    def all(self) -> Iterator[Try]:
        """Yield all tries."""
        for viewed in self.viewed.values():
            if viewed.id in self.untried:
                continue
            try:
                yield from list(self.of(viewed))
            except psycopg.Error as error:
                self.untried[viewed.id] = f"it fails ({error.diag.message_primary or error})"

    def of(self, viewed: Viewed, layers: Collection[Layer] = tuple(Layer)) -> Iterator[Try]:
        """Yield the tries of one view, which may be otherwise than it is in the database."""
        stable = viewed.id not in self.unstable
        for persona in self.personas:
            yield from ViewTries(self.sight, persona, viewed, stable, layers).all()
        found = self._below(viewed)
        if found is not None:
            it = self.of_table[found.table.id]
            for persona in self.personas:
                yield from ViewChanges(
                    self.sight,
                    persona,
                    found,
                    it.rows,
                    it.dimensions,
                    it.chosen,
                    it.constant,
                    it.spoken_of,
                    layers,
                ).all()


def views_of(
    expecting: Expecting, personas: Sequence[Persona], of_table: Mapping[ObjectId, OfTable]
) -> Views:
    """Read the views of a project, and let those that hold rows hold them."""
    connection, rules = expecting.connection, expecting.rules
    sight = Sight(expecting, ViewRules(rules, read_views(connection, rules)))
    found = Views(sight, personas, of_table)
    for viewed in _in_order(found.viewed):
        why = _unreadable(sight, viewed) or _refresh(sight, viewed)
        if why:
            found.untried[viewed.id] = why
        elif not _is_stable(sight, viewed, found.unstable):
            found.unstable.add(viewed.id)
    return found


def _in_order(viewed: Mapping[ObjectId, Viewed]) -> Iterator[Viewed]:
    """Yield views behind those that they read."""
    waiting = dict(viewed)
    while waiting:
        ready = next(key for key, each in waiting.items() if not waiting.keys() & each.reads.keys())
        yield waiting.pop(ready)


def _is_stable(sight: Sight, viewed: Viewed, unstable: set[ObjectId]) -> bool:
    """Tell whether the query gives the same rows each time; those it reads are known by now."""
    return not unstable & viewed.reads.keys() and sight.is_stable(viewed)


def _unreadable(sight: Sight, viewed: Viewed) -> str:
    """Return why what a view shows cannot be found out, if it cannot."""
    foreign = sorted({str(key) for key in sight.views.foreign_to(viewed)})
    if foreign:
        return f"it reads {', '.join(foreign)}, which is not the project's own"
    names = Counter(key.name for key in viewed.reads)
    doubled = sorted(name for name, count in names.items() if count > 1)
    return f"it reads several relations of the name {doubled[0]}" if doubled else ""


def _refresh(sight: Sight, viewed: Viewed) -> str:
    """Refresh a materialized view; return why it cannot be, if it cannot."""
    if not isinstance(viewed.item, MaterializedView):
        return ""
    text = join_sql(refreshed(sight, viewed), "; ")
    try:
        sight.expecting.connection.execute(text.encode())
    except psycopg.Error as error:
        return f"it cannot be refreshed ({error.diag.message_primary or error})"
    return ""
