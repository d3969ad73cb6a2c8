"""What is below a view: the table that is changed when the view is.

See "Updatable Views" in CREATE VIEW.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen
from schemagen.kinds.rule import Rule
from schemagen.kinds.table import Table
from schemagen.kinds.trigger import Trigger
from schemagen.kinds.view import View
from schemagen.prove.access.expecting import CURRENT
from schemagen.prove.access.mentions import columns_of
from schemagen.prove.access.rules import Who
from schemagen.prove.access.views import Viewed, ViewRules
from schemagen.sqltext.scope import RelationUse
from schemagen.sqltext.tokens import tokenize


@frozen
class Below:
    """The way from a view to its table.

    Attributes:
        table: the table.
        chain: the view, and those between it and the table, from outside to inside.
        names: the columns of each of the chain, by those of the table.
    """

    table: Table
    chain: tuple[Viewed, ...]
    names: tuple[Mapping[str, str], ...]

    @property
    def columns(self) -> Mapping[str, str]:
        """The columns of the view that can be changed, by those of the table."""
        changeable = self.chain[0].changeable
        return {own: name for own, name in self.names[0].items() if name in changeable}

    @property
    def checks(self) -> bool:
        """Whether a new row has to be one of the view's."""
        return bool(_option(self.chain[0]))

    @property
    def named(self) -> frozenset[str]:
        """The columns of the table that the queries name, as far as the view has them."""
        found: set[str] = set()
        inside = [*self.names[1:], {name: name for name in self.names[-1]}]
        for viewed, names in zip(self.chain, inside, strict=True):
            words = {token.name for token in tokenize(viewed.item.query) if token.is_name}
            found.update(own for own, name in names.items() if name in words)
        return frozenset(found & self.columns.keys())

    @property
    def is_plain(self) -> bool:
        """Whether what is checked is that a new row is one of the view's, or nothing."""
        inside = [_option(each) for each in self.chain[1:]]
        outside = _option(self.chain[0])
        return outside == "cascaded" or not (any(inside) or (outside and inside))


def _option(viewed: Viewed) -> str:
    item = viewed.item
    return dict(item.options).get("check_option", "") if isinstance(item, View) else ""


def below(views: ViewRules, viewed: Viewed) -> Below | str:
    """Return what is below a view, or why changes through it are not tried; empty for no reason.

    Nothing can be changed through a view without changeable columns.
    """
    if not viewed.changeable:
        return ""
    if _asks(viewed):
        return "its query asks who is there"
    if any(views.rules.project.catalog.belonging_to(viewed.id, kind) for kind in (Rule, Trigger)):
        return "rules or triggers of its own carry them out"
    # Imported here because sqlglot takes long, and few projects have views to try.
    from schemagen.sqltext.query_tree import plain_query

    query = plain_query(viewed.item.query)
    key = _relation(viewed, query.schema, query.name) if query else None
    if query is None or key is None:
        return "its query cannot be read"
    if sum(use.name == key.name for use in _uses(viewed)) > 1:
        return f"its query reads {key.name} more than once"
    if key in views.viewed:
        inner = below(views, views.viewed[key])
        if isinstance(inner, str):
            return inner
        names = _named(viewed, query.outputs, tuple(views.viewed[key].columns))
        own = {base: names[name] for base, name in inner.names[0].items() if name in names}
        return Below(inner.table, (viewed, *inner.chain), (own, *inner.names))
    table = next(each for each in views.rules.tables if each.id == key)
    every = tuple(column.id.name for column in columns_of(key, views.rules.project.catalog))
    return Below(table, (viewed,), (_named(viewed, query.outputs, every),))


def _uses(viewed: Viewed) -> Iterator[RelationUse]:
    from schemagen.sqltext.query_tree import parse_facts

    facts = parse_facts(viewed.item.query, is_query=True)
    yield from facts.relations if facts else ()


def _asks(viewed: Viewed) -> bool:
    return any(token.word in CURRENT for token in tokenize(viewed.item.query))


def _relation(viewed: Viewed, schema: str | None, name: str) -> ObjectId | None:
    found = (key for key in viewed.reads if key.name == name and schema in (None, key.schema))
    return next(found, None)


def _named(
    viewed: Viewed, outputs: tuple[str | None, ...], every: tuple[str, ...]
) -> Mapping[str, str]:
    """Return the columns of a view by what they are below it."""
    listed = [name for each in outputs for name in (every if each == "*" else (each,))]
    pairs = zip(listed, viewed.columns, strict=False)
    return {below: name for below, name in pairs if below is not None}


def may_change(views: ViewRules, who: Who, found: Below, command: str, column: str = "") -> bool:
    """Tell whether privileges are there for a change; `column` is one of the table."""
    asking = who
    following = [*(each.id for each in found.chain[1:]), found.table.id]
    for viewed, names, key in zip(found.chain, found.names, following, strict=True):
        granted = views.granted(asking, viewed, command)
        if not granted or (column and names[column] not in granted):
            return False
        if not views.may_read(who, viewed, but=key):
            return False
        asking = views.asks_as(who, viewed.item)
    columns = views.rules.columns(asking, found.table, command)
    return columns is None or (bool(column) and column in columns)
