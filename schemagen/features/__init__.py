"""The features of the spec language: the one list, in the order in which they expand."""

from __future__ import annotations

from typing import Final

from schemagen.features import inline_constraints, serial
from schemagen.features.feature import Feature

ALL: Final[tuple[Feature, ...]] = (
    inline_constraints.FEATURE,
    serial.FEATURE,
)
