"""User mappings (pg_user_mapping): as whom a role of ours is known to a foreign server.

What is secret in them, a password, is for no file: a spec may not hold it, and a database keeps the
one that it has. See "CREATE USER MAPPING".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.hazard import deletes
from schemagen.catalog.object import (
    RECREATE,
    SECRET,
    UNORDERED,
    CatalogObject,
    ObjectId,
    Refers,
    on_change,
)
from schemagen.catalog.statement import Effect, Statement
from schemagen.declare.base import SpecModel
from schemagen.declare.declaration import Declaration, stated
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.generic_options import OptionsSpec, read_options, write_options
from schemagen.declare.grants import role_name
from schemagen.declare.problems import Path
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.effects import NO_LOCK
from schemagen.kinds.kind import CreateContext, Kind
from schemagen.kinds.support import role_id, statement
from schemagen.sqltext.generic_options import Options, options_change, options_text
from schemagen.sqltext.quoting import Name, Raw, join_sql, sql

_EVERYBODY: Final = "public"
# The same as in the query.
_SECRET: Final = re.compile(r"(pass(word|wd|phrase)|secret|token|api_?key|credentials?)$", re.I)


@frozen(kw_only=True)
class UserMapping(CatalogObject):
    """A user mapping. Its id is `app on files`, and it has no other name."""

    user: str = on_change(RECREATE, refers=Refers.NOTHING)  # app, or public for everybody
    server: ObjectId = on_change(RECREATE)
    options: Options = on_change(UNORDERED, ())  # (('user', 'bob'),)
    secrets: Options = on_change(SECRET, ())  # (('password', '…'),)


class UserMappingSpec(SpecModel):
    """As whom a role is known to a foreign server."""

    user: str = _EVERYBODY
    """The role; `public` for all that have none of their own."""
    options: OptionsSpec = Field(default_factory=dict)


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value if value is not None else {}]


UserMappingsSpec = Annotated[
    list[UserMappingSpec],
    BeforeValidator(_listed, json_schema_input_type=UserMappingSpec | list[UserMappingSpec] | None),
]


def _lower(declared: dict[str, list[UserMappingSpec]], project: ProjectDraft) -> Declared:
    for name, mappings in declared.items():
        server = ObjectId("server", "", name)
        for index, spec in enumerate(mappings):
            path = ("user_mappings", name, *((index,) if len(mappings) > 1 else ()))
            _refuse_secrets(spec, project, path)
            role = role_name(spec.user, project)
            user = _EVERYBODY if role == "PUBLIC" else role
            item = UserMapping(
                id=ObjectId("user_mapping", "", f"{user} on {name}"),
                user=user,
                server=server,
                options=read_options(spec.options),
                depends_on=tuple(sorted({server, role_id(user)})),
            )
            yield item, path


def _refuse_secrets(spec: UserMappingSpec, project: ProjectDraft, path: Path) -> None:
    for key in spec.options:
        if _SECRET.search(key):
            project.problem(
                "secret-in-spec",
                f'"{key}" is a secret, which would stand in every file that is made of this spec',
                (*path, "options", key),
                hint="leave it out and set it by ALTER USER MAPPING; schemagen leaves it alone",
            )


def _names(item: UserMapping) -> str:
    user = "PUBLIC" if item.user == _EVERYBODY else sql("{}", Name(item.user))
    return sql("{} SERVER {}", Raw(user), Name(item.server.name))


def _create(item: UserMapping, _: CreateContext) -> Iterable[Statement]:
    head = sql("CREATE USER MAPPING FOR {}", Raw(_names(item)))
    text = join_sql([head, options_text((*item.options, *item.secrets))])
    yield statement(item, "{}", Raw(text), effect=NO_LOCK)


def _drop(item: UserMapping) -> Iterable[Statement]:
    gone = deletes(f"the secrets of user mapping {item.id.name} are lost: no spec has them")
    effect = Effect(risks=(gone,)) if item.secrets else NO_LOCK
    yield statement(item, "DROP USER MAPPING FOR {}", Raw(_names(item)), effect=effect)


def _alter(item: UserMapping, current: Options, desired: Options) -> Iterable[Statement]:
    action = Raw(options_change(current, desired))
    template = "ALTER USER MAPPING FOR {} {}"
    yield statement(item, template, Raw(_names(item)), action, effect=NO_LOCK)


def _set_options(current: UserMapping, desired: UserMapping) -> Iterable[Statement]:
    return _alter(desired, current.options, desired.options)


def _set_secrets(current: UserMapping, desired: UserMapping) -> Iterable[Statement]:
    return _alter(desired, current.secrets, desired.secrets)


def _follow_server(_: UserMapping, __: UserMapping) -> Iterable[Statement]:
    """Do nothing: what is called by its server has another name as soon as the server has."""
    return ()


def _declare(item: UserMapping, _: Catalog) -> Declaration:
    values = {"user": item.user, "options": write_options(item.options)}
    return Declaration("user_mappings", stated(UserMappingSpec, values), item.server.name)


SECTION: Section[dict[str, list[UserMappingSpec]]] = Section(
    key="user_mappings",
    level=Level.PROJECT,
    annotation=dict[str, UserMappingsSpec],
    default=dict,
    description="As whom roles are known to a foreign server: by server, one or a list.",
    lower_project=_lower,
)

KIND = Kind(
    name="user_mapping",
    plural="user mappings",
    keyword="USER MAPPING",
    model=UserMapping,
    phase=67,
    create=_create,
    drop=_drop,
    alters={"options": _set_options, "secrets": _set_secrets},
    rename=_follow_server,
    renamed_when_equal=lambda _: True,
    identity=_names,
    sections=(SECTION,),
    declare=_declare,
)
