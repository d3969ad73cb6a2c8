"""All tries of views, with what is expected of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import psycopg

from schemagen.catalog.object import ObjectId
from schemagen.kinds.materialized_view import MaterializedView
from schemagen.prove.access.expecting import Expecting
from schemagen.prove.access.personas import Persona
from schemagen.prove.access.rules import Rules
from schemagen.prove.access.tries import Try
from schemagen.prove.access.view_sight import Sight
from schemagen.prove.access.view_tries import ViewTries, refreshed
from schemagen.prove.access.views import Viewed, ViewRules, read_views
from schemagen.sqltext.quoting import join_sql


@dataclass
class Views:
    """The views of a project, as they can be tried.

    Attributes:
        sight: what is to be seen through them.
        personas: everybody, in every state.
        untried: why a view is not tried.
        unstable: those whose rows are others each time, and are but counted.
    """

    sight: Sight
    personas: Sequence[Persona]
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
        return ("select",) if viewed.columns else ()

    def all(self) -> Iterator[Try]:
        """Yield all tries."""
        for viewed in self.viewed.values():
            if viewed.id not in self.untried:
                yield from self.of(viewed)

    def of(self, viewed: Viewed) -> Iterator[Try]:
        """Yield the tries of one view, which may be otherwise than it is in the database."""
        stable = viewed.id not in self.unstable
        for persona in self.personas:
            yield from ViewTries(self.sight, persona, viewed, stable).all()


def views_of(expecting: Expecting, personas: Sequence[Persona]) -> Views:
    """Read the views of a project, and let those that hold rows hold them."""
    connection, rules = expecting.connection, expecting.rules
    sight = Sight(expecting, ViewRules(rules, read_views(connection, rules)))
    found = Views(sight, personas)
    for viewed in _in_order(found.viewed):
        foreign = sorted({str(key) for key in sight.views.foreign_to(viewed)})
        why = f"it reads {', '.join(foreign)}, which is not the project's own" if foreign else ""
        why = why or _refresh(sight, viewed)
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
