"""The commands about migrations as a person meets them: what they print, and their exit status."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.migrations import FIRST, SECOND, add_column, run

pytestmark = [pytest.mark.majors(16), pytest.mark.usefixtures("made")]
Migrate = Callable[..., subprocess.CompletedProcess[str]]
TABLE = (
    "CREATE TABLE products (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL)"
)

DEFINER = """
functions:
  count_products:
    returns: bigint
    security: definer
    set: {search_path: "pg_catalog, pg_temp"}
    body: |
      SELECT count(*)
      FROM public.products
"""


@pytest.fixture
def migrate(repository: Path, database: str) -> Migrate:
    """Run `schemagen migrate` in the repository, with the database in the environment."""

    def run_it(*words: str) -> subprocess.CompletedProcess[str]:
        root = str(Path(__file__).parents[2])
        return subprocess.run(
            [sys.executable, "-m", "schemagen", "migrate", *words],
            cwd=repository,
            env={**os.environ, "PYTHONPATH": root, "SCHEMAGEN_DATABASE_URL": database},
            capture_output=True,
            text=True,
            check=False,
        )

    return run_it


def test_a_baseline_shows_what_differs(migrate: Migrate, database: str) -> None:
    run(database, TABLE)
    done = migrate("baseline", "shop")
    assert done.returncode == 3
    title, *lines = done.stdout.splitlines()
    assert title.endswith(f"is not what {SECOND} leads to")
    assert lines == ["  + public.products: column sku text"]
    done = migrate("baseline", "shop", "--to", FIRST, "--json")
    assert done.returncode == 0
    report = json.loads(done.stdout)
    assert (report["migrations"], report["differences"]) == ([FIRST], [])


def test_an_edit_is_told_proven_and_told_again(migrate: Migrate, repository: Path) -> None:
    path = repository / f"migrations/shop/{SECOND}/up.sql"
    path.write_text(path.read_text() + "UPDATE products SET sku = name;\n")
    done = migrate("status", "shop")
    assert done.returncode == 3
    assert f"{SECOND}  pending, up.sql edited since proven" in done.stdout
    done = migrate("up", "shop")
    assert done.returncode == 1
    assert "hint: have them proven as they are: schemagen migrate check shop" in done.stderr
    done = migrate("check", "shop", "--postgres", "16")
    assert done.stdout.splitlines() == [
        f"{SECOND}: proven up, down and up",
        # In the transaction of the new column it has the lock of that, which nobody would think of.
        "  up.sql: rows of products, locks ACCESS EXCLUSIVE",
        "    IS_USER_GENERATED: written by hand: only its proof tells",
        "    ACQUIRES_ACCESS_EXCLUSIVE_LOCK: nobody can read or write public.products while its"
        " rows are checked",
        "  undo: data-lossy, the schema comes back, and not all that was in it",
        "    if it is undone, what was written since goes: all values of public.products.sku are"
        " lost",
        "    nobody can tell which rows it brings back after: UPDATE products SET sku = name",
        "  old models on the new schema: work",
        "  new models on the old schema: fail",
        '    public.products: select, insert and update fail: column "sku" does not exist',
        "  apply it, then deploy the new models",
    ]
    assert migrate("up", "shop").returncode == 0


def test_what_is_not_proven_is_not_repaired(migrate: Migrate, database: str) -> None:
    run(database, TABLE)
    assert migrate("repair", "shop").stdout == "nothing to repair\n"
    done = migrate("repair", "shop", "--applied", FIRST, "--dry-run")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        f"{FIRST}: noted as applied",
        "this was a dry run: nothing was noted",
    ]
    run(database, "ALTER TABLE products ADD colour text")
    done = migrate("repair", "shop", "--applied", FIRST, "--json")
    assert done.returncode == 3
    (finding,) = json.loads(done.stdout)["findings"]
    assert finding["differences"] == ["- public.products: column colour text"]


def test_one_migration_takes_the_place_of_two(migrate: Migrate) -> None:
    assert migrate("up", "shop").returncode == 0
    done = migrate("squash", "shop", "--postgres", "16")
    assert done.stdout.splitlines() == [
        "20261121093001_squashed: 1 statement in the place of 2 migrations",
        "  tried up, down and up on PostgreSQL 16; it leads to the same",
    ]
    done = migrate("up", "shop")
    assert done.stdout == "nothing to do\n"
    assert done.stderr == ("20261121093001_squashed: stands for 2 migrations that were applied\n")
    assert migrate("squash", "shop").stdout.startswith("nothing to do")
    assert migrate("rebase", "shop").stdout.startswith("nothing to do")


def test_a_column_that_rows_have_nothing_for_is_mended_and_applied(
    migrate: Migrate, repository: Path, database: str
) -> None:
    assert migrate("up", "shop").returncode == 0
    run(database, "INSERT INTO products (name) VALUES ('lamp')")
    add_column(repository, "code: text not null")
    why = "fails if public.products has rows, which have no value for code"
    mend = "give it a `backfill:` or a default"
    done = migrate("new", "shop", "code", "--postgres", "16")
    assert f"  {why}: {mend}" in done.stdout.splitlines()
    done = migrate("up", "shop")
    assert f"  hint: it {why}: {mend}\n  hint: nothing of it is done: mend" in done.stderr
    *_, standing, failure = migrate("status", "shop").stdout.splitlines()
    assert standing.endswith("_code     pending")
    assert failure.endswith('failed: column "code" of relation "products" contains null values')
    # Nothing happened, so the migration may go, and another one come.
    (folder,) = (repository / "migrations/shop").glob("*_code")
    shutil.rmtree(folder)
    spec = repository / "specs/shop.yaml"
    with_value = "code: {type: text not null, backfill: upper(name)}"
    spec.write_text(spec.read_text().replace("code: text not null", with_value))
    assert migrate("new", "shop", "code", "--postgres", "16").returncode == 0
    # What a spec declares was written by schemagen, which knows what it does.
    assert "IS_USER_GENERATED" not in migrate("up", "shop", "--dry-run").stdout
    assert migrate("up", "shop").returncode == 0
    assert run(database, "SELECT code FROM products") == [("LAMP",)]


@pytest.mark.majors(16)
def test_a_dry_run_says_what_somebody_has_to_allow(migrate: Migrate) -> None:
    assert migrate("up", "shop").returncode == 0
    *_, last = migrate("down", "shop", "--dry-run").stdout.splitlines()
    assert last == "to run it, add: --allow DELETES_DATA"
    assert migrate("down", "shop").returncode == 1
    allowed = migrate("down", "shop", "--allow", "DELETES_DATA", "--dry-run").stdout
    assert "--allow" not in allowed


def test_what_needs_consent_is_told_by_migration_and_without_its_bodies(
    migrate: Migrate, repository: Path
) -> None:
    spec = repository / "specs/shop.yaml"
    spec.write_text(spec.read_text() + DEFINER)
    assert migrate("new", "shop", "count", "--postgres", "16").returncode == 0
    (folder,) = (repository / "migrations/shop").glob("*_count")
    done = migrate("up", "shop")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "error: 1 of 3 statements needs your consent, so nothing was run",
        f"  {FIRST}/up.sql: none of 1 statement",
        f"  {SECOND}/up.sql: none of 1 statement",
        f"  {folder.name}/up.sql: 1 of 1 statement",
        "    AUTHZ_UPDATE: public.count_products() does for everyone what its owner may do",
        "      CREATE FUNCTION public.count_products() …",
        "  hint: these files have the whole statements; if they are meant, add:"
        " --allow AUTHZ_UPDATE",
    ]
    done = migrate("up", "shop", "--dry-run")
    assert done.stdout.splitlines() == [
        f"{FIRST}/up.sql: 1 statement would be run",
        "  CREATE TABLE public.products …",
        f"{SECOND}/up.sql: 1 statement would be run",
        "  ALTER TABLE public.products ADD COLUMN sku text",
        f"{folder.name}/up.sql: 1 statement would be run",
        "  CREATE FUNCTION public.count_products() …",
        "    AUTHZ_UPDATE: public.count_products() does for everyone what its owner may do",
        "to run it, add: --allow AUTHZ_UPDATE",
    ]
    done = migrate("up", "shop", "--allow", "AUTHZ_UPDATE")
    assert done.stderr.splitlines()[0] == f"{FIRST}: CREATE TABLE public.products …"
    assert done.stdout.splitlines()[2] == f"{folder.name}: applied, 1 statement"


def test_the_status_says_what_to_do(migrate: Migrate, repository: Path) -> None:
    *_, last = migrate("status", "shop").stdout.splitlines()
    assert last == "  to apply 2 migrations, run: schemagen migrate up shop"
    assert migrate("up", "shop").returncode == 0
    (repository / f"migrations/shop/{FIRST}").rename(
        repository / "migrations/shop/20261121092900_of_another_branch"
    )
    _, other, *rest = migrate("status", "shop").stdout.splitlines()
    assert (
        other == "  20261121092900_of_another_branch  skipped: it was not run, and a later one was"
    )
    hint, first, why, second = rest[:4]
    assert "schemagen migrate rebase shop 20261121092900_of_another_branch" in hint
    assert first == f"  {FIRST:32}  missing: it was run, and the repository does not have it"
    assert "hint: get the commit that has it" in why
    assert second.startswith(f"  {SECOND:32}  applied 20")


def test_a_hazard_of_no_such_name_is_refused_with_the_nearest_one(migrate: Migrate) -> None:
    done = migrate("up", "shop", "--allow", "AUTHZ_UPDAT")
    assert (done.returncode, done.stdout) == (2, "")
    assert 'there is no hazard "AUTHZ_UPDAT"' in done.stderr
    assert 'did you mean "AUTHZ_UPDATE"?' in done.stderr
    done = migrate("down", "shop", "--fleet", "fleet.yaml", "--allow", "everything")
    assert done.returncode == 2
    assert "AUTHZ_UPDATE or DELETES_DATA" in done.stderr


def test_a_database_that_has_what_the_first_migration_makes_is_sent_to_the_baseline(
    migrate: Migrate, database: str
) -> None:
    run(database, TABLE)
    done = migrate("up", "shop")
    assert done.returncode == 1
    assert 'relation "products" already exists' in done.stderr
    assert "schemagen migrate baseline shop" in done.stderr
    assert migrate("baseline", "shop", "--to", FIRST).returncode == 0
    # What is in the way later is in the way of one migration alone.
    run(database, "ALTER TABLE products ADD COLUMN sku text")
    assert "baseline" not in migrate("up", "shop").stderr
