"""The kinds of objects that schemagen knows: the one list."""

from __future__ import annotations

from typing import Any, Final

from schemagen.kinds import (
    aggregate,
    check,
    collation,
    column,
    composite_type,
    default_privileges,
    domain,
    enum,
    event_trigger,
    exclusion,
    extension,
    foreign_key,
    function,
    index,
    materialized_view,
    policy,
    primary_key,
    range_type,
    role,
    rule,
    schema,
    sequence,
    statistics,
    table,
    trigger,
    unique,
    view,
    view_column,
)
from schemagen.kinds.kind import Kind

ALL: Final[tuple[Kind[Any], ...]] = (
    schema.KIND,
    role.KIND,
    extension.KIND,
    collation.KIND,
    enum.KIND,
    sequence.KIND,
    function.KIND,
    domain.KIND,
    composite_type.KIND,
    range_type.KIND,
    aggregate.KIND,
    table.KIND,
    column.KIND,
    primary_key.KIND,
    unique.KIND,
    check.KIND,
    exclusion.KIND,
    foreign_key.KIND,
    index.KIND,
    statistics.KIND,
    view.KIND,
    materialized_view.KIND,
    view_column.KIND,
    rule.KIND,
    trigger.KIND,
    policy.KIND,
    default_privileges.KIND,
    event_trigger.KIND,
)
BY_NAME: Final = {kind.name: kind for kind in ALL}
