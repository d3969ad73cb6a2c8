"""Where the history of migrations is kept."""

from __future__ import annotations

from schemagen.catalog.apart import SCHEMA
from schemagen.migrate.history_tables import TABLES
from schemagen.sqltext.tokens import tokenize


def test_the_history_is_where_no_comparison_looks() -> None:
    schema, *tables = TABLES
    assert schema == f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"
    assert len(tables) == 3
    for table in tables:
        words = [token.text for token in tokenize(table)]
        assert words[words.index("EXISTS") + 1] == SCHEMA
