"""What may go wrong when a statement runs, told before it runs.

The names are those of pg-schema-diff, so that approvals written for one tool hold for the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class HazardType(StrEnum):
    """What a person is asked to approve."""

    ACQUIRES_ACCESS_EXCLUSIVE_LOCK = "ACQUIRES_ACCESS_EXCLUSIVE_LOCK"
    ACQUIRES_SHARE_LOCK = "ACQUIRES_SHARE_LOCK"
    ACQUIRES_SHARE_ROW_EXCLUSIVE_LOCK = "ACQUIRES_SHARE_ROW_EXCLUSIVE_LOCK"
    AUTHZ_UPDATE = "AUTHZ_UPDATE"
    CORRECTNESS = "CORRECTNESS"
    DELETES_DATA = "DELETES_DATA"
    HAS_UNTRACKABLE_DEPENDENCIES = "HAS_UNTRACKABLE_DEPENDENCIES"
    IMPACTS_DATABASE_PERFORMANCE = "IMPACTS_DATABASE_PERFORMANCE"
    INDEX_BUILD = "INDEX_BUILD"
    INDEX_DROPPED = "INDEX_DROPPED"
    IS_USER_GENERATED = "IS_USER_GENERATED"
    UPGRADING_EXTENSION_VERSION = "UPGRADING_EXTENSION_VERSION"


@dataclass(frozen=True, slots=True, order=True)
class Hazard:
    """One hazard of one statement; `message` says what happens to what, as a sentence."""

    type: HazardType
    message: str


def authz(message: str) -> Hazard:
    """Say that somebody may see or do more than before."""
    return Hazard(HazardType.AUTHZ_UPDATE, message)


def correctness(message: str) -> Hazard:
    """Say that something may behave in another way than before, or than is meant."""
    return Hazard(HazardType.CORRECTNESS, message)


def untracked(message: str) -> Hazard:
    """Say that something may be needed, or may need something, that nobody knows of."""
    return Hazard(HazardType.HAS_UNTRACKABLE_DEPENDENCIES, message)


def deletes(message: str) -> Hazard:
    """Say that rows or values are lost."""
    return Hazard(HazardType.DELETES_DATA, message)
