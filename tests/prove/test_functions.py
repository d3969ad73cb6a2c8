"""Examples of functions are tried, and bodies are read where a server has what reads them."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from schemagen.prove.run import prove
from schemagen.prove.verdict import Verdict
from tests.app.repository import write
from tests.conftest import MAJORS, Servers

TIERS = """\
schemagen: 1
project: tiers
tables:
  scores: {columns: {id: integer primary key, score: integer}}
  notes:
    columns: {id: integer primary key}
    triggers: {t: before insert for each row execute function amiss()}
functions:
  level:
    arguments: score integer
    returns: integer
    strict: true
    body: SELECT 100 / score
    examples:
      - level(50) = 2   # it is
      - level(20) = 4
      - level(null) = 1
      - level(0) = 0
      - level(10)
      - (select max(level(s.n)) from (values (1)) as s (n)) = 99
  parts:
    arguments: n integer
    returns: table (a integer, b text)
    body: SELECT i, 'x' FROM pg_catalog.generate_series(1, n) AS i
    examples: [(select count(*) from parts(2)) = 3]
  note:
    returns: integer
    language: plpgsql
    body: |
      BEGIN
        INSERT INTO scores VALUES (1, 1);
        RETURN (SELECT count(*) FROM scores);
      END
    examples: [note() = 1, public.note() < 2]
  amiss:
    returns: trigger
    language: plpgsql
    body: |
      BEGIN
        NEW.scored := 1;
        RETURN NEW;
      END
"""


def verdicts(root: Path, text: str, major: int) -> dict[str, Verdict]:
    write(root, {"specs/tiers.yaml": text})
    found = prove(root, ["tiers"], proofs=["functions"], major=major)
    return {each.verdict.artefact: each.verdict for each in found}


def test_what_is_not_true_is_shown_with_what_the_function_gave(tmp_path: Path) -> None:
    found = verdicts(tmp_path, TIERS, 18)
    level = found["public.level(integer)"]
    assert level.result == "5 of 6 examples not true"
    assert level.findings == (
        "level(20) = 4 is false; level(20) gives '5'",
        "level(null) = 1 is null; level(null) gives NULL",
        "level(0) = 0 is refused: division by zero",
        "level(10) is refused: argument of AND must be type boolean, not type integer",
        "(select max(level(s.n)) from (values (1)) as s (n)) = 99 is false",
    )
    assert found["public.parts(integer)"].findings == (
        "(select count(*) from parts(2)) = 3 is false; parts(2) gives '(1,x)', '(2,x)'",
    )
    assert found["public.note()"].result == "2 examples as declared"
    unread = found["bodies in PL/pgSQL"]
    assert (unread.result, unread.findings) == ("not checked", ())
    assert unread.notes == ("this server of PostgreSQL 18 does not have plpgsql_check",)


def test_bodies_are_read_where_the_server_can(tmp_path: Path, servers: Servers) -> None:
    query = "SELECT 1 FROM pg_available_extensions WHERE name = 'plpgsql_check'"
    for major in MAJORS:
        with psycopg.connect(servers.of(major).url()) as connection:
            if connection.execute(query).fetchone():
                break
    else:
        pytest.skip("no server of this machine has the extension plpgsql_check")
    found = verdicts(tmp_path, TIERS, major)["bodies in PL/pgSQL"]
    assert found.result == "1 mistake in 2 bodies"
    assert found.findings == ('amiss() on notes, line 3: record "new" has no field "scored"',)
