"""The column that serves those who know it as it is, and those who know it as it shall be."""

from __future__ import annotations

from dataclasses import replace

from schemagen.kinds.column.conversion import convert, is_text
from schemagen.kinds.column.model import Column, Identity


def between(current: Column | None, desired: Column | None) -> Column | str | None:
    """Return the column halfway: it holds what either writes, and asks neither for a value.

    Without a type that holds both, the reason for that.
    """
    if current is None or desired is None:
        item = desired or current
        return _unasked(item) if item else None
    wide = _wider(current.type, desired.type)
    if wide is None:
        return (
            f"its type changes from {current.type} to {desired.type},"
            " and none of them holds what both versions write"
        )
    is_kept = current.generated is None and desired.generated is not None
    not_null = current.not_null and desired.not_null
    found = replace(
        desired,
        type=wide,
        not_null_name=desired.not_null_name if not_null else None,
        not_null=not_null,
        default=desired.default if desired.default is not None else current.default,
        identity=_identity(current.identity, desired.identity),
    )
    if found.identity is not None:
        found = replace(found, default=None, sequence_name=_sequence(current, desired))
    if is_kept:
        return replace(found, generated=None, generated_storage=None)
    return replace(found, default=None) if found.generated else found


def _unasked(column: Column) -> Column:
    """Return a column that whoever does not know of it may leave alone."""
    if column.default is not None or column.identity is not None or column.generated is not None:
        return column
    return replace(column, not_null=False, not_null_name=None, not_null_no_inherit=False)


def _wider(current: str, desired: str) -> str | None:
    """Return the type that holds the values of both and is read as both are."""
    if is_text(current) != is_text(desired):
        return None
    for old, new in ((current, desired), (desired, current)):
        conversion = convert(old, new)
        if not (conversion.may_fail or conversion.truncates):
            return new
    return None


def _identity(current: Identity | None, desired: Identity | None) -> Identity | None:
    found = desired or current
    if found is None or (current and desired and current.generation == desired.generation):
        return found
    return replace(found, generation="by default")


def _sequence(current: Column, desired: Column) -> str | None:
    return desired.sequence_name if desired.identity else current.sequence_name
