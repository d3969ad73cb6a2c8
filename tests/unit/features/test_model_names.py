"""Class names of tables."""

from __future__ import annotations

import pytest

from schemagen.declare.nouns import singular
from schemagen.features.model_names import class_name
from tests.specs import project_of


@pytest.mark.parametrize(
    ("plural", "expected"),
    [
        ("profiles", "profile"),
        ("communities", "community"),
        ("statuses", "status"),
        ("viruses", "virus"),
        ("classes", "class"),
        ("class", "class"),
        ("boxes", "box"),
        ("matches", "match"),
        ("dishes", "dish"),
        ("caches", "cache"),
        ("movies", "movie"),
        ("heroes", "hero"),
        ("shoes", "shoe"),
        ("warehouses", "warehouse"),
        ("causes", "cause"),
        ("purchases", "purchase"),
        ("quizzes", "quiz"),
        ("people", "person"),
        ("children", "child"),
        ("analyses", "analysis"),
        ("analysis", "analysis"),
        ("address", "address"),
        ("data", "data"),
        ("news", "news"),
        ("menus", "menu"),
        ("progress", "progress"),
        ("sheep", "sheep"),
        ("s", "s"),
    ],
)
def test_a_noun_is_put_in_the_singular(plural: str, expected: str) -> None:
    assert singular(plural) == expected


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("community_members", "CommunityMember"),
        ("academy_progress", "AcademyProgress"),
        ("orders_2026", "Orders2026"),
        ("2fa_codes", "Table2faCode"),
        ("Order Lines", "OrderLines"),
        ("_x", "X"),
    ],
)
def test_a_table_has_a_class_name(table: str, expected: str) -> None:
    assert class_name(table) == expected


def test_the_spec_may_name_the_class() -> None:
    project = project_of(
        "tables:\n"
        "  truth_chain: {model: TruthChainEntry, columns: {id: integer}}\n"
        "  audit.events: {columns: {id: integer}}\n"
        "  events: {columns: {id: integer}}\n"
        "  audit.logs: {columns: {id: integer}}\n"
        "schemas: {audit: {}}\n"
    )
    names = {(key.schema, key.name): name for key, name in project.facts.model_names.items()}
    assert names == {
        ("public", "truth_chain"): "TruthChainEntry",
        ("public", "events"): "Event",
        ("audit", "events"): "AuditEvent",
        ("audit", "logs"): "Log",
    }
