"""Names of a project and its objects, checked before anything is made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from schemagen.declare.problems import Path, Problems
from schemagen.declare.section import Level
from schemagen.spec.project import NAME_PATTERN, guests, sections
from schemagen.sqltext.quoting import name_parts


def check_names(data: Mapping[str, Any], problems: Problems) -> None:
    """Record every key that names an object and cannot: empty, or with more than one dot.

    Expects data that fits the model of a spec.
    """
    tables = data.get("tables", {})
    named = (section.key for section in sections(Level.PROJECT) if section.named)
    for path in _keys(data, ("tables", *named), ()):
        parts = name_parts(str(path[-1]))
        if not all(parts) or len(parts) > 2:
            _refuse(path, "a name, or a schema and a name with a dot between them", problems)
    for name, table in tables.items():
        _check_members(table, _keys_of(Level.TABLE), ("tables", name), problems)
    for key in _keys_of(Level.PROJECT):
        inside = tuple(section.key for section in guests(key))
        for name, relation in data.get(key, {}).items() if inside else ():
            _check_members(relation, inside, (key, name), problems)


def check_project_name(data: Mapping[str, Any], source: str, problems: Problems) -> None:
    """Record a project that is not called as its file is; another check finds what is no name."""
    name, file = data.get("project"), PurePosixPath(source)
    if isinstance(name, str) and re.match(NAME_PATTERN, name) and name != file.stem:
        message = f'the project "{name}" stands in the file {file.name}'
        hint = "a project is called as its file is: rename one of them"
        problems.add("project-name", message, ("project",), hint=hint)


def _check_members(
    relation: Mapping[str, Any], sections: tuple[str, ...], below: Path, problems: Problems
) -> None:
    for section in sections:
        names = relation.get(section)
        if isinstance(names, dict) and "" in names:
            _refuse((*below, section, ""), "a name of at least one character", problems)


def _keys_of(level: Level) -> tuple[str, ...]:
    return tuple(section.key for section in sections(level))


def _keys(data: Mapping[str, Any], sections: tuple[str, ...], below: Path) -> Iterator[Path]:
    for section in sections:
        names = data.get(section)
        for name in names if isinstance(names, Mapping) else ():
            yield (*below, section, name)


def _refuse(path: Path, wanted: str, problems: Problems) -> None:
    problems.add("bad-name", f'"{path[-1]}" is not {wanted}', path, key=True)
