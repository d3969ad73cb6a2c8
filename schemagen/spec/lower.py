"""From a validated spec to the catalog: drafts, features, names, objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from pydantic import BaseModel

from schemagen import features, kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.declare.draft import ProjectDraft, TableDraft
from schemagen.declare.facts import Project
from schemagen.declare.grants import written_order
from schemagen.declare.owners import owned_name, read_owners
from schemagen.declare.problems import Path, Problems
from schemagen.declare.section import Declared, Level, Section
from schemagen.declare.suggest import did_you_mean
from schemagen.kinds.kind import Facet
from schemagen.kinds.support import split_name
from schemagen.kinds.table import TableOwnSpec, lower_table
from schemagen.spec.naming import NameSpaces, check_former_names, declared_twice
from schemagen.spec.oldest import oldest_major
from schemagen.spec.project import ProjectOwnSpec, guests, sections, table_model


def lower(spec: BaseModel, source: str, problems: Problems) -> Project | None:
    """Lower a validated spec. Returns None when problems were found that stop a build.

    `source` is the spec's path as the outputs name it.
    """
    draft = _draft(spec, problems)
    _expand(draft)
    _collect_names(draft)
    catalog = Catalog(_objects(spec, draft))
    own = _own(spec)
    oldest = oldest_major(own.postgres, catalog, problems)
    if not problems.errors:
        _check(catalog, draft)
    if problems.errors:
        return None
    return Project(
        name=own.project,
        source=source,
        schema=own.schema_,
        comment=own.comment,
        catalog=catalog,
        facts=draft.facts,
        postgres=oldest,
        check_function_bodies=own.check_function_bodies,
    )


def _own(spec: BaseModel) -> ProjectOwnSpec:
    if not isinstance(spec, ProjectOwnSpec):
        raise TypeError("not the model of a spec")
    return spec


def _draft(spec: BaseModel, problems: Problems) -> ProjectDraft:
    own = _own(spec)
    project = ProjectDraft(
        name=own.project,
        schema=own.schema_,
        sections=_sections(spec, Level.PROJECT),
        declared={
            feature.key: getattr(spec, feature.key)
            for feature in features.ALL
            if feature.project is not None and feature.key in spec.model_fields_set
        },
        problems=problems,
        read_table=_read_table,
    )
    for name, table in own.tables.items():
        project.tables[name] = _table_draft(name, table, project)
    return project


def _read_table(name: str, entry: Mapping[str, Any], project: ProjectDraft) -> TableDraft:
    """Make the draft of a table that a feature adds."""
    spec = table_model().model_validate(entry)
    if not isinstance(spec, TableOwnSpec):
        raise TypeError("not the model of a table")
    return _table_draft(name, spec, project)


def _table_draft(name: str, spec: TableOwnSpec, project: ProjectDraft) -> TableDraft:
    schema, plain = split_name(name, project.schema)
    return TableDraft(
        name=plain,
        schema=schema,
        key=name,
        project=project,
        own=spec,
        model=spec.model,
        is_foreign=spec.server is not None,
        parents=tuple(
            ObjectId("table", *split_name(parent, project.schema))
            for parent in ([spec.partition_of] if spec.partition_of else spec.inherits)
        ),
        sections=_sections(spec, Level.TABLE),
        declared={
            feature.key: getattr(spec, feature.key)
            for feature in features.ALL
            if feature.table is not None and feature.key in spec.model_fields_set
        },
        grants={role: list(privileges) for role, privileges in spec.grants.items()},
    )


def _sections(spec: BaseModel, level: Level) -> dict[str, Any]:
    said = spec.model_fields_set
    return {
        item.key: _copy(getattr(spec, item.key)) if item.key in said else item.default()
        for item in sections(level)
    }


def _copy(value: Any) -> Any:
    """Give a draft containers of its own, so that features can add to them."""
    return value.copy() if isinstance(value, dict | list) else value


def _expand(draft: ProjectDraft) -> None:
    for feature in features.ALL:
        key = feature.key
        declared = draft.declared.get(key) if key else None
        if feature.expand_project and (key is None or declared is not None):
            feature.expand_project(declared, draft)
        if feature.expand_table is None:
            continue
        for table in draft.tables.values():
            value = table.declared.get(key) if key else None
            if key is None or value is not None:
                feature.expand_table(value, table)


def _check(catalog: Catalog, draft: ProjectDraft) -> None:
    for feature in features.ALL:
        if feature.check:
            feature.check(catalog, draft)


def _collect_names(draft: ProjectDraft) -> None:
    names = draft.names
    for table in draft.tables.values():
        names.add(names.relations, table.id, draft.schema)
        for section in sections(Level.TABLE):
            if section.names_table:
                section.names_table(section.of(table), table)
    for section in sections(Level.PROJECT):
        if section.names_project:
            section.names_project(section.of(draft), draft)


def _objects(spec: BaseModel, draft: ProjectDraft) -> list[CatalogObject]:
    found: dict[ObjectId, CatalogObject] = {}
    renamed: list[CatalogObject] = []
    spaces, declared = NameSpaces(), draft.problems.declared
    for item, path in _declared(draft):
        key = item.id
        if key in found:
            declared_twice(key, path, draft)
            continue
        if item.grants and (order := written_order(item.grants, spec, path, draft)):
            item = replace(item, grant_order=order)
        found[key] = item
        declared[key] = path
        spaces.take(item, path, draft)
        if item.was is not None or key.kind in _WITH_PARTS:
            renamed.append(item)
    _check_schemas(found, draft)
    for item in renamed:
        check_former_names(item, found, draft)
    return list(_owned(_own(spec), found, draft).values())


def _check_schemas(found: Iterable[ObjectId], draft: ProjectDraft) -> None:
    if any(name.startswith("schemagen") for name in {key.schema or key.name for key in found}):
        # Imported here, since few specs have a name like those of schemagen's own schemas.
        from schemagen.spec.reserved import check_schemas

        check_schemas(found, draft)


_WITH_PARTS: Final = frozenset(kind.name for kind in kinds.ALL if kind.parts is not None)


def _owned(
    own: ProjectOwnSpec, found: dict[ObjectId, CatalogObject], draft: ProjectDraft
) -> dict[ObjectId, CatalogObject]:
    """Give objects the owners that the spec names."""
    if not own.owners:
        return found
    keys = [
        key
        for key, item in found.items()
        if Facet.OWNER in kinds.BY_NAME[key.kind].facets and not item.external
    ]
    owners, unknown = read_owners(own.owners, keys, draft.schema)
    for role, position, text in unknown:
        known = [owned_name(key, draft.schema) for key in keys]
        message, hint = f'"{text}" is not declared', did_you_mean(text, known)
        draft.problem("unknown-object", message, ("owners", role, position), hint=hint)
    return {
        key: replace(item, owner=owners[key]) if key in owners else item
        for key, item in found.items()
    }


def _declared(draft: ProjectDraft) -> Iterator[tuple[CatalogObject, Path]]:
    for section in sections(Level.PROJECT):
        if section.lower_project:
            yield from section.lower_project(section.of(draft), draft)
        yield from _guests(section, draft)
    for table in draft.tables.values():
        yield from _table(table)


def _guests(section: Section[Any], draft: ProjectDraft) -> Declared:
    """Lower the table sections that stand inside the relations of a project section."""
    inside = guests(section.key)
    for name, spec in section.of(draft).items() if inside else ():
        schema, plain = split_name(name, draft.schema)
        relation = TableDraft(
            name=plain,
            schema=schema,
            key=name,
            project=draft,
            sections={item.key: getattr(spec, item.key, item.default()) for item in inside},
            declared={},
            kind=draft.names.relations[f"{schema}.{plain}"].kind,
            place=section.key,
        )
        for item in inside:
            if item.lower_table:
                yield from item.lower_table(item.of(relation), relation)


def _table(table: TableDraft) -> Declared:
    yield from lower_table(table.own, table)
    for section in sections(Level.TABLE):
        if section.lower_table:
            yield from section.lower_table(section.of(table), table)
