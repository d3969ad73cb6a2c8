"""Functions that features generate: once for all tables, or the one that the spec declares."""

from __future__ import annotations

from schemagen.kinds.function import Function
from tests.specs import project_of

OWN = """
functions:
  set_updated_at:
    returns: trigger
    language: plpgsql
    body: BEGIN NEW.updated_at := clock_timestamp(); RETURN NEW; END
    comment: Mine.
"""
TABLES = """
tables:
  a: {columns: {id: integer}, timestamps: true}
  b: {columns: {id: integer}, timestamps: true}
"""


def functions(text: str) -> dict[str, str | None]:
    catalog = project_of(text).catalog
    return {item.name: item.comment for item in catalog if isinstance(item, Function)}


def test_tables_share_a_function() -> None:
    assert functions(TABLES) == {"set_updated_at": "Maintains updated_at."}


def test_a_function_of_the_spec_takes_the_place_of_a_generated_one() -> None:
    assert functions(OWN + TABLES) == {"set_updated_at": "Mine."}


def test_tables_in_another_schema_have_functions_of_their_own_there() -> None:
    catalog = project_of(
        """
schemas: {audit: {}}
tables:
  events: {columns: {n: integer}, hash_chain: {}, bounds: {n: {max: 1, outside: clamp}}}
  audit.events: {columns: {n: integer}, hash_chain: {}, bounds: {n: {max: 2, outside: clamp}}}
"""
    ).catalog
    names = [(item.id.schema, item.name) for item in catalog if isinstance(item, Function)]
    own = ["events_chain", "events_hash", "events_n_bounds", "verify_events"]
    assert names == [(schema, name) for schema in ("audit", "public") for name in own]
