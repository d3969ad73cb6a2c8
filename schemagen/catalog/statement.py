"""A statement as a value: its text, and what is known about it without reading the text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from schemagen.catalog.object import ObjectId


class Topic(StrEnum):
    """Which outputs a statement belongs to: `rls.sql` holds the statements of ACCESS alone."""

    SCHEMA = "schema"
    ACCESS = "access"


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL statement without its semicolon, and the object that it is about.

    `heading` is what a script writes above it, where that is not the plural of the kind.
    """

    sql: str
    target: ObjectId
    topic: Topic = Topic.SCHEMA
    heading: str = ""
