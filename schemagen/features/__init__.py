"""The features of the spec language: the one list, in the order in which they expand."""

from __future__ import annotations

from typing import Final

from schemagen.features import (
    access,
    actors,
    append_only,
    bounds,
    claims,
    inline_constraints,
    serial,
    status,
    timestamps,
    version,
)
from schemagen.features.feature import Feature

ALL: Final[tuple[Feature, ...]] = (
    inline_constraints.FEATURE,
    serial.FEATURE,
    actors.FEATURE,
    timestamps.FEATURE,
    version.FEATURE,
    bounds.FEATURE,
    status.FEATURE,
    append_only.FEATURE,
    access.OWNER,
    access.FEATURE,
    claims.FEATURE,
)
