"""What a feature must bring along: a key of the spec that expands into plain declarations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from schemagen.catalog.catalog import Catalog
from schemagen.declare.draft import ProjectDraft, TableDraft
from schemagen.declare.tree import ProjectTree, TableTree
from schemagen.frozen import frozen


@frozen(kw_only=True, slots=False)
class Feature:
    """A feature reads its declaration and adds columns, checks, triggers, functions, policies and
    grants to drafts. Nothing after it knows that it exists.

    Features run in the order of `schemagen.features.ALL`, each over the whole project: first
    `expand_project`, then `expand_table` for each table.

    Attributes:
        name: for people and messages.
        key: its key in the spec, None for a feature that reads no key of its own.
        project: pydantic type of the key at the top of a spec, None if it does not stand there.
        table: pydantic type of the key inside a table, None if it does not stand there.
        expand_project: called with the declared value; without a key, always, with None.
        expand_table: called for each table that has the key; without a key, for every table.
        check: called at last, with the catalog that everything was lowered to; records problems.
        fold_project: the same as `fold_table`, once for the whole spec.
        fold_table: called for the entry of each table of a spec that is being written, in the
            reverse order of features: says more shortly what the feature would expand.
        description: for the JSON Schema and the documentation.
    """

    name: str
    description: str
    key: str | None = None
    project: Any = None
    table: Any = None
    expand_project: Callable[[Any, ProjectDraft], None] | None = None
    expand_table: Callable[[Any, TableDraft], None] | None = None
    check: Callable[[Catalog, ProjectDraft], None] | None = None
    fold_project: Callable[[ProjectTree], None] | None = None
    fold_table: Callable[[TableTree], None] | None = None
