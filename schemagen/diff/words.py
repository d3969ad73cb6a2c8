"""Changes as a person reads them: grouped by relation, one line a change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any

from schemagen import kinds
from schemagen.catalog.change import Alter, Change, Create, Drop, subject
from schemagen.catalog.object import CatalogObject, Grant, ObjectId, model_of, secret_fields
from schemagen.frozen import frozen


class Mark(StrEnum):
    """What stands before a line."""

    ADDED = "+"
    REMOVED = "-"
    CHANGED = "~"


@frozen
class Line:
    """One change in words, with what it did to which object."""

    mark: Mark
    text: str
    id: ObjectId


@frozen
class Group:
    """The changes of one relation, or of everything that belongs to none (`title` empty)."""

    title: str
    lines: tuple[Line, ...]


def describe(changes: Sequence[Change]) -> tuple[Group, ...]:
    """Put changes into words. The groups are sorted; those of no relation come first."""
    whole = {subject(item).id: item for item in changes if not isinstance(item, Alter)}
    shown = [item for item in changes if not _comes_with_relation(item, whole)]
    ordered = sorted(shown, key=lambda item: (_group_key(item), subject(item).id))
    return tuple(
        Group(_title(key), tuple(line for item in members for line in _lines(item, changes)))
        for key, members in groupby(ordered, key=_group_key)
    )


def _relation(key: ObjectId) -> tuple[str, str]:
    if key.table:
        return key.schema, key.table
    return (key.schema, key.name) if kinds.BY_NAME[key.kind].relation else ("", "")


def _group_key(change: Change) -> tuple[str, str]:
    return _relation(subject(change).id)


def _title(key: tuple[str, str]) -> str:
    return ".".join(part for part in key if part)


def _comes_with_relation(change: Change, whole: dict[ObjectId, Any]) -> bool:
    """Tell whether the change is part of a relation that is created or dropped as a whole."""
    item = subject(change)
    if isinstance(change, Alter) or not item.id.table:
        return False
    return any(
        isinstance(whole.get(ObjectId(kind.name, item.id.schema, item.id.table)), type(change))
        for kind in kinds.ALL
        if kind.relation
    )


def _lines(change: Change, changes: Sequence[Change]) -> Iterable[Line]:
    match change:
        case Create(desired):
            yield Line(Mark.ADDED, _noun(desired) + _contents(desired, changes, Create), desired.id)
        case Drop(current):
            yield Line(Mark.REMOVED, _noun(current) + _contents(current, changes, Drop), current.id)
        case Alter(current, desired, fields, renamed_from, parts):
            if renamed_from is not None:
                text = f"{_words(desired)} {renamed_from.name} renamed to {desired.id.name}"
                yield Line(Mark.CHANGED, text, desired.id)
            for former, name in parts:
                text = f"{_words(desired)} {desired.id.name}: {former} renamed to {name}"
                yield Line(Mark.CHANGED, text, desired.id)
            for item in fields:
                text = f"{_words(desired)} {desired.id.name}: {_field(item.field)} "
                secret = item.field in secret_fields(model_of(desired))
                text += "changed" if secret else _transition(item.current, item.desired)
                yield Line(Mark.CHANGED, text, desired.id)


def _words(item: CatalogObject) -> str:
    return item.id.kind.replace("_", " ")


def _noun(item: CatalogObject) -> str:
    inline = kinds.BY_NAME[item.id.kind].inline
    text = inline(item) if inline else None
    if text is None:
        return f"{_words(item)} {item.id.name}"
    return f"{_words(item)} {text.removeprefix('CONSTRAINT ')}"


def _contents(item: CatalogObject, changes: Iterable[Change], of: type[Change]) -> str:
    """Return ` (5 columns, 1 primary key)` for a relation that comes or goes as a whole."""
    if not kinds.BY_NAME[item.id.kind].relation:
        return ""
    members = Counter(
        subject(change).id.kind
        for change in changes
        if isinstance(change, of)
        and subject(change).id.table == item.id.name
        and subject(change).id.schema == item.id.schema
    )
    parts = [
        f"{members[kind.name]} {kind.plural if members[kind.name] > 1 else kind.name}"
        for kind in kinds.ALL
        if members[kind.name]
    ]
    return f" ({', '.join(parts).replace('_', ' ')})" if parts else ""


def _field(name: str) -> str:
    return name.replace("_", " ")


def _transition(current: Any, desired: Any) -> str:
    if isinstance(current, tuple) and isinstance(desired, tuple):
        added = [part for part in desired if part not in current]
        removed = [part for part in current if part not in desired]
        if added or removed:
            pieces = [f"+ {_value(part)}" for part in added]
            pieces += [f"- {_value(part)}" for part in removed]
            return ", ".join(pieces)
    if isinstance(current, str) and isinstance(desired, str) and "\n" in current + desired:
        return "changed"
    return f"{_value(current)} → {_value(desired)}"


def _value(value: Any) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case Grant():
            return f"{value.privilege} to {value.grantee}"
        case ObjectId():
            return str(value)
        case tuple():
            return f"({', '.join(map(_value, value))})"
    if is_dataclass(value) and type(value).__str__ is object.__str__:
        return " ".join(_parts(value))
    return str(value)


def _parts(value: Any) -> Iterator[str]:
    """Yield what a value says that it would not say by itself: `column name`, `descending`."""
    for each in fields(value):
        said = getattr(value, each.name)
        if said != each.default:
            yield _field(each.name) if said is True else f"{_field(each.name)} {_value(said)}"
