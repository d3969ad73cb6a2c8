"""Class names of tables: what `model` says, else the table's name in the singular, in CamelCase.

A table of another schema whose name is taken has that of the schema in front.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection
from itertools import count

from schemagen.declare.draft import ProjectDraft, TableDraft
from schemagen.declare.nouns import singular
from schemagen.declare.tree import ProjectTree
from schemagen.features.feature import Feature

_CLASS_NAME = re.compile(r"[A-Z][A-Za-z0-9]*\Z")


def class_name(table: str) -> str:
    """Return the class name for a table: `community_members` gives `CommunityMember`."""
    words = [word for word in re.split(r"[^A-Za-z0-9]+", table) if word]
    if words:
        words[-1] = singular(words[-1].lower()) if words[-1].islower() else words[-1]
    name = "".join(word[:1].upper() + word[1:] for word in words)
    return name if _CLASS_NAME.match(name) else f"Table{name}"


def _expand(_: None, project: ProjectDraft) -> None:
    taken: dict[str, TableDraft] = {}
    # Stable: the project's own schema first, each in the order of the spec.
    for table in sorted(project.tables.values(), key=lambda one: one.schema != project.schema):
        name = table.model or class_name(table.name)
        if name in taken and not table.model and table.schema != project.schema:
            name = class_name(table.schema) + name
        if not _CLASS_NAME.match(name) or keyword.iskeyword(name):
            table.problem(
                "model-name",
                f'"{name}" is not the name of a class',
                "model",
                hint="write it in CamelCase: `model: AuditEvent`",
            )
            continue
        other = taken.setdefault(name, table)
        if other is not table:
            table.problem(
                "model-name",
                f'tables "{other.key}" and "{table.key}" have the same class name, "{name}"',
                *(("model",) if table.model else ()),
                hint="give one of them another `model`",
                key=not table.model,
            )
        project.facts.model_names[table.id] = name


def _fold(project: ProjectTree) -> None:
    """Name the models of tables that would have the same, or no, class name."""
    tables = {id(entry) for entry in project.sections.get("tables", {}).values()}
    taken: set[str] = set()
    relations = project.relations.items()
    for (schema, name), entry in sorted(relations, key=lambda one: one[0][0] != project.home):
        if id(entry) not in tables:
            continue
        usual = class_name(name)
        if usual in taken and schema != project.home:
            usual = class_name(schema) + usual
        if usual in taken or not _CLASS_NAME.match(usual) or keyword.iskeyword(usual):
            entry["model"] = usual = _other_name(schema, name, taken)
        taken.add(usual)


def _other_name(schema: str, name: str, taken: Collection[str]) -> str:
    """Return a free class name: with the plural, then with the schema, then with a number."""
    words = re.split(r"[^A-Za-z0-9]+", name)
    plural = "".join(word[:1].upper() + word[1:] for word in words)
    plain = plural if _CLASS_NAME.match(plural) and not keyword.iskeyword(plural) else "Table"
    for candidate in (plain, class_name(schema) + plain):
        if candidate not in taken:
            return candidate
    return next(each for n in count(2) if (each := f"{plain}{n}") not in taken)


FEATURE = Feature(
    name="model names",
    expand_project=_expand,
    fold_project=_fold,
    description="The class names of tables.",
)
