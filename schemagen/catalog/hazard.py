"""What may go wrong when a statement runs, told before it runs.

The names are those of pg-schema-diff, so that approvals written for one tool hold for the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


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


MEANINGS: Final[Mapping[HazardType, str]] = MappingProxyType(
    {
        HazardType.ACQUIRES_ACCESS_EXCLUSIVE_LOCK: "nobody reads or writes the table while it is"
        " read through, rewritten or filled",
        HazardType.ACQUIRES_SHARE_LOCK: "nobody writes the table meanwhile",
        HazardType.ACQUIRES_SHARE_ROW_EXCLUSIVE_LOCK: "nobody writes the table meanwhile, and"
        " nobody changes it",
        HazardType.AUTHZ_UPDATE: "somebody may see or do more than before",
        HazardType.CORRECTNESS: "something behaves in another way than before, or than is meant",
        HazardType.DELETES_DATA: "rows or values are lost",
        HazardType.HAS_UNTRACKABLE_DEPENDENCIES: "it may need something, or be needed by something,"
        " that nobody knows of",
        HazardType.IMPACTS_DATABASE_PERFORMANCE: "it reads or writes so much that others are slower"
        " meanwhile",
        HazardType.INDEX_BUILD: "an index is built, which takes time and reads the whole table",
        HazardType.INDEX_DROPPED: "queries that use the index are slower from then on",
        HazardType.IS_USER_GENERATED: "the statement is a person's, and follows from no spec",
        HazardType.UPGRADING_EXTENSION_VERSION: "an extension changes its version, and what it"
        " brings may behave in another way",
    }
)
"""What each hazard means, for the documentation; a hazard's own message says it of one table."""


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


def meaning_of(hazard: str) -> str:
    """Return what a hazard means by its name; a plan that somebody edited may have any."""
    known = hazard in MEANINGS
    return MEANINGS[HazardType(hazard)] if known else "no hazard that this schemagen knows"
