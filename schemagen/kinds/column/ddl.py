"""The statements that make and drop a column, and its text inside CREATE TABLE."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from schemagen.catalog.object import ObjectId
from schemagen.catalog.statement import Statement
from schemagen.kinds.column.effects import adding, dropping
from schemagen.kinds.column.model import Column, Identity
from schemagen.kinds.counting import counting_text
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, SHARE_UPDATE_EXCLUSIVE, locking
from schemagen.kinds.kind import Besides, CreateContext
from schemagen.kinds.options import parameters
from schemagen.kinds.support import relation_of, statement
from schemagen.sqltext.generic_options import Options, options_text
from schemagen.sqltext.quoting import (
    Literal,
    Name,
    QualifiedName,
    Raw,
    fit_name,
    join_sql,
    quote_qualified,
    sql,
)


def inline(item: Column) -> str:
    """Return the column as CREATE TABLE and ADD COLUMN write it."""
    plain = _text(
        item.id.name,
        item.type,
        item.compression,
        item.options,
        item.collation,
        item.default,
        item.generated,
        item.generated_storage,
    )
    identity = identity_text(item, item.identity) if item.identity else ""
    return join_sql((plain, identity, _not_null_text(item) if item.not_null else ""))


# Many tables have columns of one name, type and default.
@lru_cache(maxsize=65536)
def _text(
    name: str,
    of_type: str,
    compression: str | None,
    options: Options,
    collation: str | None,
    default: str | None,
    generated: str | None,
    storage: str | None,
) -> str:
    return join_sql(
        [
            sql("{} {}", Name(name), Raw(of_type)),
            sql("COMPRESSION {}", Name(compression)) if compression else "",
            options_text(options) if options else "",
            sql("COLLATE {}", Raw(collation)) if collation else "",
            sql("DEFAULT {}", Raw(default)) if default is not None else "",
            _generated_text(generated, storage) if generated else "",
        ]
    )


def _generated_text(expression: str, storage: str | None) -> str:
    how = Raw((storage or "stored").upper())
    return sql("GENERATED ALWAYS AS ({}) {}", Raw(expression), how)


def _not_null_text(item: Column) -> str:
    named = item.not_null_name is not None and item.not_null_name != usual_name(item)
    if not named and not item.not_null_no_inherit:
        return "NOT NULL"
    return join_sql(
        [
            sql("CONSTRAINT {}", Name(item.not_null_name or "")) if named else "",
            "NOT NULL",
            "NO INHERIT" if item.not_null_no_inherit else "",
        ]
    )


def usual_name(item: Column) -> str:
    """Return the name that PostgreSQL gives to the not-null constraint of a column."""
    return fit_name(item.id.table, item.id.name, suffix="not_null")


def usual_sequence(table: str, column: str) -> str:
    """Return the name that PostgreSQL gives to the sequence of an identity."""
    return fit_name(table, column, suffix="seq")


def besides(item: Column) -> Iterable[Besides]:
    """Yield the sequence of an identity."""
    if item.identity and item.sequence_name:
        made = ObjectId("sequence", item.id.schema, item.sequence_name)
        said = f"{{sequence_name: {fit_name(item.id.table, item.id.name, suffix='seq1')}}}"
        yield Besides(made, f"say another name with `sequence_name`, as in `identity: {said}`")


def identity_text(item: Column, identity: Identity) -> str:
    """Return `GENERATED … AS IDENTITY` with the options that are not the usual ones."""
    usual = usual_sequence(item.id.table, item.id.name)
    name = item.sequence_name if item.sequence_name != usual else None
    named = sql("SEQUENCE NAME {}", QualifiedName(item.id.schema, name)) if name else ""
    options = join_sql([named, counting_text(identity)])
    generation = Raw(identity.generation.upper())
    text = sql("GENERATED {} AS IDENTITY", generation)
    return sql("{} ({})", Raw(text), Raw(options)) if options else text


def sequence_of(item: Column) -> str:
    """Return the expression for the sequence of an identity, whose name nobody need know."""
    relation = quote_qualified(item.id.schema, item.id.table)
    text = "pg_catalog.pg_get_serial_sequence({}, {})"
    return sql(text, Literal(relation), Literal(item.id.name))


def create(item: Column, _: CreateContext) -> Iterable[Statement]:
    """Add the column to a table that is there."""
    text, effect = Raw(inline(item)), adding(item)
    yield statement(item, "ALTER TABLE {} ADD COLUMN {}", relation_of(item.id), text, effect=effect)


def finish(item: Column) -> Iterable[Statement]:
    """Set what CREATE TABLE of PostgreSQL 14 has no words for."""
    if not (item.storage or item.attribute_options) and item.statistics is None:
        return
    stored = sql("STORAGE {}", Raw(item.storage.upper())) if item.storage else ""
    kept = sql("STATISTICS {}", Literal(item.statistics)) if item.statistics is not None else ""
    told = sql("({})", parameters(item.attribute_options)) if item.attribute_options else ""
    gentle = SHARE_UPDATE_EXCLUSIVE
    for setting, mode in ((stored, ACCESS_EXCLUSIVE), (kept, gentle), (told, gentle)):
        if not setting:
            continue
        yield statement(
            item,
            "ALTER TABLE {} ALTER COLUMN {} SET {}",
            relation_of(item.id),
            Name(item.id.name),
            Raw(setting),
            effect=locking(item, mode),
        )


def drop(item: Column) -> Iterable[Statement]:
    """Remove the column with its values."""
    template, effect = "ALTER TABLE {} DROP COLUMN {}", dropping(item)
    yield statement(item, template, relation_of(item.id), Name(item.id.name), effect=effect)


def identity_name(item: Column) -> str:
    """Return how COMMENT ON names the column."""
    return sql("{}.{}", relation_of(item.id), Name(item.id.name))
