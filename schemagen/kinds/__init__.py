"""The kinds of objects that schemagen knows: the one list."""

from __future__ import annotations

from typing import Any, Final

from schemagen.kinds import (
    check,
    column,
    composite_type,
    domain,
    enum,
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
    schema,
    sequence,
    table,
    trigger,
    unique,
    view,
)
from schemagen.kinds.kind import Kind

ALL: Final[tuple[Kind[Any], ...]] = (
    schema.KIND,
    role.KIND,
    extension.KIND,
    enum.KIND,
    sequence.KIND,
    function.KIND,
    domain.KIND,
    composite_type.KIND,
    range_type.KIND,
    table.KIND,
    column.KIND,
    primary_key.KIND,
    unique.KIND,
    check.KIND,
    exclusion.KIND,
    foreign_key.KIND,
    index.KIND,
    view.KIND,
    materialized_view.KIND,
    trigger.KIND,
    policy.KIND,
)
BY_NAME: Final = {kind.name: kind for kind in ALL}
