"""The pydantic model of a whole spec, composed of the sections of the kinds and the features."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, get_args

from pydantic import BaseModel, Field, create_model

from schemagen import features, kinds
from schemagen.catalog.since import OLDEST
from schemagen.declare.base import NameList, SpecModel
from schemagen.declare.section import Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.table import TableOwnSpec

NAME_PATTERN = r"^[a-z][a-z0-9_]*$"


class ProjectOwnSpec(SpecModel):
    """The keys at the top of a spec that are neither a section nor a feature."""

    schemagen: Literal[1]
    """The version of the spec language."""
    project: str = Field(pattern=NAME_PATTERN)
    """The project's name."""
    comment: str | None = None
    """What the project is, in a paragraph."""
    schema_: str = Field("public", alias="schema")
    """Where unqualified names live."""
    postgres: int | None = Field(None, ge=OLDEST, le=18)
    """The oldest major version to run on; without it, the oldest that has what is declared."""
    check_function_bodies: bool = True
    """Whether PostgreSQL looks into functions when it makes them."""
    owners: dict[str, NameList] = Field(default_factory=dict)
    """Roles with what they own: `table orders`, or `all` for the rest."""
    include: NameList = Field(default_factory=list)
    """Files merged under this one."""
    overlay: str | None = None
    """The spec that this one is a variant of, as a file beside it."""
    tables: Mapping[str, TableOwnSpec] = Field(default_factory=dict)


@cache
def sections(level: Level) -> tuple[Section[Any], ...]:
    """Return the sections of all kinds that stand at a level, in the kinds' order."""
    return tuple(
        section for kind in kinds.ALL for section in kind.sections if section.level == level
    )


@cache
def guests(key: str) -> tuple[Section[Any], ...]:
    """Return the sections that may stand inside the relations of a project section."""
    members = (*sections(Level.TABLE), *sections(Level.MEMBER))
    return tuple(section for section in members if key in section.within)


@frozen
class Keys:
    """Which keys a spec has: at the top, and in any of its tables."""

    top: frozenset[str]
    inside: frozenset[str]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Keys:
        """Return the keys of a spec as it was written, whatever is wrong with it."""
        listed = [data.get("tables"), data.get("mixins")]
        tables = [each for held in listed if isinstance(held, dict) for each in held.values()]
        inside = (key for table in tables if isinstance(table, dict) for key in table)
        return cls(frozenset(data), frozenset(inside))


@cache
def table_model(used: frozenset[str] | None = None) -> type[BaseModel]:
    """Return the model of a table: its own keys, the kinds' sections, the features' keys.

    With `used`, it knows those of these alone.
    """
    fields = _section_fields(Level.TABLE, used)
    for feature in features.ALL:
        if feature.key and feature.table is not None and (used is None or feature.key in used):
            fields[feature.key] = feature.table, Field(None, description=feature.description)
    return create_model("TableSpec", __base__=TableOwnSpec, __doc__="A table.", **fields)


@cache
def project_model(used: Keys | None = None) -> type[BaseModel]:
    """Return the model of a whole spec.

    With `used`, it is for a spec of these keys alone: building what checks all the others takes
    longer than reading a small spec.
    """
    top = used.top if used else None
    fields = _section_fields(Level.PROJECT, top)
    for feature in features.ALL:
        if feature.key and feature.project is not None and (top is None or feature.key in top):
            fields[feature.key] = feature.project, Field(None, description=feature.description)
    table: Any = table_model(used.inside if used else None)
    fields["mixins"] = (
        dict[str, table],
        Field(default_factory=dict, description="Table keys to put into several tables."),
    )
    fields["tables"] = (dict[str, table], Field(default_factory=dict, description="Tables."))
    return create_model(
        "ProjectSpec",
        __base__=ProjectOwnSpec,
        __doc__="One project, one database schema.",
        **fields,
    )


def _section_fields(level: Level, used: frozenset[str] | None) -> dict[str, Any]:
    known = (item for item in sections(level) if used is None or item.key in used)
    return {item.key: _section_field(item) for item in known}


def _section_field(section: Section[Any]) -> Any:
    field = Field(default_factory=section.default, description=section.description)
    return _with_guests(section), field


def _with_guests(section: Section[Any]) -> Any:
    """Return the type of a section, its relations extended by the sections that stand in them."""
    inside = guests(section.key)
    if not inside:
        return section.annotation
    _, model = get_args(section.annotation)
    fields: dict[str, Any] = {item.key: _section_field(item) for item in inside}
    extended: Any = create_model(model.__name__, __base__=model, __doc__=model.__doc__, **fields)
    return dict[str, extended]
