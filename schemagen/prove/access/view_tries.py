"""Tries of what a view shows, and to whom."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from schemagen.frozen import frozen
from schemagen.kinds.materialized_view import MaterializedView
from schemagen.prove.access.personas import Persona, State
from schemagen.prove.access.tries import REFUSED, Layer, Try
from schemagen.prove.access.view_sight import Sight, listing
from schemagen.prove.access.views import Viewed
from schemagen.sqltext.quoting import Name, QualifiedName, Raw, join_sql, sql


@frozen(slots=False)
class ViewTries:
    """Makes the tries of one persona to read a view, those of some layers.

    `stable` tells whether its rows can be named; otherwise they are counted.
    """

    sight: Sight
    persona: Persona
    viewed: Viewed
    stable: bool
    layers: Collection[Layer]

    def all(self) -> Iterator[Try]:
        """Yield them."""
        if Layer.POLICIES in self.layers:
            yield self._rows(Layer.POLICIES, tuple(self.viewed.columns), self._callable)
        if self.persona.state is not State.OWN:
            return
        views, who = self.sight.views, self.persona.who
        granted = views.granted(who, self.viewed, "select")
        readable = views.may_read(who, self.viewed)
        if Layer.PRIVILEGES in self.layers and self._is_told:
            for name in self.viewed.columns:
                yield self._privilege(name, allowed=readable and name in granted)
        if Layer.ALL in self.layers and (self._is_told or len(granted) == len(self.viewed.columns)):
            columns = tuple(name for name in self.viewed.columns if name in granted)
            may = readable and bool(granted) and self._callable
            yield self._rows(Layer.ALL, columns or tuple(self.viewed.columns), may)

    @property
    def _callable(self) -> bool:
        """Whether the query can be run by somebody who may read everything."""
        return self.sight.views.may_call(self.persona.who, self.viewed)

    @property
    def _is_told(self) -> bool:
        """Whether it is known for some of the columns alone if they may be read.

        PostgreSQL calls a function only for a column that is asked for.
        """
        readable = self.sight.views.may_read(self.persona.who, self.viewed)
        return self._callable or not readable

    def _rows(self, layer: Layer, columns: Sequence[str], allowed: bool) -> Try:
        columns = columns if self.stable else ()
        shown = self.sight.shown(self.persona, self.viewed, columns) if allowed else REFUSED
        return Try(
            self.persona,
            self.viewed.id,
            "select",
            "",
            layer,
            sql("{} FROM {}", Raw(listing(columns)), self._relation),
            (shown,),
            before=join_sql(refreshed(self.sight, self.viewed), "; "),
            reads=True,
            allowed=allowed,
        )

    def _privilege(self, name: str, *, allowed: bool) -> Try:
        return Try(
            self.persona,
            self.viewed.id,
            "select",
            f" of the column {name}",
            Layer.PRIVILEGES,
            sql("SELECT {} FROM {} LIMIT 0", Name(name), self._relation),
            () if allowed else (REFUSED,),
            columns=(name,),
            allowed=allowed,
        )

    @property
    def _relation(self) -> QualifiedName:
        return QualifiedName(self.viewed.id.schema, self.viewed.id.name)


def refreshed(sight: Sight, viewed: Viewed) -> Iterator[str]:
    """Yield what gives a materialized view the rows that it has to hold, after those it reads."""
    for key in viewed.reads:
        if key in sight.views.viewed and isinstance(viewed.item, MaterializedView):
            yield from refreshed(sight, sight.views.viewed[key])
    if isinstance(viewed.item, MaterializedView):
        relation = QualifiedName(viewed.id.schema, viewed.id.name)
        yield sql("REFRESH MATERIALIZED VIEW {}", relation)
