"""The whole of a models module: names first, then definitions, each after what it refers to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import Project
from schemagen.frozen import frozen
from schemagen.kinds.domain import Domain
from schemagen.kinds.enum import Enum
from schemagen.kinds.table import Table
from schemagen.render.viewmodels.class_names import ClassNames, class_names, own
from schemagen.render.viewmodels.columns import Types, domain_bound, narrowed
from schemagen.render.viewmodels.helpers import FUNCTIONS, alias_definitions, with_needed
from schemagen.render.viewmodels.imports import import_lines, imports_of, member_order, words
from schemagen.render.viewmodels.names import member_names
from schemagen.render.viewmodels.narrowing import choices
from schemagen.render.viewmodels.pytext import (
    INDENT,
    WIDTH,
    assigned,
    call,
    class_text,
    docstring,
    literal_definition,
    string,
)
from schemagen.render.viewmodels.pytypes import JSON
from schemagen.render.viewmodels.table_models import TableModels
from schemagen.shapes.python.definitions import NO_SHAPES, ShapeModels
from schemagen.shapes.python.support import chosen
from schemagen.sqltext.quoting import quote_qualified


@frozen
class ModelModule:
    """A module in pieces of finished lines, in order.

    Attributes:
        doc: the docstring.
        imports: import statements in sections.
        exported: the strings in `__all__`.
        functions: names of the helper functions to include.
        aliases: named types of PostgreSQL.
        support: what the models of shapes need.
        definitions: enums, models of shapes, named types, tables.
        names: the class of each table, enum, domain and shape.
        shapes: the name of what a column holds that is of a shape.
        choices: the name for the values that a column may have, by column.
    """

    source: str
    doc: str
    imports: tuple[str, ...]
    exported: tuple[str, ...]
    functions: tuple[str, ...]
    aliases: tuple[str, ...]
    support: tuple[str, ...]
    definitions: tuple[str, ...]
    names: ClassNames
    shapes: Mapping[ObjectId, str]
    choices: Mapping[ObjectId, str]


def model_module(project: Project, shapes: ShapeModels, models: TableModels) -> ModelModule:
    """Work out the models of a project; the others are its `project_models`."""
    catalog = project.catalog
    names, types = models.names, models.types
    enums = [_enum(item, names) for item in own(catalog.of(Enum))]
    domains = [_domain(item, types, models.used) for item in _base_first(catalog.of(Domain))]
    tables = own(catalog.of(Table))
    classes = [text for table in tables for text in models.classes(table)]
    exported = [
        *names.types.values(),
        *(item.name for item in shapes.definitions),
        *models.choices,
        *(name for table in tables for name in models.forms(table)),
    ]
    used = words(models.used)
    aliases = alias_definitions(used)
    used |= words(aliases)
    used |= _used_by_text(classes)
    used |= {"StrEnum"} if enums else set()
    used |= {"Literal"} if models.choices else set()
    needed = with_needed(used | {"BaseModel", "ClassVar", "ConfigDict"})
    shared = chosen(used & {JSON})
    support = dict.fromkeys([*(block.code for block in shared), *shapes.support])
    imports = {*shapes.imports, *(name for block in shared for name in block.imports)}
    return ModelModule(
        source=project.source,
        doc="\n".join(docstring(project.comment or f"Models of {project.name}.")),
        imports=tuple(import_lines(imports_of(needed) | imports)),
        exported=tuple(string(name) for name in sorted(exported, key=member_order)),
        functions=tuple(name for name in FUNCTIONS if name in needed),
        aliases=tuple(aliases),
        support=tuple(text.rstrip() for text in (*support, *shapes.predicates)),
        definitions=(
            *enums,
            *(item.code.rstrip() for item in shapes.definitions),
            *domains,
            *models.choices.values(),
            *_joined(assigned(name, text) for text, name in models.shortened.items()),
            *classes,
        ),
        names=names,
        shapes=models.shape_names,
        choices=models.chosen,
    )


def project_models(project: Project) -> tuple[ShapeModels, TableModels]:
    """Return the models of a project's shapes, and what makes those of its tables."""
    names = class_names(project)
    taken = names.claims.taken
    shapes = _shape_models(project, taken - set(names.shapes.values()))
    taken.update(item.name for item in shapes.definitions)
    types = Types(project.catalog, project.schema, names.types)
    of_columns = project.facts.column_shapes.items()
    held = {column: shapes.names[shape] for column, shape in of_columns}
    return shapes, TableModels(project, names, types, held)


def _shape_models(project: Project, taken: Set[str]) -> ShapeModels:
    if not project.facts.shapes:
        return NO_SHAPES
    # Imported here because it takes a while, and few projects have shapes.
    from schemagen.shapes.python.models import shape_models

    return shape_models(project.facts.shapes, taken)


def _used_by_text(classes: Iterable[str]) -> set[str]:
    """Return what only the finished fields tell: whether any has arguments, or may be unset."""
    marks = {" = Field(": "Field", "default_factory=_unset": "_unset"}
    return {name for mark, name in marks.items() if any(mark in text for text in classes)}


def _enum(item: Enum, names: ClassNames) -> str:
    text = item.comment or f"The labels of {quote_qualified(item.id.schema, item.id.name)}."
    members = [
        line
        for member, label in member_names(item.labels)
        for line in assigned(member, string(label), indent=4)
    ]
    return class_text(f"class {names.types[item.id]}(StrEnum):", docstring(text, indent=4), members)


def _joined(blocks: Iterable[Iterable[str]]) -> Iterable[str]:
    return map("\n".join, blocks)


def _base_first(domains: Iterable[Domain]) -> list[Domain]:
    """Put domains after those that they are made of."""
    left = {item.id: item for item in own(domains)}
    ordered: list[Domain] = []
    while left:
        ready = [item for item in left.values() if left.keys().isdisjoint(item.depends_on)]
        for item in ready or list(left.values()):
            ordered.append(left.pop(item.id))
    return ordered


def _domain(item: Domain, types: Types, used: set[str]) -> str:
    """Define a domain as a name for its type with what its checks say."""
    name = types.names[item.id]
    held = types.of(item.type)
    bound = domain_bound(item)
    listed = choices(bound, held.kind) if bound else ()
    if listed:
        used.add("Literal")
        return literal_definition(name, listed)
    annotation, arguments = held.annotation, list[str]()
    if bound is not None:
        annotation, arguments = narrowed(held, bound)
    used.update((annotation, *arguments))
    if not arguments:
        return "\n".join(assigned(name, annotation))
    used.update(("Annotated", "Field"))
    whole = f"{name} = Annotated[{annotation}, Field({', '.join(arguments)})]"
    if len(whole) <= WIDTH:
        return whole
    inner = call("Field(", arguments, indent=len(INDENT), ending="),")
    return class_text(f"{name} = Annotated[", [f"{annotation},", *inner]) + "\n]"
