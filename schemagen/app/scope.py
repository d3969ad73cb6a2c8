"""Which objects of two catalogs are compared, and what is left alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from fnmatch import translate
from functools import cached_property

from schemagen import kinds
from schemagen.app.selection import Selection
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen


@frozen(slots=False)
class Scope:
    """Decides what is compared.

    Attributes:
        selection: what somebody asked for.
        schemas: the schemas that the spec declares; None where everything there is its own.
        declared: all that the spec declares.
        external: schemas and names of relations that belong to somebody else.
    """

    selection: Selection
    schemas: frozenset[str] | None = None
    declared: Collection[ObjectId] = ()
    external: Collection[tuple[str, str]] = ()

    def __contains__(self, key: ObjectId) -> bool:
        return self._is_chosen(key) and not self._is_excluded(key)

    def is_left_out(self, key: ObjectId) -> bool:
        """Tell whether somebody asked not to compare an object, by its name or its schema's."""
        asked = self.selection.schemas
        return self._is_excluded(key) or bool(asked and not _matches(self._patterns, _schema(key)))

    def _is_chosen(self, key: ObjectId) -> bool:
        kind = kinds.BY_NAME[key.kind]
        if key in self.declared and not (self.selection.schemas and _schema(key)):
            return True
        schema = _schema(key)
        if not schema:
            return self.schemas is None and not kind.shared
        if self.selection.schemas:
            chosen = _matches(self._patterns, schema)
        else:
            chosen = self.schemas is None or schema in self.schemas
        return chosen and (key.schema, key.table or key.name) not in self.external

    def _is_excluded(self, key: ObjectId) -> bool:
        if not self.selection.exclude:
            return False
        return any(_matches(self._excluded, name) for name in _names(key))

    @cached_property
    def _patterns(self) -> re.Pattern[str]:
        return _compiled(self.selection.schemas)

    @cached_property
    def _excluded(self) -> re.Pattern[str]:
        return _compiled(self.selection.exclude)


def _schema(key: ObjectId) -> str:
    """Return the schema that an object is in or, for a schema, is."""
    return key.name if kinds.BY_NAME[key.kind].namespace else key.schema


def _names(key: ObjectId) -> Iterable[str]:
    """Give the names by which an object is meant: its schema's, its relation's, its own."""
    plain = key.name.partition("(")[0]
    if not key.schema:
        return (key.name, plain)
    relation = f"{key.schema}.{key.table or plain}"
    return (
        key.schema,
        relation,
        f"{relation}.{plain}" if key.table else f"{key.schema}.{key.name}",
    )


def _compiled(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(translate, patterns)))


def _matches(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.match(text) is not None


def left_alone(current: Catalog, scope: Scope) -> tuple[str, ...]:
    """Name what a database holds and is not compared: `audit (2 tables, 1 function)`.

    Schemas come first, then what is in none. What belongs to a relation goes without saying, and so
    do roles, which belong to the server.
    """
    contents: dict[str, Counter[str]] = {}
    parts: dict[str, Counter[str]] = {}
    plain: list[str] = []
    for item in current:
        key, kind = item.id, kinds.BY_NAME[item.id.kind]
        if kind.shared or key.table or key in scope or kind.namespace:
            continue
        if key.schema:
            contents.setdefault(key.schema, Counter())[kind.name] += 1
        elif kind.goes_with and (whole := kind.goes_with(item)):
            parts.setdefault(_in_words(whole), Counter())[kind.name] += 1
        else:
            plain.append(_in_words(key))
    return (
        *(f"{schema} ({_counted(found)})" for schema, found in sorted(contents.items())),
        *(name for name in plain if name not in parts),
        *(f"{whole} ({_counted(found)})" for whole, found in sorted(parts.items())),
    )


def _in_words(key: ObjectId) -> str:
    return str(key).replace("_", " ", key.kind.count("_"))


def _counted(found: Counter[str]) -> str:
    parts = [
        f"{found[kind.name]} {kind.plural if found[kind.name] > 1 else kind.name.replace('_', ' ')}"
        for kind in kinds.ALL
        if found[kind.name]
    ]
    return ", ".join(parts)
