"""Rows that a model for new rows accepts, the same each time."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from pydantic import BaseModel

from schemagen.prove.models.strategies import Strategies


def made_up(
    model: type[BaseModel], number: int, but: frozenset[str]
) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """Return so many rows, or fewer, and the columns that nothing was made up for.

    `but` has columns to be left out. Where one is required, rows have a text in its place that no
    database is to see; a model that does not take that has no rows.
    """
    whole, left_out = Strategies().of_row(model, but)
    found: list[dict[str, Any]] = []
    if whole is None:
        return found, left_out

    @settings(
        max_examples=number,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(whole)
    def collect(values: dict[str, Any]) -> None:
        found.append(values)

    try:
        collect()
    except Unsatisfiable:
        return [], left_out
    return found, left_out
