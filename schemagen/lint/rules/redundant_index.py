"""Indexes whose keys another index begins with."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.catalog import Catalog
from schemagen.kinds.materialized_view import MaterializedView
from schemagen.kinds.table import Table
from schemagen.lint.keys import Key, keys_of
from schemagen.lint.rule import Found, Rule

_WHY = """\
A B-tree over (a, b) is sorted by a first, so it finds by a alone what an index over (a) finds. The
shorter one is written at every insert and at most updates for little: it is smaller, and that is
all ("Multicolumn Indexes").

Remove the shorter one. If it is there because it is read so often that its size matters, suppress
the rule and say so.
"""


def _check(catalog: Catalog) -> Iterator[Found]:
    for model in (Table, MaterializedView):
        for relation in catalog.of(model):
            keys = keys_of(catalog, relation.id)
            for key in keys:
                longer = next((other for other in keys if _contains(other, key)), None)
                if longer:
                    yield Found(
                        key.id,
                        f'"{key.id.name}" is how "{longer.id.name}" begins, which finds the same'
                        f' rows of "{key.id.table}"',
                        "remove it",
                    )


def _contains(other: Key, key: Key) -> bool:
    count = len(key.elements)
    return (
        key.removable
        and key.method == other.method == "btree"
        and key.predicate == other.predicate
        and len(other.elements) > count
        and other.elements[:count] == key.elements
        and key.include <= other.readable
    )


RULE = Rule(
    code="redundant-index",
    title="an index whose keys another one begins with",
    why=_WHY,
    check=_check,
    good="""\
tables:
  posts:
    columns: {id: bigint primary key, author: text not null, day: date not null}
    indexes: [[author, day], day]
""",
    bad="""\
tables:
  posts:
    columns: {id: bigint primary key, author: text not null, day: date not null}
    indexes: [[author, day], author]
""",
)
