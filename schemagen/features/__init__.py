"""The features of the spec language: the one list, in the order in which they expand."""

from __future__ import annotations

from typing import Final

from schemagen.features import access, actors, claims, inline_constraints, serial, timestamps
from schemagen.features.feature import Feature

ALL: Final[tuple[Feature, ...]] = (
    inline_constraints.FEATURE,
    serial.FEATURE,
    actors.FEATURE,
    timestamps.FEATURE,
    access.OWNER,
    access.FEATURE,
    claims.FEATURE,
)
