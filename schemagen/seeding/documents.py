"""Documents that have a shape, as candidates for the values of a column."""

from __future__ import annotations

import json
from collections.abc import Mapping

from schemagen.declare.facts import Facts
from schemagen.seeding.candidate import Candidate
from schemagen.seeding.inserting import Examples
from schemagen.shapes.examples import examples_of
from schemagen.shapes.model import Shape
from schemagen.sqltext.quoting import Literal, sql


def documents_in(facts: Facts) -> Examples:
    """Return documents for all columns of a project that have a shape."""
    return {
        (key.schema, key.table, key.name): _documents_of(shape, facts.shapes)
        for key, shape in facts.column_shapes.items()
    }


def _documents_of(shape: str, shapes: Mapping[str, Shape]) -> tuple[Candidate, ...]:
    """Return documents as candidates for a jsonb column that has a shape."""
    return tuple(map(document, examples_of(shape, shapes)))


def document(value: object) -> Candidate:
    """Return a value, as `json` has it, as a candidate for a jsonb column."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return Candidate(sql("{}::jsonb", Literal(text)))
