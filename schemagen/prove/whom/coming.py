"""What comes or goes as a whole: one line for each, since nobody's rows are shown by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemagen.catalog.access_change import AccessLine
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.kinds.materialized_view import MaterializedView
from schemagen.kinds.role import Role
from schemagen.kinds.table import Table
from schemagen.kinds.view import View
from schemagen.prove.access.personas import Persona, State
from schemagen.prove.whom.comparing import COMMANDS, Sight
from schemagen.prove.whom.versions import Both
from schemagen.prove.whom.wording import Wording, verb


def news_of(
    both: Both,
    catalogs: tuple[Catalog, Catalog],
    after: Sight,
    people: Sequence[Persona],
    wording: Wording,
) -> tuple[AccessLine, ...]:
    """Say of each relation and role that comes or goes whose it is; `catalogs` are both."""
    current, desired = catalogs
    former = {both.renames.follow(item.id) for item in current}
    own = [each for each in people if each.state is State.OWN and not each.who.is_owner]
    lines = [
        wording.news(
            item.id, {each.who.name: list(_may(both, after, each, item.id)) for each in own}
        )
        for item in desired
        if item.id not in former and _is_told(item)
    ]
    for item in current:
        if both.renames.follow(item.id) not in desired:
            lines += _gone(item)
    return tuple(sorted(lines))


def _may(both: Both, after: Sight, persona: Persona, relation: ObjectId) -> Iterator[str]:
    for command in COMMANDS:
        if relation in both.after.tables:
            may = bool(after.rows(persona, relation, command))
        else:
            may = after.held.may(persona.who.role, relation, command)
        if may:
            yield verb(command)


def _gone(item: CatalogObject) -> Iterator[AccessLine]:
    if _is_told(item):
        yield AccessLine(item.id, f"{item.id.schema}.{item.id.name} is gone for everybody")
    if isinstance(item, Role) and not item.external:
        yield AccessLine(item.id, f"the role {item.id.name} is gone with all its access")


def _is_told(item: CatalogObject) -> bool:
    """Tell whether something is a relation of its own, and not a part of one."""
    is_part = isinstance(item, Table) and item.partition_of is not None
    return isinstance(item, Table | View | MaterializedView) and not (item.external or is_part)
