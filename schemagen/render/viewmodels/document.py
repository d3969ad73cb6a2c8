"""A project described in Markdown, in pieces of finished lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from operator import attrgetter
from types import MappingProxyType

from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.declare.facts import AccessRule, Project
from schemagen.frozen import frozen
from schemagen.kinds.column import Column
from schemagen.kinds.domain import Domain
from schemagen.kinds.enum import Enum
from schemagen.kinds.function import Function
from schemagen.kinds.policy import Policy
from schemagen.kinds.table import Table
from schemagen.kinds.view import View
from schemagen.render.viewmodels.access_matrix import access_table, actor_table
from schemagen.render.viewmodels.class_names import own, table_forms
from schemagen.render.viewmodels.definitions import member_table
from schemagen.render.viewmodels.diagram import er_diagram
from schemagen.render.viewmodels.markdown import (
    anchors,
    code,
    codes,
    fence,
    link,
    paragraphs,
    prose,
    table,
)
from schemagen.render.viewmodels.realtime_tables import realtime_tables
from schemagen.sqltext.quoting import fit_name

_SECURITY = {
    (True, True): "Row-level security is on, for the owner too.",
    (True, False): "Row-level security is on, though not for the owner.",
}


@frozen
class Section:
    """Something below a heading of its own."""

    title: str
    anchor: str
    lines: tuple[str, ...]


@frozen
class Document:
    """The parts of a README; a part that is empty is left out with its heading."""

    source: str
    title: str
    intro: tuple[str, ...]
    overview: tuple[str, ...]
    diagram: tuple[str, ...]
    actors: tuple[str, ...]
    access: tuple[str, ...]
    realtime: tuple[str, ...]
    tables: tuple[Section, ...]
    views: tuple[Section, ...]
    enums: tuple[str, ...]
    domains: tuple[str, ...]
    shapes: tuple[Section, ...]
    functions: tuple[str, ...]


def document(
    project: Project,
    classes: Mapping[ObjectId, str],
    pages: Mapping[ObjectId, str] = MappingProxyType({}),
    home: str = "",
) -> Document:
    """Describe a project; `classes` has the model of a row of each table.

    Where it is more than one file, `pages` has the file of each table, and `home` is the one that
    has everything else.
    """
    writer = _Writer.of(project, classes, pages, home)
    return Document(
        source=project.source,
        title=prose(project.name),
        intro=tuple(paragraphs(project.comment or "")),
        overview=tuple(writer.overview()),
        diagram=tuple(writer.diagram()),
        actors=tuple(actor_table(project.facts)),
        access=tuple(access_table(project.facts, writer.names, writer.places)),
        realtime=tuple(realtime_tables(project.facts, writer.names, writer.places)),
        tables=tuple(map(writer.table, writer.tables)),
        views=tuple(writer.views()),
        enums=tuple(writer.enums()),
        domains=tuple(writer.domains()),
        shapes=tuple(writer.shapes()),
        functions=tuple(writer.functions()),
    )


@frozen
class _Writer:
    """What all parts need: the tables, what each is called, and where it is described."""

    project: Project
    tables: Sequence[Table]
    names: Mapping[ObjectId, str]
    anchors: Mapping[ObjectId, str]
    classes: Mapping[ObjectId, str]
    places: Mapping[ObjectId, str]
    shape_anchors: Mapping[str, str]
    home: str
    access_policies: Set[ObjectId]

    @classmethod
    def of(
        cls,
        project: Project,
        classes: Mapping[ObjectId, str],
        pages: Mapping[ObjectId, str],
        home: str,
    ) -> _Writer:
        tables = own(project.catalog.of(Table))
        names = {item.id: called(item.id, project) for item in tables}
        shapes = project.facts.shapes
        marks = dict(zip(names, anchors("table", names.values()), strict=True))
        return cls(
            project=project,
            tables=tables,
            names=names,
            anchors=marks,
            classes=classes,
            places={key: f"{pages.get(key, '')}#{mark}" for key, mark in marks.items()},
            shape_anchors=dict(zip(shapes, anchors("shape", shapes), strict=True)),
            home=home,
            access_policies={access_policy(rule) for rule in project.facts.access},
        )

    def overview(self) -> list[str]:
        rows = []
        for item in self.tables:
            columns = len(self.project.catalog.belonging_to(item.id, Column))
            name = link(code(self.names[item.id]), self.places[item.id])
            model = code(self.classes[item.id])
            rows.append([name, str(columns), model, prose(item.comment or "")])
        return table(["table", "columns", "model of a row", "what for"], rows)

    def diagram(self) -> list[str]:
        lines = er_diagram(self.project.catalog, self.tables, self.names)
        if lines is None:
            return ["The diagram is left out: it would be larger than Mermaid draws."]
        return fence("mermaid", lines)

    def table(self, item: Table) -> Section:
        lines = paragraphs(item.comment or "")
        models = codes(table_forms(self.classes[item.id]))
        security = _SECURITY.get((item.row_security, item.force_row_security), "")
        lines += ["", f"Models: {models}. {security}".rstrip(), ""]
        lines += self.columns(item)
        members = member_table(self.project.catalog, item.id, self.is_listed)
        lines += ["", *members] if members else []
        anchor = self.anchors[item.id]
        return Section(code(self.names[item.id]), anchor, tuple(_trimmed(lines)))

    def is_listed(self, item: CatalogObject) -> bool:
        """Tell whether something is listed below its table: access is told before."""
        return not isinstance(item, Policy) or item.id not in self.access_policies

    def columns(self, item: Table) -> list[str]:
        found = self.project.catalog.belonging_to(item.id, Column)
        rows = [
            [
                code(column.id.name),
                self.type(column),
                "" if column.not_null else "null",
                _default(column),
                prose(column.comment or ""),
            ]
            for column in sorted(found, key=attrgetter("position"))
        ]
        return table(["column", "type", "null", "default", "what for"], rows)

    def type(self, column: Column) -> str:
        shape = self.project.facts.column_shapes.get(column.id)
        if shape is None:
            return code(column.type.removeprefix(f"{self.project.schema}."))
        place = f"{self.home}#{self.shape_anchors[shape]}"
        return f"{code(column.type)} of shape {link(code(shape), place)}"

    def enums(self) -> list[str]:
        rows = [
            [code(called(item.id, self.project)), codes(item.labels), prose(item.comment or "")]
            for item in own(self.project.catalog.of(Enum))
        ]
        return table(["enum", "labels", "what for"], rows)

    def domains(self) -> list[str]:
        rows = [
            [
                code(called(item.id, self.project)),
                code(item.type),
                codes(check.expression for check in item.checks),
                prose(item.comment or ""),
            ]
            for item in own(self.project.catalog.of(Domain))
        ]
        return table(["domain", "type", "checks", "what for"], rows)

    def functions(self) -> list[str]:
        rows = []
        for item in own(self.project.catalog.of(Function)):
            name = called(item.id._replace(name=item.name), self.project)
            returns = "" if item.returns is None else code(item.returns)
            rows.append([code(f"{name}({item.arguments})"), returns, prose(item.comment or "")])
        return table(["function", "returns", "what for"], rows)

    def views(self) -> Iterable[Section]:
        found = own(self.project.catalog.of(View))
        named = [called(item.id, self.project) for item in found]
        for item, name, anchor in zip(found, named, anchors("view", named), strict=True):
            lines = [*paragraphs(item.comment or ""), "", *fence("sql", item.query.splitlines())]
            yield Section(code(name), anchor, tuple(_trimmed(lines)))

    def shapes(self) -> Iterable[Section]:
        for name, shape in self.project.facts.shapes.items():
            schema = json.dumps(shape.schema, indent=2, ensure_ascii=False).splitlines()
            lines = [*paragraphs(shape.comment or ""), "", *fence("json", schema)]
            yield Section(code(name), self.shape_anchors[name], tuple(_trimmed(lines)))


def called(key: ObjectId, project: Project) -> str:
    """Return an object's name, with its schema unless it is at home."""
    return key.name if key.schema == project.schema else f"{key.schema}.{key.name}"


def _default(column: Column) -> str:
    if column.generated is not None:
        return f"generated, {column.generated_storage or 'stored'}: {code(column.generated)}"
    if column.identity is not None:
        return f"generated {column.identity.generation} as identity"
    return "" if column.default is None else code(column.default)


def _trimmed(lines: list[str]) -> list[str]:
    """Leave out empty lines at the start."""
    start = next((index for index, line in enumerate(lines) if line), 0)
    return lines[start:]


def access_policy(rule: AccessRule) -> ObjectId:
    """Return the policy that an access rule became."""
    name = fit_name(rule.table.name, rule.actor, suffix=rule.command)
    return ObjectId("policy", rule.table.schema, name, rule.table.name)
