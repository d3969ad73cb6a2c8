"""Actors: who connects, as a role, and by which claims a session says who it is.

A claim is a setting that is local to a transaction (`SET LOCAL app.user_id = '…'`), read by a
generated function. The function gives NULL where the setting is missing or empty: when a
transaction that set it is over, PostgreSQL leaves an empty text behind. As a comparison with NULL
holds for no row, a session without claims sees none.

Whoever may run SQL in a session can change its settings, so claims are as good as the application
that sets them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import Field, model_validator

from schemagen.declare.base import ShortForm, SpecModel, spec_error
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.facts import Actor
from schemagen.declare.problems import Path
from schemagen.features.feature import Feature
from schemagen.features.support import add_function, full_name, grant_schema
from schemagen.kinds import role
from schemagen.kinds.function import FunctionSpec
from schemagen.kinds.role import RoleSpec
from schemagen.sqltext.quoting import Literal, Raw, sql
from schemagen.sqltext.tokens import SqlTextError
from schemagen.sqltext.types import read_type

_SETTING = re.compile(r"[A-Za-z_][A-Za-z0-9_$]*(\.[A-Za-z_][A-Za-z0-9_$]*)+")
_NAME = re.compile(r"[a-z_][a-z0-9_]*")


class ClaimSpec(ShortForm):
    """A claim: its type, or a mapping that also says where it is read from."""

    type: str
    """The data type of its value."""
    setting: str | None = None
    """The setting, by default `app.<claim>`."""
    function: str | None = None
    """A function without arguments to call instead."""

    @classmethod
    def from_text(cls, text: str) -> Mapping[str, Any]:
        """Take a text for the claim's type."""
        return {"type": text}

    @model_validator(mode="after")
    def _check_source(self) -> ClaimSpec:
        if self.setting is not None and self.function is not None:
            raise spec_error("claim-source", "a claim is read from a setting or by a function")
        if self.setting is not None and not _SETTING.fullmatch(self.setting):
            raise spec_error(
                "claim-setting",
                f'"{self.setting}" is not the name of a setting that a session may invent',
                hint="such a name has a dot in it: `app.user_id`",
                at=("setting",),
            )
        return self


class ActorSpec(SpecModel):
    """Who connects: a role without login, and the claims of its sessions."""

    role: str
    """The role that its sessions run as; it is made, without login."""
    claims: dict[str, ClaimSpec] = Field(default_factory=dict)
    """What a session says of who it is: name to type."""
    comment: str | None = None


ActorsSpec = dict[str, ActorSpec]


def claim_calls(project: ProjectDraft, *, bare: bool = False) -> dict[str, str]:
    """Return the SQL that stands for each claim of the project.

    In a sub-select of its own a claim is read once a query and not once a row, and PostgreSQL can
    still use an index on the column that it is compared with. `bare` is for policies of tables in a
    cluster, where no sub-select may be.
    """
    declared: ActorsSpec = project.declared.get("actors") or {}
    return {
        claim: sql(
            "{}()" if bare else "(SELECT {}())", Raw(full_name(_reader_name(claim, spec), project))
        )
        for actor in declared.values()
        for claim, spec in actor.claims.items()
    }


def _function_name(claim: str) -> str:
    return f"claim_{claim}"


def _reader_name(claim: str, spec: ClaimSpec) -> str:
    return spec.function or _function_name(claim)


def _expand(declared: ActorsSpec, project: ProjectDraft) -> None:
    claims: dict[str, ClaimSpec] = {}
    for name, spec in declared.items():
        path: Path = ("actors", name)
        _check_name("an actor", name, project, path)
        _add_role(name, spec.role, spec.comment, project, path)
        types = {}
        for claim, source in spec.claims.items():
            _check_name("a claim", claim, project, (*path, "claims", claim))
            types[claim] = _add_claim(claim, source, claims, project, (*path, "claims", claim))
        readers = {claim: _reader_name(claim, each) for claim, each in spec.claims.items()}
        project.facts.actors[name] = Actor(
            name,
            spec.role,
            types,
            spec.comment,
            {claim: full_name(reader, project) for claim, reader in readers.items()},
            {
                claim: each.setting or f"app.{claim}"
                for claim, each in spec.claims.items()
                if each.function is None
            },
        )
        grant_schema(project, project.schema, name)


