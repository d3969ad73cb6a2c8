"""What is told of statements that a person wrote."""

from __future__ import annotations

import pytest

from schemagen.migrate.reading import changes_rows, fact_of, same_words


@pytest.mark.parametrize(
    ("text", "target", "hazards"),
    [
        ("CREATE UNIQUE INDEX IF NOT EXISTS a_idx ON app.a (b)", "index a_idx", []),
        ("ALTER TABLE ONLY app.a ADD COLUMN b int", "table app.a", []),
        ("alter table app.a drop column b, drop constraint c", "table app.a", ["DELETES_DATA"]),
        ("ALTER TABLE app.a ALTER b DROP NOT NULL, DROP CONSTRAINT c", "table app.a", []),
        ("ALTER TABLE a DISABLE ROW LEVEL SECURITY", "table a", ["AUTHZ_UPDATE"]),
        ("DROP TABLE IF EXISTS app.a", "table app.a", ["DELETES_DATA"]),
        ("DROP INDEX a_idx", "index a_idx", []),
        ('UPDATE ONLY "Weird" SET a = 1', 'rows of "Weird"', []),
        ("INSERT INTO app.a SELECT 1", "rows of app.a", []),
        ("WITH old AS (DELETE FROM a RETURNING *) SELECT 1", "a WITH statement", ["DELETES_DATA"]),
        ("TRUNCATE TABLE a", "rows of a", ["DELETES_DATA"]),
        ("GRANT SELECT ON a TO public", "GRANT SELECT", ["AUTHZ_UPDATE"]),
        ("CREATE POLICY p ON a USING (true)", "policy p", ["AUTHZ_UPDATE"]),
        ("CREATE OR REPLACE FUNCTION app.f() RETURNS int", "function app.f", []),
        ("DO $$ BEGIN END $$", "a DO statement", []),
    ],
)
def test_a_statement_is_known_by_its_words(text: str, target: str, hazards: list[str]) -> None:
    fact = fact_of(text)
    assert fact.target == target
    assert sorted(fact.hazards or ()) == sorted(["IS_USER_GENERATED", *hazards])


def test_an_interrupted_build_of_an_index_is_found_and_removed() -> None:
    fact = fact_of("CREATE INDEX CONCURRENTLY a_idx ON app.a (b)")
    assert "to_regclass('app.a_idx') AND indisvalid" in fact.settled
    assert fact.cleanup == ("DROP INDEX CONCURRENTLY IF EXISTS app.a_idx",)
    assert fact.lock == "SHARE UPDATE EXCLUSIVE"


def test_an_index_without_a_name_cannot_be_found() -> None:
    assert fact_of("CREATE INDEX CONCURRENTLY ON app.a (b)").cleanup == ()


@pytest.mark.parametrize(
    ("text", "changes"),
    [("UPDATE a SET b = 1", True), ("ALTER TABLE a DROP b", True), ("DROP INDEX a", False)],
)
def test_what_may_change_rows_is_known(text: str, changes: bool) -> None:
    assert changes_rows(text) is changes


def test_layout_is_no_difference_and_a_string_is() -> None:
    assert same_words("SELECT  'a' -- why\n FROM T") == same_words("select 'a' FROM t")
    assert same_words("SELECT 'a'") != same_words("SELECT 'A'")
    assert same_words('SELECT "T"') != same_words("SELECT T")
