"""Foreign keys whose columns no index begins with."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from schemagen.catalog.catalog import Catalog
from schemagen.kinds.foreign_key import ForeignKey
from schemagen.lint.keys import Key, keys_of
from schemagen.lint.rule import Found, Rule

_WHY = """\
PostgreSQL indexes what a foreign key points at, not the columns that point. Whenever a referenced
row is deleted, or its key changes, every referring table is searched for that row: without an
index it is read from end to end, once for each row that is deleted, while locks are held. Joins in
that direction are as slow.

Declare an index that begins with the columns, in any order. Where referenced rows are never
deleted and nobody searches that way, suppress the rule and say so.
"""


def _check(catalog: Catalog) -> Iterator[Found]:
    for item in catalog.of(ForeignKey):
        relation = item.id._replace(kind="table", name=item.id.table, table="")
        targets = [set(key.columns) for key in keys_of(catalog, item.references) if key.unique]
        if any(_serves(key, item, targets) for key in keys_of(catalog, relation)):
            continue
        columns = ", ".join(item.columns)
        refer = "refer" if len(item.columns) > 1 else "refers"
        yield Found(
            item.id,
            f'no index of "{item.id.table}" begins with ({columns}), which {refer} to'
            f' "{item.references.name}"',
            f"add [{columns}] to its `indexes`",
        )


def _serves(key: Key, item: ForeignKey, targets: list[set[str | None]]) -> bool:
    """Tell whether a key finds the rows that refer to one row: by all columns, or by some that
    refer to a whole key of the other table (`targets`) and so to one row as well."""
    pairs = dict(zip(item.columns, item.referenced_columns, strict=False))
    leading = set(takewhile(lambda column: column in item.columns, key.columns))
    told = {pairs.get(column or "") for column in leading}
    enough = leading == set(item.columns) or any(target <= told for target in targets)
    if key.method not in ("btree", "hash") or not enough:
        return False
    # The search is for values, which are not null.
    not_null = {f"{column} is not null" for column in item.columns}
    return key.predicate is None or key.predicate.strip().lower() in not_null


RULE = Rule(
    code="unindexed-foreign-key",
    title="a foreign key whose columns no index begins with",
    why=_WHY,
    check=_check,
    good="""\
tables:
  customers:
    columns: {id: bigint primary key}
  orders:
    columns:
      id: bigint primary key
      customer_id: bigint not null references customers
    indexes: [customer_id]
""",
    bad="""\
tables:
  customers:
    columns: {id: bigint primary key}
  orders:
    columns:
      id: bigint primary key
      customer_id: bigint not null references customers
""",
)
