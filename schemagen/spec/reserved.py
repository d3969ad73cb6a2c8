"""Schemas that are schemagen's own, in which a spec declares nothing.

It stands apart from other names since few specs come near these.
"""

from __future__ import annotations

from collections.abc import Iterable

from schemagen import kinds
from schemagen.catalog.apart import is_apart
from schemagen.catalog.object import ObjectId
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.problems import Path


def check_schemas(found: Iterable[ObjectId], draft: ProjectDraft) -> None:
    """Refuse objects in schemas that are schemagen's own: no comparison would see them."""
    known = [key for key in found if is_apart(_schema(key))]
    if is_apart(draft.schema):
        _in_own(draft.schema, ("schema",), draft, key=False)
        known = [key for key in known if _schema(key) != draft.schema]
    for key in known:
        # What is in a relation is where that is, and that is said once.
        if not key.table:
            _in_own(_schema(key), draft.problems.declared[key], draft, key=True)


def _schema(key: ObjectId) -> str:
    return key.name if kinds.BY_NAME[key.kind].namespace else key.schema


def _in_own(schema: str, path: Path, draft: ProjectDraft, *, key: bool) -> None:
    draft.problems.add(
        "reserved-schema",
        f'the schema "{schema}" is schemagen\'s own, for the history of migrations and what they'
        " archive: no comparison looks into it",
        path,
        hint="choose another schema",
        key=key,
    )
