"""Queries parsed with sqlglot: which relations and columns they name.

Import this module only when there is a query to read: it brings sqlglot along.
"""

from __future__ import annotations

from collections.abc import Iterator

import sqlglot
from sqlglot import exp

from schemagen.sqltext.scope import ColumnUse, PlainQuery, QueryFacts, RelationUse, Source
from schemagen.sqltext.tokens import Token, tokenize

# sqlglot takes an unknown statement for an opaque command, and says so on standard error.
_STATEMENTS = frozenset(["select", "with", "values", "insert", "update", "delete", "merge", "("])
_SELECT = "SELECT "


def parse_facts(text: str, *, is_query: bool) -> QueryFacts | None:
    """Parse a fragment; None if sqlglot cannot read it, which says nothing about PostgreSQL."""
    if is_query and not _is_plain(text):
        return None
    shift = 0 if is_query else len(_SELECT)
    statements = _parse(text if is_query else _SELECT + text)
    if not statements:
        return None
    reader = _Reader(text, shift)
    for statement in statements:
        reader.read(statement, skip_select=not is_query)
    outputs = output_names(statements[-1]) if is_query else None
    return QueryFacts(tuple(reader.uses), tuple(reader.relations), outputs)


def _is_plain(text: str) -> bool:
    """Whether every statement is one that sqlglot has a grammar for."""
    starts = True
    for token in tokenize(text):
        if starts and token.word not in (*_STATEMENTS, ";"):
            return False
        starts = token.text == ";"
    return True


def _parse(text: str) -> list[exp.Expression]:
    try:
        parsed = sqlglot.parse(text, read="postgres")
    except Exception:
        # Besides its own errors, sqlglot raises others on some valid PostgreSQL.
        return []
    if any(isinstance(item, exp.Command) for item in parsed):
        return []
    return [item for item in parsed if isinstance(item, exp.Expression)]


class _Reader:
    """Collects names. `shift` is how many characters stand before the fragment's own text."""

    def __init__(self, text: str, shift: int) -> None:
        self.tokens = {token.start: token for token in tokenize(text)}
        self.shift = shift
        self.uses: list[ColumnUse] = []
        self.relations: list[RelationUse] = []
        self.defined: frozenset[str] = frozenset()
        self.scopes: dict[int, tuple[Source, ...]] = {}

    def read(self, statement: exp.Expression, *, skip_select: bool) -> None:
        self.defined = frozenset(
            folded(item.args["alias"].this) for item in statement.find_all(exp.CTE)
        )
        outermost = statement if skip_select else None
        for node in statement.walk():
            if isinstance(node, exp.Column):
                self._column(node, outermost)
            elif isinstance(node, exp.Table):
                self._table(node)

    def _token(self, identifier: exp.Expression) -> Token | None:
        start = identifier.meta.get("start")
        return self.tokens.get(start - self.shift) if isinstance(start, int) else None

    def _column(self, node: exp.Column, outermost: exp.Expression | None) -> None:
        token = self._token(node.this) if isinstance(node.this, exp.Identifier) else None
        # What has no place in the text, or is no name there, is not a column of PostgreSQL's.
        if token is None or not token.is_name:
            return
        table, schema = node.args.get("table"), node.args.get("db")
        qualifier = ".".join(folded(part) for part in (schema, table) if part) or None
        sources, free = self._surroundings(node, token.name, outermost)
        self.uses.append(ColumnUse(qualifier, token.name, token.start, sources, free))

    def _surroundings(
        self, node: exp.Expression, name: str, outermost: exp.Expression | None
    ) -> tuple[tuple[Source, ...], bool]:
        sources: tuple[Source, ...] = ()
        free = in_order = False
        parent = node.parent
        while parent is not None and parent is not outermost:
            if isinstance(parent, exp.Order | exp.Group | exp.Distinct):
                in_order = True
            elif isinstance(parent, exp.SetOperation):
                free = free or in_order
            elif isinstance(parent, exp.Select):
                free = free or (in_order and name in (output_names(parent) or ()))
                in_order = False
                sources += self._sources(parent)
            elif isinstance(parent, exp.Update | exp.Delete | exp.Insert | exp.Merge):
                sources += self._sources(parent)
            parent = parent.parent
        return sources, free

    def _sources(self, node: exp.Expression) -> tuple[Source, ...]:
        known = self.scopes.get(id(node))
        if known is None:
            known = tuple(self._source(item) for item in _from_items(node))
            self.scopes[id(node)] = known
        return known

    def _source(self, item: exp.Expression) -> Source:
        alias = item.args.get("alias")
        named = alias.this if isinstance(alias, exp.TableAlias) else alias
        called = folded(named) if isinstance(named, exp.Identifier) else ""
        if not isinstance(item, exp.Table) or not isinstance(item.this, exp.Identifier):
            return Source(called, None)
        name, schema = folded(item.this), item.args.get("db")
        renamed = isinstance(alias, exp.TableAlias) and alias.args.get("columns")
        if renamed or (schema is None and name in self.defined):
            return Source(called or name, None)
        return Source(called or name, (folded(schema) if schema else None, name))

    def _table(self, node: exp.Table) -> None:
        if not isinstance(node.this, exp.Identifier):
            return
        token = self._token(node.this)
        schema = node.args.get("db")
        if token is None or not token.is_name:
            return
        if schema is None and token.name in self.defined:
            return
        self.relations.append(
            RelationUse(folded(schema) if schema else None, token.name, token.start)
        )


