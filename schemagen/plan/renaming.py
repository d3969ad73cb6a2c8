"""The statements that give things their new names, and move them to other schemas."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.change import Alter, Create
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.statement import Statement
from schemagen.diff.engine import Comparison
from schemagen.diff.renames import rename_rank
from schemagen.plan.facets import move
from schemagen.plan.impact import whole_of


def rename_all(comparison: Comparison) -> Iterator[Statement]:
    """Yield what gives everything its new name, outer things first, and then what is inside."""
    renamed = [
        change
        for change in comparison.changes
        if isinstance(change, Alter) and change.renamed_from is not None
    ]
    schemas = renamed_schemas(comparison)
    moving = _members_of_what_moves(comparison.renamed, renamed, schemas)
    leaders = {change.desired.id for change in renamed}
    # What is renamed stands in its schema and relation, which have their new names by then.
    for change in sorted(renamed, key=lambda change: rename_rank(change.desired.id)):
        if change.desired.follows not in leaders:
            schema = present_schema(change.current.id, schemas)
            there = comparison.renamed[change.desired.id]
            yield from _rename(there, schema, change.current.id.name, moving)
    yield from _rename_parts(comparison)


def renamed_schemas(comparison: Comparison) -> dict[str, str]:
    """Map the present names of schemas to their new ones."""
    return {
        change.current.id.name: change.desired.id.name
        for change in comparison.changes
        if isinstance(change, Alter) and kinds.BY_NAME[change.desired.id.kind].namespace
    }


def present_schema(former: ObjectId, schemas: Mapping[str, str]) -> str:
    """Return the schema that an object is in before it moves, under the schema's new name."""
    return schemas.get(former.schema, former.schema)


def _members_of_what_moves(
    catalog: Catalog, renamed: Iterable[Alter], schemas: Mapping[str, str]
) -> set[ObjectId]:
    """Return what goes to another schema together with its relation."""
    homes = {
        (change.desired.id.schema, change.desired.id.name)
        for change in renamed
        if kinds.BY_NAME[change.desired.id.kind].relation
        and present_schema(change.current.id, schemas) != change.desired.id.schema
    }
    if not homes:
        return set()
    return {key for key in catalog.ids() if (key.schema, key.table) in homes}


def _rename(
    there: CatalogObject, schema: str, name: str, moving: Collection[ObjectId]
) -> Iterator[Statement]:
    """Rename an object that is in `schema` under `name`, and move it where that is another."""
    rename = kinds.BY_NAME[there.id.kind].rename
    if rename is None:
        return
    former = replace(there, id=there.id._replace(name=name))
    if schema == there.id.schema or there.id.table:
        yield from rename(former, there)
        return
    if name != there.id.name:
        yield from rename(replace(former, id=former.id._replace(schema=schema)), there)
    if not any(key in moving for key in whole_of(there)):
        present = replace(there, id=there.id._replace(schema=schema))
        yield move(present, there.id.schema)


def _rename_parts(comparison: Comparison) -> Iterator[Statement]:
    for altered in (each for each in comparison.changes if isinstance(each, Alter)):
        item = comparison.renamed[altered.desired.id]
        if inside := kinds.BY_NAME[item.id.kind].parts:
            yield from (inside.rename(item, was, name) for was, name in altered.parts)


def moved_into(comparison: Comparison) -> dict[ObjectId, CatalogObject]:
    """Return the schemas that have to be there before anything is moved into them."""
    homes = {
        change.desired.id.schema
        for change in comparison.changes
        if isinstance(change, Alter) and change.renamed_from is not None
    }
    made = [change.desired for change in comparison.changes if isinstance(change, Create)]
    namespaces = [item for item in made if kinds.BY_NAME[item.id.kind].namespace]
    return {item.id: item for item in namespaces if item.id.name in homes}
