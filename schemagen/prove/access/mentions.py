"""What predicates speak of: columns, and the claims and constants that they are compared with.

Rows and claims are made after it, so that each comparison holds for some of them and not for
others. What is overlooked here shows as a mutant that survives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen
from schemagen.kinds.column import Column
from schemagen.sqltext.scope import ColumnUse, QueryFacts
from schemagen.sqltext.tokens import Token, TokenKind, tokenize

_EDGES = frozenset(
    "and or where select from on when then else case end union except intersect having".split()
)
_CLAIM = "claim"


@frozen
class Spot:
    """A column in a predicate, and the relation that it belongs to there."""

    relation: ObjectId
    column: str
    token: Token


@frozen
class Mention:
    """A comparison in a predicate.

    Attributes:
        relation: whose column it is.
        column: what is compared; empty where a claim is compared with constants alone.
        claims: the claims that it is compared with.
        constants: constants that it is compared with, as SQL.
        null: whether it is asked for NULL.
    """

    relation: ObjectId
    column: str
    claims: tuple[str, ...] = ()
    constants: tuple[str, ...] = ()
    null: bool = False


@lru_cache(maxsize=4096)
def _facts(text: str) -> QueryFacts:
    # Imported here because sqlglot takes long, and the help of a command needs none.
    from schemagen.sqltext.query_tree import parse_facts

    return parse_facts(text, is_query=False) or QueryFacts()


def spots(text: str, relation: ObjectId, catalog: Catalog, schema: str) -> tuple[Spot, ...]:
    """Return the columns in a predicate on a relation; `schema` is where bare names are found."""
    facts = _facts(text)
    tokens = {token.start: token for token in tokenize(text)}
    found = []
    for use in facts.uses:
        if use.qualifier != _CLAIM and use.offset in tokens:
            owner = _owner(use, relation, catalog, schema)
            if owner is not None:
                found.append(Spot(owner, use.name, tokens[use.offset]))
    return tuple(sorted(found, key=lambda each: each.token.start))


def relations_in(text: str, catalog: Catalog, schema: str) -> tuple[ObjectId, ...]:
    """Return the tables that the queries in a predicate read."""
    facts = _facts(text)
    keys = (ObjectId("table", use.schema or schema, use.name) for use in facts.relations)
    return tuple(dict.fromkeys(key for key in keys if key in catalog))


def _owner(use: ColumnUse, relation: ObjectId, catalog: Catalog, schema: str) -> ObjectId | None:
    for source in use.sources:
        if source.relation is None or (use.qualifier not in (None, source.alias)):
            continue
        key = ObjectId("table", source.relation[0] or schema, source.relation[1])
        if _has(key, use.name, catalog):
            return key
    return relation if _has(relation, use.name, catalog) else None


def _has(relation: ObjectId, column: str, catalog: Catalog) -> bool:
    return ObjectId("column", relation.schema, column, relation.name) in catalog


def columns_of(relation: ObjectId, catalog: Catalog) -> tuple[Column, ...]:
    """Return the columns of a table in order."""
    found = catalog.belonging_to(relation, Column)
    return tuple(sorted(found, key=lambda each: each.position))


def mentions(text: str, relation: ObjectId, catalog: Catalog, schema: str) -> Iterator[Mention]:
    """Yield the comparisons of a predicate."""
    known = {spot.token.start: spot for spot in spots(text, relation, catalog, schema)}
    for segment in _segments(tokenize(text)):
        here = [known[token.start] for token in segment if token.start in known]
        claims = tuple(_claims(segment))
        constants = tuple(token.text for token in segment if _is_constant(token))
        null = any(token.word == "null" for token in segment)
        for spot in here:
            yield Mention(spot.relation, spot.column, claims, constants, null)
        if claims and not here:
            yield Mention(relation, "", claims, constants, null)


def _segments(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    segment: list[Token] = []
    for token in tokens:
        if token.kind is TokenKind.NAME and token.word in _EDGES:
            yield segment
            segment = []
        else:
            segment.append(token)
    yield segment


def _claims(segment: list[Token]) -> Iterator[str]:
    for word, dot, name in zip(segment, segment[1:], segment[2:], strict=False):
        if word.word == _CLAIM and dot.text == ".":
            yield name.name


def _is_constant(token: Token) -> bool:
    return token.kind in (TokenKind.STRING, TokenKind.NUMBER)
