"""A whole spec as files: one, or several where it is large."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from schemagen.catalog.since import OLDEST
from schemagen.compose.compose import OPEN, Composition
from schemagen.compose.text import write_yaml
from schemagen.frozen import frozen

_LARGE: Final = 2500
"""Lines from which on a spec is put into several files."""
_REST: Final = "common"
"""The file of what is small."""
EDITOR_SCHEMA: Final = "schemagen/schemagen.schema.json"
"""Where a repository may have the JSON Schema of specs, which editors check them by."""
_EDITOR: Final = f"# yaml-language-server: $schema={{}}{EDITOR_SCHEMA}\n"


@frozen
class Heading:
    """What stands at the top of a spec: the keys besides sections.

    `editor_schema` says whether the repository has the JSON Schema that an editor checks it by.
    """

    project: str
    schema: str
    postgres: int
    check_function_bodies: bool = True
    editor_schema: bool = False

    def keys(self) -> dict[str, Any]:
        """Return the keys, without those that go without saying."""
        found: dict[str, Any] = {"schemagen": 1, "project": self.project}
        if self.schema != "public":
            found["schema"] = self.schema
        if self.postgres > OLDEST:
            found["postgres"] = self.postgres
        return found if self.check_function_bodies else found | {"check_function_bodies": False}


def write_spec(heading: Heading, composition: Composition) -> dict[str, str]:
    """Return the files of a spec by their names, the spec itself first.

    A large one has a folder of its own beside it, with a file for each schema or sort of object.
    """
    name, sections = f"{heading.project}.yaml", composition.sections
    above, below = (_editor(heading, up) for up in ("../", "../../"))
    text = above + _written(heading.keys(), sections)
    if text.count("\n") <= _LARGE:
        return {name: text}
    parts = {f"{heading.project}/{part}.yaml": found for part, found in _parts(sections).items()}
    top = above + _written(heading.keys() | {"include": list(parts)}, {})
    return {name: top, **{part: below + _written({}, found) for part, found in parts.items()}}


def _editor(heading: Heading, up: str) -> str:
    return _EDITOR.format(up) if heading.editor_schema else ""


def _written(keys: Mapping[str, Any], sections: Mapping[str, Any]) -> str:
    head = write_yaml(keys) if keys else ""
    body = write_yaml(sections, open_keys=OPEN) if sections else ""
    return head + ("\n" if head and body else "") + body


def _parts(sections: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Split what stands at the top by the schema of each entry; sections of a schema together.

    The entries of the project's own schema have a file for each large section.
    """
    found: dict[str, dict[str, Any]] = {}
    for key, entries in sections.items():
        if not isinstance(entries, Mapping) or key == "owners":
            found.setdefault(_REST, {})[key] = entries
            continue
        for name, entry in entries.items():
            schema, dot, _ = name.partition(".")
            plain = dot and schema.isidentifier()
            part = schema if plain else key if _is_large(entries) else _REST
            found.setdefault(part, {}).setdefault(key, {})[name] = entry
    return dict(sorted(found.items()))


def _is_large(entries: Mapping[str, Any]) -> bool:
    return write_yaml({"entries": entries}, open_keys=OPEN).count("\n") > _LARGE // 10
