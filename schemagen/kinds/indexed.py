"""Indexes, and constraints that PostgreSQL keeps with an index of the same name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from schemagen.catalog.hazard import Hazard, HazardType
from schemagen.catalog.lock import Work
from schemagen.catalog.object import ALTER, UNORDERED, CatalogObject, Ignore, on_change
from schemagen.catalog.statement import Statement
from schemagen.declare.draft import TableDraft
from schemagen.declare.problems import Path
from schemagen.declare.suggest import did_you_mean
from schemagen.frozen import frozen
from schemagen.kinds.constraints import add_constraint, breaks, drop_constraint
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, SHARE_UPDATE_EXCLUSIVE, locking
from schemagen.kinds.options import alter_options, option_mapping, parameters
from schemagen.kinds.support import qualified, statement
from schemagen.sqltext.quoting import Literal, Name, Raw, join_sql, sql

EXCLUDING: Final = frozenset({"btree", "gist", "hash", "spgist"})
"""The access methods of PostgreSQL that exclusion constraints can be kept by."""
INDEXING: Final = EXCLUDING | {"brin", "gin"}
"""The access methods of PostgreSQL that indexes can be kept by."""


def method_of(using: str, table: TableDraft, path: Path, methods: frozenset[str] = INDEXING) -> str:
    """Return the access method that a spec names; one that is not among `methods` is a problem.

    What the spec declares may be meant, too, and nobody knows what an extension of it brings.
    """
    method, sections = using.lower(), table.project.sections
    if using in sections["access_methods"]:
        return using
    if method in methods:
        return method
    if method in INDEXING:
        message = f'the access method "{using}" knows no exclusion constraints'
        hint = f"these do: {', '.join(sorted(methods))}"
        table.project.problem("unknown-choice", message, (*path, "using"), hint=hint)
    elif not sections["extensions"]:
        listed = f"one of {', '.join(sorted(methods))}, or declare the extension that has it"
        hint = did_you_mean(method, {*methods, *sections["access_methods"]}) or listed
        message = f'there is no access method "{using}"'
        table.project.problem("unknown-choice", message, (*path, "using"), hint=hint)
    return method


def index_dropped(item: CatalogObject) -> Hazard:
    """Say that queries which an index served have to do without it."""
    message = f"queries that use {item.id.schema}.{item.id.name} are slow without it"
    return Hazard(HazardType.INDEX_DROPPED, message)


@frozen(kw_only=True)
class IndexedConstraint(CatalogObject):
    """A constraint that PostgreSQL keeps with an index of the same name."""

    options: tuple[tuple[str, str], ...] = on_change(UNORDERED, ())  # (('fillfactor', '70'),)
    tablespace: str | None = on_change(ALTER, None)  # of the index
    index_comment: str | None = on_change(ALTER, None)
    # Whether some partitions have none that is attached to it.
    lacking: bool = on_change(Ignore("follows from what is attached"), False)

    @property
    def backs_index(self) -> bool:
        """Whether its index is what a partition has for one of the parent that is no constraint."""
        return self.follows is not None and self.follows.kind != self.id.kind and self.local


def index_text(item: IndexedConstraint) -> str:
    """Return what a constraint says about its index, behind its columns."""
    return join_sql(
        [
            sql("WITH ({})", parameters(item.options)) if item.options else "",
            sql("USING INDEX TABLESPACE {}", Name(item.tablespace)) if item.tablespace else "",
        ]
    )


def index_values(item: IndexedConstraint) -> dict[str, Any]:
    """Return what a spec says about the index of a constraint, by the fields of its model."""
    return {
        "with_": option_mapping(item.options),
        "tablespace": item.tablespace,
        "index_comment": item.index_comment,
    }


def comment_index(_: IndexedConstraint, desired: IndexedConstraint) -> Iterable[Statement]:
    """Change the comment of a constraint's index, which is not the constraint's own."""
    comment = "NULL" if desired.index_comment is None else sql("{}", Literal(desired.index_comment))
    effect = locking(desired, SHARE_UPDATE_EXCLUSIVE)
    template = "COMMENT ON INDEX {} IS {}"
    yield statement(desired, template, qualified(desired.id), Raw(comment), effect=effect)


def finish_indexed(item: IndexedConstraint) -> Iterable[Statement]:
    """Describe the index of a new constraint."""
    return comment_index(item, item) if item.index_comment else ()


def _set_index_options(
    current: IndexedConstraint, desired: IndexedConstraint
) -> Iterable[Statement]:
    return alter_index_options(desired, current.options, desired.options)


def alter_index_options(
    item: CatalogObject,
    current: Iterable[tuple[str, str]],
    desired: Iterable[tuple[str, str]],
) -> Iterable[Statement]:
    """Change the storage parameters of an index, of which only two leave readers alone."""
    head = sql("ALTER INDEX {}", qualified(item.id))
    changed = {key for key, _ in set(current) ^ set(desired)}
    gentle = changed <= {"deduplicate_items", "fillfactor"}
    mode = SHARE_UPDATE_EXCLUSIVE if gentle else ACCESS_EXCLUSIVE
    return alter_options(item, head, current, desired, mode, in_order=False)


def _move_index(_: IndexedConstraint, desired: IndexedConstraint) -> Iterable[Statement]:
    yield move_index(desired, desired.tablespace)


def move_index(item: CatalogObject, tablespace: str | None) -> Statement:
    """Build ALTER INDEX … SET TABLESPACE."""
    place = Name(tablespace or "pg_default")
    effect = locking(item, ACCESS_EXCLUSIVE, Work.REWRITE)
    template = "ALTER INDEX {} SET TABLESPACE {}"
    return statement(item, template, qualified(item.id), place, effect=effect)


def add_indexed(item: IndexedConstraint, definition: str, *, only: bool = False) -> Statement:
    """Build ALTER TABLE … ADD CONSTRAINT for one that is kept with an index."""
    effect = locking(item, ACCESS_EXCLUSIVE, Work.BUILD, fails_if=breaks(item))
    return add_constraint(item, definition, effect, only=only)


def drop_indexed(item: IndexedConstraint) -> Iterable[Statement]:
    """Build ALTER TABLE … DROP CONSTRAINT for one whose index goes along."""
    yield drop_constraint(item, locking(item, ACCESS_EXCLUSIVE, risks=(index_dropped(item),)))


INDEX_ALTERS: Final = {
    "options": _set_index_options,
    "tablespace": _move_index,
    "index_comment": comment_index,
}
"""How the fields of `IndexedConstraint` change."""
