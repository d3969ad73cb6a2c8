"""Statements about publications."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from schemagen.catalog.hazard import authz
from schemagen.catalog.object import ObjectId
from schemagen.catalog.statement import Effect, Statement
from schemagen.kinds.constraints import columns_text
from schemagen.kinds.effects import NO_LOCK, SHARE_UPDATE_EXCLUSIVE, lock_on
from schemagen.kinds.kind import CreateContext, Release
from schemagen.kinds.publication.model import Publication, PublishedTable
from schemagen.kinds.support import qualified, rename_object, statement
from schemagen.sqltext.quoting import Literal, Name, Names, Raw, join_sql, sql


def create(item: Publication, _: CreateContext) -> Iterable[Statement]:
    """Build CREATE PUBLICATION."""
    text = join_sql(
        [
            sql("CREATE PUBLICATION {}", Name(item.id.name)),
            "FOR ALL TABLES" if item.all_tables else "",
            sql("FOR {}", Raw(_contents(item))) if item.tables or item.schemas else "",
            sql("WITH ({})", Raw(options)) if (options := _options(item)) else "",
        ]
    )
    yield statement(item, "{}", Raw(text), effect=_sending(item, item.tables))


def _contents(item: Publication) -> str:
    tables = join_sql([_table(each) for each in item.tables], ", ")
    schemas = Names(item.schemas)
    return join_sql(
        [
            sql("TABLE {}", Raw(tables)) if tables else "",
            sql("TABLES IN SCHEMA {}", schemas) if item.schemas else "",
        ],
        ", ",
    )


def _table(each: PublishedTable) -> str:
    return join_sql(
        [
            sql("{}", qualified(each.relation)),
            columns_text(each.columns).text if each.columns else "",
            sql("WHERE {}", Raw(each.condition)) if each.condition else "",
        ]
    )


def _options(item: Publication) -> str:
    usual = Publication(id=item.id)
    return join_sql(
        [_option(item, key) for key in _OPTIONS if _value(item, key) != _value(usual, key)], ", "
    )


_OPTIONS: Final = ("publish", "publish_via_partition_root", "publish_generated_columns")


def _value(item: Publication, key: str) -> str | bool:
    match key:
        case "publish":
            return ", ".join(item.publish)
        case "publish_via_partition_root":
            return item.via_partition_root
        case _:
            return item.generated_columns


def _option(item: Publication, key: str) -> str:
    return sql("{} = {}", Raw(key), Literal(_value(item, key)))


def _sending(item: Publication, tables: Sequence[PublishedTable]) -> Effect:
    """Return the effect of what locks published tables and shows their rows to subscribers."""
    locks = tuple(lock_on(each.relation, SHARE_UPDATE_EXCLUSIVE) for each in tables)
    return Effect(locks, (authz(f"subscribers of {item.id.name} are sent more"),))


def drop(item: Publication) -> Iterable[Statement]:
    """Build DROP PUBLICATION."""
    yield statement(item, "DROP PUBLICATION {}", Name(item.id.name), effect=NO_LOCK)


def let_go(current: Publication, desired: Publication) -> Iterable[Statement]:
    """Take out tables that are sent no longer, or otherwise."""
    kept = {each.relation for each in desired.tables}
    gone = [each.relation for each in current.tables if each.relation not in kept]
    if gone:
        yield _without(desired, gone)


def _without(item: Publication, relations: Sequence[ObjectId]) -> Statement:
    listed = Raw(join_sql([sql("{}", qualified(key)) for key in relations], ", "))
    text = "ALTER PUBLICATION {} DROP TABLE {}"
    locks = tuple(lock_on(key, SHARE_UPDATE_EXCLUSIVE) for key in relations)
    return statement(item, text, Name(item.id.name), listed, effect=Effect(locks))


def take_in(current: Publication, desired: Publication) -> Iterable[Statement]:
    """Add tables that are sent from now on, or otherwise."""
    there = {each.relation: each for each in current.tables}
    new = [each for each in desired.tables if each.relation not in there]
    changed = [each for each in desired.tables if there.get(each.relation, each) != each]
    text = "ALTER PUBLICATION {} {}"
    if changed:
        what = Raw(sql("SET {}", Raw(_contents(desired))))
        effect = _sending(desired, desired.tables)
        yield statement(desired, text, Name(desired.id.name), what, effect=effect)
    elif new:
        yield _with(desired, new)


def _with(item: Publication, tables: Sequence[PublishedTable]) -> Statement:
    listed = Raw(join_sql([_table(each) for each in tables], ", "))
    text = "ALTER PUBLICATION {} ADD TABLE {}"
    return statement(item, text, Name(item.id.name), listed, effect=_sending(item, tables))


def leave_schemas(current: Publication, desired: Publication) -> Iterable[Statement]:
    """Take out schemas whose tables are sent no longer."""
    gone = tuple(name for name in current.schemas if name not in desired.schemas)
    if gone:
        text = "ALTER PUBLICATION {} DROP TABLES IN SCHEMA {}"
        yield statement(desired, text, Name(desired.id.name), Names(gone), effect=NO_LOCK)


def enter_schemas(current: Publication, desired: Publication) -> Iterable[Statement]:
    """Add schemas whose tables are sent from now on."""
    new = tuple(name for name in desired.schemas if name not in current.schemas)
    if new:
        text, effect = "ALTER PUBLICATION {} ADD TABLES IN SCHEMA {}", _sending(desired, ())
        yield statement(desired, text, Name(desired.id.name), Names(new), effect=effect)


def set_options(current: Publication, desired: Publication) -> Iterable[Statement]:
    """Change what is sent, and how."""
    changed = [key for key in _OPTIONS if _value(current, key) != _value(desired, key)]
    options = Raw(join_sql([_option(desired, key) for key in changed], ", "))
    text, effect = "ALTER PUBLICATION {} SET ({})", _sending(desired, ())
    yield statement(desired, text, Name(desired.id.name), options, effect=effect)


def release(_: Publication, item: Publication, other: ObjectId) -> Release | None:
    """Leave out a table while it, or one of its columns, is being replaced."""
    found = [
        each
        for each in item.tables
        if (other.schema, other.table or other.name) == (each.relation.schema, each.relation.name)
    ]
    if not found:
        return None
    return Release((_without(item, [found[0].relation]),), (_with(item, found),))


def rename(current: Publication, desired: Publication) -> Iterable[Statement]:
    """Build ALTER PUBLICATION … RENAME TO."""
    yield rename_object("PUBLICATION", current, desired, NO_LOCK)
