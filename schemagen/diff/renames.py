"""Renames: which current object is which desired one, and the current catalog under new names.

An object whose `was` names one of the current catalog is that object renamed. Its members, what
lives in it, the references to it and the text that names its columns follow, so that a rename is
one change and not many.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any, TypeVar

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId, Refers, refers_to
from schemagen.declare.former import former_place
from schemagen.diff.follow import NewNames, Qualified, rename_columns
from schemagen.frozen import frozen

T = TypeVar("T")


@frozen(slots=False)
class Renames:
    """What is called otherwise in the desired catalog. All keys are names of the current one.

    Attributes:
        ids: of everything that says its former name.
        schemas: the new names of schemas.
        relations: the new schemas and names of relations.
        columns: the new names of columns, per relation.
        parts: the new names of what has a name inside an object, per object.
        names: the new names, as SQL has them.
    """

    ids: Mapping[ObjectId, ObjectId]
    schemas: Mapping[str, str]
    relations: Mapping[tuple[str, str], tuple[str, str]]
    columns: Mapping[tuple[str, str], Mapping[str, str]]
    parts: Mapping[ObjectId, Mapping[str, str]] = field(default_factory=dict)
    names: NewNames = field(default_factory=NewNames)

    def __bool__(self) -> bool:
        return bool(self.ids or self.parts)

    def follow(self, key: ObjectId) -> ObjectId:
        """Return an id of the current catalog as it is called in the desired one."""
        direct = self.ids.get(key)
        if direct is not None:
            return direct
        schema = self.schemas.get(key.schema, key.schema)
        home = self.relations.get((key.schema, key.table), (schema, key.table))
        # The name of a function holds the types of its arguments.
        name = self.names.follow(key.name) if self.names and "(" in key.name else key.name
        return ObjectId(key.kind, home[0], name, home[1])


def find_renames(current: Catalog, desired: Catalog) -> Renames:
    """Find what declares its former name; a rename that has happened already is none."""
    ids: dict[ObjectId, ObjectId] = {}
    schemas: dict[str, str] = {}
    relations: dict[tuple[str, str], tuple[str, str]] = {}
    declared = [item for item in desired if item.was and item.id not in current]
    for item in sorted(declared, key=lambda item: rename_rank(item.id)):
        key, kind = item.id, kinds.BY_NAME[item.id.kind]
        schema = schemas.get(key.schema, key.schema)
        home = relations.get((key.schema, key.table), (schema, key.table))
        place, name = former_place(item.was or "", home[0])
        former = ObjectId(key.kind, place, name, home[1])
        if former not in current or former in desired:
            continue
        ids[former] = key
        if kind.namespace:
            schemas[key.name] = former.name
        if kind.relation:
            relations[key.schema, key.name] = (former.schema, former.name)
    plain = Renames(ids, _turned(schemas), _turned(relations), _columns(ids))
    ids |= _with_their_whole(current, desired, plain)
    parts = _parts(current, desired, plain)
    return dataclasses.replace(plain, parts=parts, names=_new_names(ids, parts))


def _with_their_whole(
    current: Catalog, desired: Catalog, renames: Renames
) -> dict[ObjectId, ObjectId]:
    """Find what is called otherwise because the whole that it belongs to is: the sequence of a
    column, whose name is made of the table's and the column's."""
    found = {}
    for kind in kinds.ALL:
        goes_with = kind.goes_with
        if goes_with is None or kind.rename is None or kind.relation or kind.attached:
            continue
        coming = {goes_with(item): item.id for item in desired.of(kind.model)}
        for item in current.of(kind.model):
            whole = goes_with(item)
            new = coming.get(renames.follow(whole)) if whole else None
            if new and item.id not in desired and new not in current and item.id not in renames.ids:
                found[item.id] = new
    return found


def rename_rank(key: ObjectId) -> int:
    """Return what is renamed first: schemas, then what lives in them, then members of relations."""
    if key.table:
        return 2
    return 0 if kinds.BY_NAME[key.kind].namespace else 1


def _turned(former: Mapping[T, T]) -> dict[T, T]:
    return {old: new for new, old in former.items()}


def _parts(current: Catalog, desired: Catalog, renames: Renames) -> dict[ObjectId, dict[str, str]]:
    found: dict[ObjectId, dict[str, str]] = {}
    for kind in kinds.ALL:
        for item in current.of(kind.model) if kind.parts else ():
            wanted = desired.get(renames.follow(item.id))
            if wanted is None or kind.parts is None:
                continue
            there = set(kind.parts.names(item))
            declared: Iterable[tuple[str, str]] = getattr(wanted, kind.parts.former)
            new = {was: name for name, was in declared if was in there and name not in there}
            if new:
                found[item.id] = new
    return found


def _new_names(
    ids: Mapping[ObjectId, ObjectId], parts: Mapping[ObjectId, Mapping[str, str]]
) -> NewNames:
    objects: dict[Qualified, Qualified] = {}
    functions: dict[Qualified, Qualified] = {}
    for old, new in ids.items():
        if not old.schema or old.table:
            continue
        space = functions if "(" in old.name else objects
        space[old.schema, _plain(old)] = (new.schema, _plain(new))
    constants = {
        (key.schema, key.name): names
        for key, names in parts.items()
        if (inside := kinds.BY_NAME[key.kind].parts) and inside.are_constants
    }
    return NewNames(objects, functions, constants)


def _plain(key: ObjectId) -> str:
    return key.name.partition("(")[0]


def _columns(
    ids: Mapping[ObjectId, ObjectId],
) -> dict[tuple[str, str], dict[str, str]]:
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for old, new in ids.items():
        if old.table:
            found[old.schema, old.table][old.name] = new.name
    return found


def renamed(item: CatalogObject, renames: Renames) -> CatalogObject:
    """Return a current object as if everything had had its new name already."""
    own = renames.columns.get((item.id.schema, item.id.table or item.id.name), {})
    kind = kinds.BY_NAME[item.id.kind]
    target = kind.refers(item) if kind.refers else None
    referenced = renames.columns.get((target.schema, target.name), {}) if target else {}
    values = _followed(item, renames, own, referenced)
    moved = dataclasses.replace(item, **values)
    inside = kind.parts
    parts = renames.parts.get(item.id)
    return inside.renamed(moved, parts) if inside and parts else moved


def _followed(
    value: Any, renames: Renames, own: Mapping[str, str], referenced: Mapping[str, str]
) -> dict[str, Any]:
    found = {}
    for item in dataclasses.fields(value):
        part = getattr(value, item.name)
        match refers_to(item):
            case Refers.OWN_COLUMNS:
                new = _names(part, own)
            case Refers.REFERENCED_COLUMNS:
                new = _names(part, referenced)
            case Refers.SQL:
                new = _texts(part, renames, own)
            case Refers.NOTHING:
                continue
            case None:
                new = _ids(part, renames, own, referenced)
        if new is not part:
            found[item.name] = new
    return found


def _names(value: Any, columns: Mapping[str, str]) -> Any:
    if isinstance(value, tuple):
        return tuple(columns.get(name, name) for name in value)
    return columns.get(value, value)


def _texts(value: Any, renames: Renames, columns: Mapping[str, str]) -> Any:
    if value is None:
        return value
    if isinstance(value, tuple):
        return tuple(_texts(text, renames, columns) for text in value)
    text = rename_columns(value, columns) if columns else value
    return renames.names.follow(text) if renames.names else text


def _ids(
    value: Any, renames: Renames, own: Mapping[str, str], referenced: Mapping[str, str]
) -> Any:
    if isinstance(value, str):
        return renames.names.follow(value) if renames.names else value
    if isinstance(value, ObjectId):
        return renames.follow(value)
    if type(value) is tuple:
        return tuple(_ids(part, renames, own, referenced) for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(value, **_followed(value, renames, own, referenced))
    return value
