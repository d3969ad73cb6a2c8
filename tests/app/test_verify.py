"""Trying generated SQL on a server: there, back, and nothing left."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemagen.app.build import build
from schemagen.app.verify import verify
from schemagen.errors import ApplyError, RenderError, SandboxError
from tests.app.repository import edit, write
from tests.conftest import REQUIRED

_ODD = """\
schemagen: 1
project: odd
shapes:
  Prefs: {lang: string, size: integer(0..5)}
tables:
  shop_defaults:
    columns:
      id: bigint generated always as identity primary key
      it: COLUMN
"""


@pytest.mark.parametrize("major", REQUIRED)
def test_what_was_built_works_and_leaves_nothing_behind(repository: Path, major: int) -> None:
    build(repository)
    verdicts = list(verify(repository, major=major))
    assert [(item.project, item.leftovers) for item in verdicts] == [("depot", ()), ("shop", ())]
    assert {item.postgres.partition(".")[0] for item in verdicts} == {str(major)}
    assert verdicts[1].made.startswith("1 table, 1 sequence, ")


@pytest.mark.parametrize(
    ("left", "shown"),
    [
        ("CREATE ROLE left_behind", "pg_authid: left behind: ("),
        ("GRANT CREATE ON SCHEMA public TO public", "pg_namespace: gone: ("),
        ("COMMENT ON SCHEMA public IS 'mine'", "pg_description: left behind: ("),
        ("ALTER FUNCTION pg_catalog.now() COST 7", "pg_proc: gone: ("),
        ("ALTER DATABASE shop SET work_mem = '1MB'", "pg_db_role_setting: left behind: ("),
    ],
)
def test_whatever_a_rollback_leaves_is_shown(repository: Path, left: str, shown: str) -> None:
    build(repository)
    schema = repository / "generated/shop/schema.sql"
    schema.write_text(schema.read_text() + left + ";\n")
    [verdict] = verify(repository, ["shop"])
    assert any(shown in text for text in verdict.leftovers)


def test_a_statement_that_is_refused_is_shown_with_its_line(repository: Path) -> None:
    build(repository)
    schema = repository / "generated/shop/schema.sql"
    lines = schema.read_text().count("\n")
    schema.write_text(schema.read_text() + "\nCREATE TABLE broken (id nothing);\n")
    with pytest.raises(ApplyError) as caught:
        list(verify(repository, ["shop"]))
    assert caught.value.message == 'type "nothing" does not exist'
    assert caught.value.where == f"generated/shop/schema.sql:{lines + 2}"
    assert caught.value.statement == "CREATE TABLE broken (id nothing);"


def test_a_refusal_without_a_position_is_shown_with_its_line_too(repository: Path) -> None:
    build(repository)
    schema = repository / "generated/shop/schema.sql"
    lines = schema.read_text().count("\n")
    schema.write_text(schema.read_text() + "\n-- Twice;\nCREATE SCHEMA s;\nCREATE SCHEMA s;\n")
    with pytest.raises(ApplyError, match='schema "s" already exists') as caught:
        list(verify(repository, ["shop"]))
    assert caught.value.where == f"generated/shop/schema.sql:{lines + 4}"
    assert caught.value.statement == "CREATE SCHEMA s;"


@pytest.mark.parametrize("major", REQUIRED)
def test_of_a_missing_extension_it_is_said_where_there_may_be_one(
    repository: Path, major: int
) -> None:
    build(repository)
    schema = repository / "generated/shop/schema.sql"
    schema.write_text("CREATE EXTENSION nowhere;\n")
    with pytest.raises(ApplyError, match='extension "nowhere" is not available') as caught:
        list(verify(repository, ["shop"], major=major))
    assert "of your distribution" in caught.value.hint


def test_no_server_is_offered_that_is_older_than_the_spec_allows(repository: Path) -> None:
    edit(repository / "specs/shop.yaml", "project: shop", "project: shop\npostgres: 18")
    build(repository)
    (repository / "generated/shop/schema.sql").write_text("CREATE EXTENSION nowhere;\n")
    with pytest.raises(ApplyError) as caught:
        list(verify(repository, ["shop"], major=18))
    assert "--postgres" not in caught.value.hint
    assert "install PostgreSQL 18 or later" in caught.value.hint


def test_a_script_that_was_cut_off_is_refused(repository: Path) -> None:
    build(repository)
    schema = repository / "generated/shop/schema.sql"
    schema.write_text("BEGIN;\nSELECT 'cut off;\n")
    with pytest.raises(ApplyError) as caught:
        list(verify(repository, ["shop"]))
    assert caught.value.where == "generated/shop/schema.sql:2"
    assert caught.value.hint == "run: schemagen build"


@pytest.mark.parametrize(
    ("column", "message"),
    [
        (
            """jsonb<Prefs> not null default '{"size":9}'""",
            "the default of shop_defaults.it is refused by the check shop_defaults_it_shape\n"
            '  $: missing key "lang"\n  $.size: expected 0 to 5, found 9',
        ),
        (
            "integer default -1 check (it >= 0)",
            "the default of shop_defaults.it is refused by the check shop_defaults_it_check",
        ),
    ],
)
def test_a_default_that_its_own_check_refuses_is_shown(
    repository: Path, column: str, message: str
) -> None:
    write(repository, {"specs/odd.yaml": _ODD.replace("COLUMN", column)})
    build(repository, ["odd"])
    with pytest.raises(ApplyError) as caught:
        list(verify(repository, ["odd"]))
    assert caught.value.message == message
    assert caught.value.statement.startswith("DEFAULT ")


@pytest.mark.parametrize(
    "column",
    [
        """jsonb<Prefs> not null default '{"lang":"de","size":5}'""",
        "integer default 0 check (it >= 0)",
        "text default current_setting('app.nowhere') check (it <> '')",
    ],
)
def test_other_defaults_are_not(repository: Path, column: str) -> None:
    write(repository, {"specs/odd.yaml": _ODD.replace("COLUMN", column)})
    build(repository, ["odd"])
    assert [item.leftovers for item in verify(repository, ["odd"])] == [()]


def test_a_project_that_was_not_built_is_refused(repository: Path) -> None:
    with pytest.raises(RenderError) as caught:
        list(verify(repository))
    assert caught.value.where == "generated/depot/schema.sql"
    assert caught.value.hint == "run: schemagen build"


def test_a_version_that_is_not_there_is_refused(repository: Path) -> None:
    build(repository)
    with pytest.raises(SandboxError, match="PostgreSQL 9 is not installed"):
        list(verify(repository, major=9))