def _check_name(what: str, name: str, project: ProjectDraft, path: Path) -> None:
    """Record a problem for a name that could not stand in a predicate or means something else."""
    if name == "public":
        message = f'"public" stands for everybody and is not the name of {what}'
        project.problems.add("reserved-name", message, path, key=True)
    elif not _NAME.fullmatch(name):
        project.problems.add(
            "invalid-name",
            f'"{name}" is not the name of {what}',
            path,
            hint="use small letters, digits and underscores",
            key=True,
        )


def add_actor(name: str, role: str, comment: str, project: ProjectDraft, path: Path) -> None:
    """Add an actor without claims that a feature needs; `path` is what asked for it."""
    if name in project.facts.actors:
        project.problem(
            "declared-twice",
            f'actor "{name}" is declared, and would be made besides',
            path,
            hint="give the one under `actors` another name",
        )
        return
    _add_role(name, role, comment, project, path)
    project.facts.actors[name] = Actor(name, role, {}, comment)
    grant_schema(project, project.schema, name)


def _add_role(
    name: str, role_name: str, comment: str | None, project: ProjectDraft, path: Path
) -> None:
    for other in project.facts.actors.values():
        if other.role == role_name:
            project.problem(
                "actor-role",
                f'actors "{other.name}" and "{name}" have the same role',
                (*path, "role"),
                hint="policies bind roles, so each actor needs a role of its own",
            )
    declared = role.SECTION.of(project)
    if role_name not in declared:
        declared[role_name] = RoleSpec(comment=comment)
        project.problems.origins["roles", role_name] = path


def _add_claim(
    claim: str, spec: ClaimSpec, known: dict[str, ClaimSpec], project: ProjectDraft, path: Path
) -> str:
    """Add the function that reads a claim, once for all actors that have it; return its type."""
    type_text = _argument_type(spec.type, project, path)
    other = known.setdefault(claim, spec)
    if _argument_type(other.type, project, path) != type_text:
        project.problem(
            "claim-type",
            f'claim "{claim}" is {spec.type} here and {other.type} for another actor',
            path,
            hint="a claim is the same for every actor; give one of them another name",
        )
    elif (other.setting, other.function) != (spec.setting, spec.function):
        project.problem(
            "claim-source",
            f'claim "{claim}" is read from elsewhere for another actor',
            path,
            hint="a claim is the same for every actor; give one of them another name",
        )
    elif spec.function is None:
        reader = _reader(claim, spec.setting or f"app.{claim}", type_text)
        add_function(project, _function_name(claim), reader, path)
    return type_text


def _argument_type(text: str, project: ProjectDraft, path: Path) -> str:
    """Return the type as a function's result has it: qualified, without modifiers."""
    try:
        read = read_type(text)
    except SqlTextError as error:
        project.problem("syntax", str(error), path, offset=error.offset)
        return "text"
    if read.is_builtin or read.schema:
        return read.without_modifiers
    return full_name(text.strip(), project)


def _reader(claim: str, setting: str, type_text: str) -> FunctionSpec:
    value = sql("nullif(pg_catalog.current_setting({}, true), '')", Literal(setting))
    cast = "" if type_text == "text" else sql("::{}", Raw(type_text))
    return FunctionSpec(
        returns=type_text,
        language="sql",
        volatility="stable",
        parallel="safe",
        body=sql("SELECT {}{}", Raw(value), Raw(cast)),
        comment=f"The claim {claim} of the session, null without one.",
    )


FEATURE = Feature(
    name="actors",
    key="actors",
    project=ActorsSpec,
    expand_project=_expand,
    description="Who connects: a role, and the claims by which a session says who it is.",
)
