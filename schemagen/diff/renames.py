"""Renames: which current object is which desired one, and the current catalog under new names.

An object whose `was` names one of the current catalog is that object renamed. Its members, what
lives in it, the references to it and the text that names its columns follow, so that a rename is
one change and not many.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId, Refers, refers_to
from schemagen.sqltext.quoting import quote_name
from schemagen.sqltext.tokens import SqlTextError, TokenKind, tokenize

T = TypeVar("T")


@dataclass(frozen=True)
class Renames:
    """What is called otherwise in the desired catalog. All keys are names of the current one.

    Attributes:
        ids: of everything that says its former name.
        schemas: the new names of schemas.
        relations: the new schemas and names of relations.
        columns: the new names of columns, per relation.
    """

    ids: Mapping[ObjectId, ObjectId]
    schemas: Mapping[str, str]
    relations: Mapping[tuple[str, str], tuple[str, str]]
    columns: Mapping[tuple[str, str], Mapping[str, str]]

    def __bool__(self) -> bool:
        return bool(self.ids)

    def follow(self, key: ObjectId) -> ObjectId:
        """Return an id of the current catalog as it is called in the desired one."""
        direct = self.ids.get(key)
        if direct is not None:
            return direct
        schema = self.schemas.get(key.schema, key.schema)
        home = self.relations.get((key.schema, key.table), (schema, key.table))
        return ObjectId(key.kind, home[0], key.name, home[1])


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
        former = ObjectId(key.kind, home[0], item.was or "", home[1])
        if former not in current or former in desired:
            continue
        ids[former] = key
        if kind.namespace:
            schemas[key.name] = former.name
        if kind.relation:
            relations[key.schema, key.name] = (former.schema, former.name)
    return Renames(ids, _turned(schemas), _turned(relations), _columns(ids))


def rename_rank(key: ObjectId) -> int:
    """Return what is renamed first: schemas, then what lives in them, then members of relations."""
    if key.table:
        return 2
    return 0 if kinds.BY_NAME[key.kind].namespace else 1


def _turned(former: Mapping[T, T]) -> dict[T, T]:
    return {old: new for new, old in former.items()}


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
    target = getattr(item, "references", None)
    referenced = renames.columns.get((target.schema, target.name), {}) if target else {}
    values = _followed(item, renames, own, referenced)
    return dataclasses.replace(item, **values)


def _followed(
    value: Any, renames: Renames, own: Mapping[str, str], referenced: Mapping[str, str]
) -> dict[str, Any]:
    found = {}
    for field in dataclasses.fields(value):
        part = getattr(value, field.name)
        match refers_to(field):
            case Refers.OWN_COLUMNS:
                new = _names(part, own)
            case Refers.REFERENCED_COLUMNS:
                new = _names(part, referenced)
            case Refers.SQL:
                new = _texts(part, own)
            case None:
                new = _ids(part, renames, own, referenced)
        if new is not part:
            found[field.name] = new
    return found


def _names(value: Any, columns: Mapping[str, str]) -> Any:
    if isinstance(value, tuple):
        return tuple(columns.get(name, name) for name in value)
    return columns.get(value, value)


def _texts(value: Any, columns: Mapping[str, str]) -> Any:
    if not columns or value is None:
        return value
    if isinstance(value, tuple):
        return tuple(_rename_in_text(text, columns) for text in value)
    return _rename_in_text(value, columns)


def _rename_in_text(text: str, columns: Mapping[str, str]) -> str:
    try:
        tokens = tokenize(text)
    except SqlTextError:
        return text
    for token in reversed(tokens):
        if token.kind in (TokenKind.NAME, TokenKind.QUOTED_NAME) and token.name in columns:
            text = text[: token.start] + quote_name(columns[token.name]) + text[token.end :]
    return text


def _ids(
    value: Any, renames: Renames, own: Mapping[str, str], referenced: Mapping[str, str]
) -> Any:
    if isinstance(value, ObjectId):
        return renames.follow(value)
    if type(value) is tuple:
        return tuple(_ids(part, renames, own, referenced) for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(value, **_followed(value, renames, own, referenced))
    return value
