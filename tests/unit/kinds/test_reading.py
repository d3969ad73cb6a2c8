"""What the words of a body in PL/pgSQL tell of what it needs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from schemagen.kinds.function.reading import tells_all


@pytest.mark.parametrize(
    "body",
    [
        "BEGIN NEW.updated_at := pg_catalog.now(); RETURN NEW; END",
        "BEGIN IF (NEW.a IS DISTINCT FROM OLD.a) THEN RETURN coalesce(NEW, OLD); END IF; END",
        "DECLARE last text; BEGIN SELECT a INTO last FROM app.t WHERE b = extract(day FROM c);"
        " INSERT INTO app.u (a) VALUES (last) ON CONFLICT (a) DO UPDATE SET a = app.f(last); END",
    ],
)
def test_what_is_named_with_its_schema_or_is_postgresqls_own_is_known(body: str) -> None:
    assert tells_all(body)


@pytest.mark.parametrize(
    "body",
    [
        "BEGIN EXECUTE format('DROP TABLE %I', name); END",
        "BEGIN PERFORM notify_all(NEW.id); RETURN NEW; END",
        "BEGIN INSERT INTO log VALUES (NEW.id); RETURN NEW; END",
        "BEGIN UPDATE totals SET n = n + 1; RETURN NEW; END",
        "BEGIN RETURN (SELECT count(*) FROM app.t JOIN u USING (id)); END",
        "BEGIN RAISE 'unfinished; END",
    ],
)
def test_what_depends_on_the_search_path_or_is_put_together_is_not(body: str) -> None:
    assert not tells_all(body)


def test_what_features_write_is_known() -> None:
    snapshots = Path(__file__).parents[3].glob("generated/*/snapshot.json")
    functions = [
        each
        for path in snapshots
        for each in json.loads(path.read_text(encoding="utf-8"))["objects"]
        if each["id"][0] == "function" and each.get("language") == "plpgsql"
    ]
    assert len(functions) > 20
    assert [each["id"] for each in functions if not tells_all(each["body"])] == []
