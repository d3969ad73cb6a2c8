"""What a piece of SQL names: columns, functions, relations, types and claims.

Small expressions are followed exactly by `expression_scan`. Queries, and expressions that contain
one, are parsed with sqlglot; where it cannot parse what PostgreSQL may well accept, names are
estimated from the tokens and the fragment has a problem that is not definite.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from schemagen.frozen import frozen
from schemagen.sqltext.query_estimate import estimate_relations
from schemagen.sqltext.scan import Scan, SqlName, scan_expression, scan_query
from schemagen.sqltext.scope import ColumnUse, QueryFacts, RelationUse
from schemagen.sqltext.tokens import SqlTextError

_SELECT = re.compile(r"\s*SELECT\s+", re.IGNORECASE)


@frozen
class FragmentProblem:
    """Why a fragment cannot be read. If `definite`, PostgreSQL refuses it as well."""

    message: str
    offset: int
    definite: bool


@frozen(slots=False)
class Fragment:
    """What a fragment names. Names are folded as the catalog has them.

    Attributes:
        uses: every column with its place and what it can belong to.
        relation_uses: every table or view with its place; not what WITH defines.
        functions: every name that is called, built-in ones included.
        types: every type that is named and not built in.
        claims: the names behind `claim.`, which are not among the columns.
        outputs: the names of the query's columns; None if they cannot be told, or no query.
        problem: what is wrong with it, if anything.
    """

    uses: tuple[ColumnUse, ...] = ()
    relation_uses: tuple[RelationUse, ...] = ()
    functions: frozenset[SqlName] = frozenset()
    types: frozenset[SqlName] = frozenset()
    claims: frozenset[str] = frozenset()
    outputs: tuple[str, ...] | None = None
    problem: FragmentProblem | None = None

    @cached_property
    def names_nothing(self) -> bool:
        """Whether it is a constant: nothing in it could be wrong, or needs anything."""
        return self == Fragment()

    @property
    def columns(self) -> frozenset[SqlName]:
        """Every column with its qualifier."""
        return frozenset((use.qualifier, use.name) for use in self.uses)

    @property
    def relations(self) -> frozenset[SqlName]:
        """Every table or view with its schema."""
        return frozenset((use.schema, use.name) for use in self.relation_uses)


@lru_cache(maxsize=16384)
def read_expression(text: str) -> Fragment:
    """Read an expression: a default, a check, a predicate, an index expression."""
    try:
        scan = scan_expression(text)
    except SqlTextError as error:
        return _refused(error)
    if scan.exact:
        uses = tuple(ColumnUse(*column) for column in scan.columns)
        return _fragment(scan, QueryFacts(uses))
    return _parsed(text, scan, is_query=False)


@lru_cache(maxsize=4096)
def read_query(text: str) -> Fragment:
    """Read a query, or the body of an SQL function: several statements with `;` between them."""
    try:
        scan = scan_query(text)
    except SqlTextError as error:
        return _refused(error)
    lone = _lone_expression(text)
    return _fragment(scan, QueryFacts(())) if lone else _parsed(text, scan, is_query=True)


def _lone_expression(text: str) -> bool:
    """Tell whether a query selects one expression that names no column, from nowhere.

    Functions are often no more than that, and need no parser.
    """
    start = _SELECT.match(text)
    if start is None:
        return False
    try:
        scan = scan_expression(text[start.end() :])
    except SqlTextError:
        return False
    return scan.exact and not scan.columns


def _refused(error: SqlTextError) -> Fragment:
    return Fragment(problem=FragmentProblem(error.message, error.offset, definite=True))


def _parsed(text: str, scan: Scan, *, is_query: bool) -> Fragment:
    # Importing sqlglot takes longer than reading every fragment of a small spec.
    from schemagen.sqltext.query_tree import parse_facts

    facts = parse_facts(text, is_query=is_query)
    if facts is not None:
        return _fragment(scan, facts)
    message = "this could not be read before PostgreSQL sees it; its names are not checked"
    problem = FragmentProblem(message, 0, definite=False)
    return _fragment(scan, QueryFacts(relations=estimate_relations(text)), problem)


def _fragment(scan: Scan, facts: QueryFacts, problem: FragmentProblem | None = None) -> Fragment:
    return Fragment(
        uses=tuple(use for use in facts.uses if use.qualifier != "claim"),
        relation_uses=facts.relations,
        functions=frozenset(scan.functions),
        types=frozenset(scan.types),
        claims=frozenset(scan.claims),
        outputs=facts.outputs,
        problem=problem,
    )
