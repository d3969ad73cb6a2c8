"""Indexes that another index or constraint repeats entirely."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.catalog import Catalog
from schemagen.kinds.materialized_view import MaterializedView
from schemagen.kinds.table import Table
from schemagen.lint.keys import Key, keys_of, same_search
from schemagen.lint.rule import Found, Rule

_WHY = """\
Two indexes over the same keys find the same rows. Each is written at every insert and at most
updates, vacuumed, kept in memory and on disk; the second gives nothing for it. A primary key and a
unique constraint are indexes too.

Remove one of them. If one is unique, keep that.
"""


def _check(catalog: Catalog) -> Iterator[Found]:
    for model in (Table, MaterializedView):
        for relation in catalog.of(model):
            keys = keys_of(catalog, relation.id)
            for position, key in enumerate(keys):
                other = _twin(key, keys[:position], keys[position + 1 :])
                if other:
                    yield _found(key, other)


def _twin(key: Key, before: tuple[Key, ...], after: tuple[Key, ...]) -> Key | None:
    """Return the key that makes this one needless; of two equal ones the first is kept."""
    for other in (*before, *after):
        if not same_search(key, other) or not key.include <= other.readable:
            continue
        if key.removable and not (other.removable and other in after):
            return other
        same_rule = key.unique and other.unique
        if same_rule and key.nulls_not_distinct == other.nulls_not_distinct and other in before:
            return other
    return None


def _found(key: Key, other: Key) -> Found:
    kind = other.id.kind.replace("_", " ")
    return Found(
        key.id,
        f'"{key.id.name}" is the same index as {kind} "{other.id.name}" of "{key.id.table}"',
        "remove it",
    )


RULE = Rule(
    code="duplicate-index",
    title="an index that another one repeats",
    why=_WHY,
    check=_check,
    good="""\
tables:
  users:
    columns: {id: bigint primary key, email: text not null unique}
    indexes: [lower(email)]
""",
    bad="""\
tables:
  users:
    columns: {id: bigint primary key, email: text not null unique}
    indexes: [email]
""",
)
