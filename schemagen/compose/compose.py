"""A catalog as the tree of a spec that declares it: the inverse of lowering.

Every kind says what a spec says of its objects. Here their comments and privileges are added,
members are put into their relations, and features fold what can be said more shortly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from schemagen import features, kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.compose.facets import column_grants, grants_of, with_comment, with_grants
from schemagen.declare.declaration import Declaration, Reference
from schemagen.declare.owners import write_owners
from schemagen.declare.section import Level, Section
from schemagen.declare.tree import ProjectTree, TableTree
from schemagen.frozen import frozen
from schemagen.kinds.kind import Facet, Kind

SECTIONS: Final[Mapping[str, Section[Any]]] = {
    section.key: section for kind in kinds.ALL for section in kind.sections
}
TABLES: Final = "tables"
OPEN: Final = frozenset(
    {TABLES, *(key for key, section in SECTIONS.items() if isinstance(section.default(), dict))}
)
"""The keys whose entries have a line each."""


@frozen(slots=False)
class Composition:
    """The tree of a spec.

    Attributes:
        sections: what stands at the top, in order, as dicts, lists, texts, numbers and booleans.
        undeclared: what no spec can say.
    """

    sections: Mapping[str, Any]
    undeclared: tuple[ObjectId, ...]


def compose(
    catalog: Catalog, home: str, external: Mapping[ObjectId, Mapping[str, Any]] | None = None
) -> Composition:
    """Return the spec of everything in a catalog, for a project in the schema `home`.

    The catalog is read with that schema as search path, so that names in it are as short.
    `external` is what the spec says of relations that belong to somebody else.
    """
    composer = _Composer(catalog, ProjectTree(home))
    for key, said in sorted((external or {}).items()):
        entries = composer.tree.sections.setdefault("external", {})
        entries[composer.tree.key(key.schema, key.name)] = dict(said)
    composer.place_all()
    composer.fold()
    sections = {
        key: _finished_section(composer.tree.sections[key], composer.tree)
        for key in composer.order()
    }
    owners = {
        item.id: item.owner
        for item in catalog
        if Facet.OWNER in kinds.BY_NAME[item.id.kind].facets and not item.external
    }
    if named := write_owners(owners, home):
        sections["owners"] = named
    return Composition(sections, tuple(sorted(composer.undeclared)))


@dataclass
class _Composer:
    catalog: Catalog
    tree: ProjectTree
    undeclared: list[ObjectId] = field(default_factory=list)

    def place_all(self) -> None:
        """Put every object into the tree: relations first, so that members find them."""
        by_kind: dict[str, list[CatalogObject]] = {kind.name: [] for kind in kinds.ALL}
        for item in self.catalog:
            by_kind[item.id.kind].append(item)
        for kind in sorted(kinds.ALL, key=lambda kind: not kind.relation):
            # Columns stand in the order that the table has them in.
            items = by_kind[kind.name]
            for item in sorted(items, key=kind.place) if kind.place else items:
                self._place(kind, item)
        self._grant_columns()

    def _place(self, kind: Kind[Any], item: CatalogObject) -> None:
        if kind.declare is None:
            if not item.brought:
                self.undeclared.append(item.id)
            return
        declaration = kind.declare(item, self.catalog)
        if declaration is None:
            return
        section = SECTIONS.get(declaration.section)
        value = with_comment(item, declaration.value)
        if Facet.GRANTS in kind.facets and not _grants_stand_at_relation(kind, section):
            said = isinstance(value, dict) and "revoked" in value
            value = with_grants(value, grants_of(replace(item, revoked=()) if said else item))
        if section is None or section.level is Level.PROJECT:
            self._place_at_top(kind, item, declaration, value)
        else:
            self._place_inside(section, item, declaration.name, value)

    def _place_at_top(
        self, kind: Kind[Any], item: CatalogObject, declaration: Declaration, value: Any
    ) -> None:
        if kind.namespace and not value and (item.external or item.id.name == self.tree.home):
            return
        section = SECTIONS.get(declaration.section)
        if section is not None and isinstance(section.default(), list):
            self.tree.sections.setdefault(section.key, []).append(value)
            return
        entries = self.tree.sections.setdefault(declaration.section, {})
        key = self.tree.key(item.id.schema, declaration.name)
        if key in entries:
            former = entries[key]
            entries[key] = [*(former if isinstance(former, list) else [former]), value]
            return
        entries[key] = value
        if kind.relation:
            self.tree.relations[item.id.schema, item.id.name] = value

    def _place_inside(
        self, section: Section[Any], item: CatalogObject, name: str, value: Any
    ) -> None:
        entry = self.tree.relations.get((item.id.schema, item.id.table))
        if entry is None:
            self.undeclared.append(item.id)
        elif name:
            entry.setdefault(section.key, {})[name] = value
        elif isinstance(section.default(), list):
            entry.setdefault(section.key, []).append(value)
        else:
            entry[section.key] = value

    def _grant_columns(self) -> None:
        """Put the privileges on columns among those on their tables."""
        for (schema, name), entry in self.tree.relations.items():
            columns = [
                item
                for kind in kinds.ALL
                if Facet.GRANTS in kind.facets and _grants_stand_at_relation(kind, None)
                for item in self.catalog.belonging_to(ObjectId("", schema, name), kind.model)
            ]
            found = {**entry.get("grants", {})}
            for grantee, privileges in column_grants(columns).items():
                given = found.get(grantee, [])
                found[grantee] = [*([given] if isinstance(given, str) else given), *privileges]
            if found:
                entry["grants"] = found

    def fold(self) -> None:
        """Let features say what they would expand to the same, then write short forms."""
        for feature in reversed(features.ALL):
            if feature.fold_project:
                feature.fold_project(self.tree)
            if feature.fold_table:
                for (schema, name), entry in self.tree.relations.items():
                    feature.fold_table(TableTree(schema, name, entry, self.tree))

    def order(self) -> list[str]:
        """Return the keys at the top, in order, without empty ones."""
        order = [
            key
            for kind in kinds.ALL
            for key in ([TABLES] if not kind.sections and kind.relation else _project_keys(kind))
        ]
        folded = [feature.key for feature in features.ALL if feature.key and feature.project]
        listed = dict.fromkeys([*(key for key in folded if key not in order), *order])
        return [key for key in listed if self.tree.sections.get(key)]


def _project_keys(kind: Kind[Any]) -> Iterable[str]:
    return (section.key for section in kind.sections if section.level is Level.PROJECT)


def _grants_stand_at_relation(kind: Kind[Any], _: Section[Any] | None) -> bool:
    """Tell whether privileges are written among those of the relation: those on its columns."""
    return kind.granted_on is not None and any(
        section.level is Level.TABLE for section in kind.sections
    )


def _finished_section(entries: Any, tree: ProjectTree) -> Any:
    relations = {id(entry) for entry in tree.relations.values()}
    if not isinstance(entries, dict):
        return _finished(entries, tree.home)
    return {
        name: _finished_relation(entry, tree.home)
        if id(entry) in relations
        else _finished(entry, tree.home)
        for name, entry in entries.items()
    }


def _finished_relation(entry: dict[str, Any], home: str) -> dict[str, Any]:
    """Write short forms, and the items of lists by their names where all have one."""
    found = {}
    for key in sorted(entry, key=_rank):
        value, section = _finished(entry[key], home), SECTIONS.get(key)
        if section and section.shorten and isinstance(value, dict):
            value = {name: section.shorten(item) for name, item in value.items()}
        if section and section.by_name and isinstance(value, list):
            value = _by_name(value)
        found[key] = value
    return found


_MEMBERS: Final = {key: rank for rank, key in enumerate(SECTIONS)}
_LAST: Final = ("grants", "with")


def _rank(key: str) -> tuple[bool, int]:
    """Order the keys of a relation: its own, its members, then who may do what."""
    return key in _LAST, _MEMBERS.get(key, -1)


def _finished(value: Any, home: str) -> Any:
    """Write references to names."""
    if isinstance(value, Reference):
        return value.text(home)
    if isinstance(value, dict):
        return {name: _finished(item, home) for name, item in value.items()}
    if isinstance(value, list):
        return [_finished(item, home) for item in value]
    return value


def _by_name(items: list[Any]) -> Any:
    if not all(isinstance(item, dict) and "name" in item for item in items):
        return items
    return {item["name"]: _unnamed(item) for item in items}


def _unnamed(item: dict[str, Any]) -> Any:
    rest = {key: value for key, value in item.items() if key != "name"}
    return next(iter(rest.values())) if len(rest) == 1 else rest