def folded(name: exp.Expression) -> str:
    """Return an identifier as the catalog has it."""
    text: str = name.name
    return text if name.args.get("quoted") else text.lower()


def _from_items(node: exp.Expression) -> Iterator[exp.Expression]:
    """Yield what a statement reads from or writes to, outermost level only."""
    if isinstance(node, exp.Update | exp.Delete | exp.Insert | exp.Merge):
        target = node.args.get("this")
        yield target.this if isinstance(target, exp.Schema) else target or exp.Null()
    for key in ("from_", "from", "using"):
        clause = node.args.get(key)
        items = clause if isinstance(clause, list) else [clause]
        for item in items:
            if isinstance(item, exp.From):
                yield from _joined(item.this)
            elif isinstance(item, exp.Expression):
                yield from _joined(item)
    for key in ("joins", "laterals"):
        for item in node.args.get(key) or ():
            yield from _joined(item.this if isinstance(item, exp.Join) else item)


def _joined(item: exp.Expression) -> Iterator[exp.Expression]:
    """Yield a FROM item and what is joined to it inside its own parentheses."""
    if isinstance(item, exp.Paren):
        yield from _joined(item.this)
        return
    yield item
    for join in item.args.get("joins") or ():
        yield from _joined(join.this)


def output_names(statement: exp.Expression) -> tuple[str, ...] | None:
    """Return the names of a query's columns; None if one of them cannot be told."""
    while isinstance(statement, exp.SetOperation | exp.Subquery):
        statement = statement.this
    if not isinstance(statement, exp.Select):
        return None
    names = [_output_name(item) for item in statement.expressions]
    return tuple(name for name in names if name) if all(names) else None


def _output_name(item: exp.Expression) -> str | None:
    if isinstance(item, exp.Alias):
        return folded(item.args["alias"])
    if isinstance(item, exp.Column) and isinstance(item.this, exp.Identifier):
        return folded(item.this)
    if isinstance(item, exp.Cast) and isinstance(item.this, exp.Column):
        return _output_name(item.this)
    if isinstance(item, exp.Anonymous) and isinstance(item.this, str):
        return item.this.lower()
    return None


def plain_query(text: str) -> PlainQuery | None:
    """Return what a query of one relation selects of it; None for any other query."""
    statements = _parse(text)
    if len(statements) != 1 or not isinstance(statements[0], exp.Select):
        return None
    items = list(_from_items(statements[0]))
    if len(items) != 1 or not isinstance(items[0], exp.Table):
        return None
    schema, name = items[0].args.get("db"), items[0].this
    if not isinstance(name, exp.Identifier):
        return None
    outputs = tuple(_plain_output(item) for item in statements[0].expressions)
    return PlainQuery(folded(schema) if schema else None, folded(name), outputs)


def _plain_output(item: exp.Expression) -> str | None:
    named = item.this if isinstance(item, exp.Alias) else item
    if isinstance(named, exp.Star):
        return "*"
    if isinstance(named, exp.Column):
        return "*" if isinstance(named.this, exp.Star) else folded(named.this)
    return None
