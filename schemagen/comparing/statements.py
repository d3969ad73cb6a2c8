"""The queries of a comparison.

A row's checksum is the MD5 of its columns as text, in the order of their names; MD5 because every
version computes it alike, which PostgreSQL does not promise of its own hash functions. The
checksum of many rows is the sum of theirs, as 64-bit numbers, whatever order they come in.
"""

from __future__ import annotations

from collections.abc import Sequence

from schemagen.comparing.relation import Pair
from schemagen.sqltext.quoting import Literal, Name, Names, QualifiedName, Raw, join_sql, sql

SETTINGS = """\
SET LOCAL search_path = '';
SET LOCAL row_security = off;
SET LOCAL statement_timeout = 0;
SET LOCAL DateStyle = 'ISO, YMD';
SET LOCAL IntervalStyle = 'postgres';
SET LOCAL TimeZone = 'UTC';
SET LOCAL bytea_output = 'hex';
SET LOCAL extra_float_digits = 3;
SET LOCAL lc_monetary = 'C';
"""
"""What values look like as text, the same on both sides. Where policies would hide rows, the server
refuses instead."""


def count(relation: QualifiedName) -> str:
    """Return the query for the number of rows."""
    return sql("SELECT count(*) FROM {}", relation)


def bounds(relation: QualifiedName, key: str, size: int) -> str:
    """Return the query for the keys that part a table into ranges of so many rows."""
    return sql(
        "SELECT array_agg(key ORDER BY key)::text FROM ("
        "SELECT {key} AS key, row_number() OVER (ORDER BY {key}) AS place FROM {relation}"
        ") AS numbered WHERE mod(place, {size}) = 0",
        key=Name(key),
        relation=relation,
        size=Literal(size),
    )


def by_range(pair: Pair, keys: str) -> Raw:
    """Return the expression for the range that a row is in, by the first column of its key."""
    key, type_name = Name(pair.key[0]), Raw(pair.types[0])
    return Raw(sql("width_bucket({}, {}::{}[])", key, Literal(keys), type_name))


def by_hash(pair: Pair, parts: int) -> Raw:
    """Return the expression for the part that a row is in, by the hash of what tells it apart."""
    hashed = sql("left(md5({}::text), 8)", _row(pair.key or pair.columns))
    number = sql("('x' || {})::bit(32)::bigint", Raw(hashed))
    return Raw(sql("mod({} & 4294967295, {})", Raw(number), Literal(parts)))


def checksums(relation: QualifiedName, part: Raw, columns: Sequence[str]) -> str:
    """Return the query for each part's number of rows and checksum."""
    return sql(
        "SELECT part::bigint, count(*), sum(('x' || left(hash, 16))::bit(64)::bigint) FROM ("
        "SELECT {part} AS part, md5({row}::text) AS hash FROM {relation}"
        ") AS hashed GROUP BY part ORDER BY part",
        part=part,
        row=_row(columns),
        relation=relation,
    )


def keys_and_hashes(relation: QualifiedName, part: Raw, pair: Pair) -> str:
    """Return the query for the keys and the hashes of the rows in some parts (`$1`)."""
    return sql(
        "SELECT {keys}, md5({row}::text) FROM {relation} WHERE {part} = ANY ($1)",
        keys=_texts(pair.key),
        row=_row(pair.columns),
        relation=relation,
        part=part,
    )


def whole_rows(relation: QualifiedName, part: Raw, columns: Sequence[str]) -> str:
    """Return the query for the rows in some parts (`$1`), and how often each is there."""
    return sql(
        "SELECT {columns}, count(*) FROM {relation} WHERE {part} = ANY ($1) GROUP BY 1",
        columns=_texts(columns),
        relation=relation,
        part=part,
    )


def rows_by_key(relation: QualifiedName, pair: Pair) -> str:
    """Return the query for rows by their keys (`$1`, `$2`, …: lists of texts)."""
    types = [
        sql("${}::text[]::{}[]", Literal(place), Raw(name))
        for place, name in enumerate(pair.types, start=1)
    ]
    return sql(
        "SELECT {keys}, {columns} FROM {relation}"
        " WHERE ({names}) IN (SELECT * FROM unnest({given}))",
        keys=_texts(pair.key),
        columns=_texts(pair.columns),
        relation=relation,
        names=Names(pair.key),
        given=Raw(join_sql(types, ", ")),
    )


def _row(columns: Sequence[str]) -> Raw:
    return Raw(sql("ROW({})", Names(tuple(columns))))


def _texts(columns: Sequence[str]) -> Raw:
    texts = [sql("{}::text", Name(name)) for name in columns]
    return Raw(sql("ARRAY[{}]::text[]", Raw(join_sql(texts, ", "))))
