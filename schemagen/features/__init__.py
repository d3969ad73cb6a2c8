"""The features of the spec language: the one list, in the order in which they expand."""

from __future__ import annotations

from typing import Final

from schemagen.features import (
    access,
    actors,
    append_only,
    bounds,
    claims,
    distribution,
    hash_chain,
    inline_constraints,
    lint,
    model_names,
    partitioning,
    realtime,
    relationships,
    seeds,
    serial,
    shapes,
    soft_delete,
    status,
    targets,
    tenancy,
    timestamps,
    version,
)
from schemagen.features.feature import Feature

ALL: Final[tuple[Feature, ...]] = (
    inline_constraints.FEATURE,
    serial.FEATURE,
    actors.FEATURE,
    tenancy.TENANCY,
    tenancy.TENANT,
    distribution.TABLES,
    distribution.FEATURE,
    timestamps.FEATURE,
    shapes.FEATURE,
    shapes.COLUMNS,
    soft_delete.FEATURE,
    version.FEATURE,
    append_only.FEATURE,
    hash_chain.FEATURE,
    bounds.FEATURE,
    status.FEATURE,
    realtime.FEATURE,
    access.OWNER,
    access.FEATURE,
    soft_delete.CHECK,
    tenancy.ISOLATION,
    hash_chain.CHECK,
    realtime.CHECK,
    partitioning.FEATURE,
    claims.FEATURE,
    model_names.FEATURE,
    relationships.FEATURE,
    lint.FEATURE,
    seeds.FEATURE,
    targets.FEATURE,
)
