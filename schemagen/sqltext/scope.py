"""The names in a query, and which relations a column can belong to."""

from __future__ import annotations

from typing import NamedTuple


class Source(NamedTuple):
    """One item of a FROM list: how it is called there, and the relation that it is.

    `relation` is schema and name; None when its columns cannot be told, as with a function, a
    subquery or what WITH defines.
    """

    alias: str
    relation: tuple[str | None, str] | None


class ColumnUse(NamedTuple):
    """A column, where it stands, and what it can belong to.

    `offset` counts characters from the start of the fragment. `sources` are those of the query
    that it stands in and of the queries around that one, from inside to outside; without any, it
    belongs to the relation that the fragment is declared for. `free` says that it may also name
    an output column, as ORDER BY allows.
    """

    qualifier: str | None
    name: str
    offset: int
    sources: tuple[Source, ...] = ()
    free: bool = False


class RelationUse(NamedTuple):
    """A table or view that a query names, and where."""

    schema: str | None
    name: str
    offset: int


class QueryFacts(NamedTuple):
    """What a query names. `outputs` are its columns' names, None if they cannot be told."""

    uses: tuple[ColumnUse, ...] = ()
    relations: tuple[RelationUse, ...] = ()
    outputs: tuple[str, ...] | None = None


class PlainQuery(NamedTuple):
    """A query of one relation. `outputs` are columns of it, `*` for all, and None if computed."""

    schema: str | None
    name: str
    outputs: tuple[str | None, ...]
