"""`migrate --fleet` as a script and a person at a terminal meet it."""

from __future__ import annotations

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from schemagen.app.migrating import Options, up
from tests.app.migrations import FIRST, SECOND, run, write_migration

pytestmark = [pytest.mark.majors(16), pytest.mark.usefixtures("made")]
SECRET = "hunter2/@:%"
BUILDING = "SELECT pid FROM pg_stat_progress_create_index WHERE datname = 'test_0'"
Command = Callable[..., list[str]]


@pytest.fixture
def urls(new_database: Callable[[], str]) -> list[str]:
    return [new_database() for _ in range(4)]


@pytest.fixture
def fleet(repository: Path, urls: list[str]) -> Path:
    """A file of four databases with a password that the server does not ask for."""
    listed = [f"  - {url.replace('postgres@', 'postgres:${SECRET}@')}" for url in urls]
    path = repository / "fleet.yaml"
    path.write_text("\n".join(["databases:", *listed, "canary: 0", "parallel: 1", ""]))
    return path


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "schemagen", "migrate", *words]


@pytest.fixture
def environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    return {**kept, "PYTHONPATH": str(Path(__file__).parents[2]), "SECRET": SECRET}


@pytest.fixture
def schemagen(
    repository: Path, environment: dict[str, str]
) -> Callable[..., subprocess.CompletedProcess[str]]:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command(*words),
            cwd=repository,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


Run = Callable[..., subprocess.CompletedProcess[str]]


def test_the_report_names_every_database_and_no_password(
    schemagen: Run, fleet: Path, urls: list[str]
) -> None:
    run(urls[2], "CREATE TABLE products ()")
    done = schemagen("up", "shop", "--fleet", "fleet.yaml")
    assert done.returncode == 3
    lines = done.stdout.splitlines()
    assert lines[0] == "shop in the 4 databases of fleet.yaml"
    assert [line.split(",")[0] for line in lines if line.startswith("  test")] == [
        "  test_0: applied 2 migrations",
        "  test_1: applied 2 migrations",
        "  test_2: failed",
        "  test_3: not begun",
    ]
    assert 'relation "products" already exists' in done.stdout
    assert "2 applied, 1 failed, 1 not begun, in " in done.stdout
    assert lines[-2:] == [
        "ended early: 1 database failed",
        "  hint: run the same command again: it goes on here",
    ]
    assert "hunter2" not in done.stdout + done.stderr
    run(urls[2], "DROP TABLE products")
    again = schemagen("up", "shop", "--fleet", "fleet.yaml")
    assert (again.returncode, "2 applied, 2 skipped, in " in again.stdout) == (0, True)


def test_the_report_for_programs(schemagen: Run, fleet: Path, urls: list[str]) -> None:
    run(urls[1], "CREATE TABLE products ()")
    done = schemagen("up", "shop", "--fleet", "fleet.yaml", "--json", "--max-failures", "2")
    report = json.loads(done.stdout)
    assert done.returncode == 3
    assert {key: count for key, count in report["counts"].items() if count} == {
        "applied": 3,
        "failed": 1,
    }
    assert (report["project"], report["ended"], report["dry_run"]) == ("shop", None, False)
    names = [each["database"].rpartition("/")[2] for each in report["databases"]]
    assert names == ["test_0", "test_1", "test_2", "test_3"]
    assert len(report["databases"][0]["migrations"]) == 2
    assert report["databases"][1]["failure"]["message"].startswith('relation "products" already')
    assert all(each["seconds"] > 0 for each in report["databases"])
    assert "hunter2" not in done.stdout + done.stderr


def test_status_exits_with_3_where_something_is_pending(
    schemagen: Run, fleet: Path, urls: list[str], repository: Path
) -> None:
    for url in urls[:3]:
        up(repository, "shop", url, Options())
    done = schemagen("status", "shop", "--fleet", "fleet.yaml")
    assert done.returncode == 3
    assert done.stdout.splitlines()[3:5] == [
        "  test_2: up to date",
        "  test_3: behind, 2 pending: 20261121093000_initial, 20261121093001_add_sku",
    ]
    report = json.loads(schemagen("status", "shop", "--fleet", "fleet.yaml", "--json").stdout)
    standings = [each["standing"] for each in report["databases"]]
    assert standings == ["up to date", "up to date", "up to date", "behind"]


def test_a_dry_run_shows_each_statement_once(schemagen: Run, fleet: Path, urls: list[str]) -> None:
    done = schemagen("up", "shop", "--fleet", "fleet.yaml", "--dry-run")
    assert done.returncode == 0
    assert done.stdout.count("ADD COLUMN sku") == 1
    assert done.stdout.count("would run 2 migrations") == 4
    assert done.stdout.count("initial/up.sql: 1 statement would be run\n") == 1
    assert schemagen("up", "shop", "--url", urls[0]).returncode == 0
    done = schemagen("down", "shop", "--fleet", "fleet.yaml", "--to", "zero", "--dry-run")
    assert "\nto run it, add: --allow DELETES_DATA\n" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--url", "postgresql://db1/x", "--fleet", "fleet.yaml"), "--url says another one"),
        (("--parallel", "2"), "add --fleet FILE"),
        (("--fleet", "nowhere.yaml"), "nowhere.yaml: this file cannot be read"),
    ],
)
def test_options_that_do_not_go_together(
    schemagen: Run, fleet: Path, words: tuple[str, ...], said: str
) -> None:
    done = schemagen("up", "shop", *words)
    assert (done.returncode, said in done.stderr) == (2, True)


@pytest.fixture(scope="module")
def indexed(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a third migration, which builds an index."""
    root = tmp_path_factory.mktemp("indexed")
    shutil.copytree(written, root, dirs_exist_ok=True)
    spec = root / "specs/shop.yaml"
    spec.write_text(spec.read_text() + "    indexes: [name]\n")
    write_migration(root, "index names", 40)
    return root


@pytest.fixture
def building(
    repository: Path, indexed: Path, fleet: Path, urls: list[str], environment: dict[str, str]
) -> Iterator[tuple[subprocess.Popen[str], Callable[[], None]]]:
    """A run that builds an index in the first database, until it is let go on."""
    shutil.copytree(indexed, repository, dirs_exist_ok=True)
    for url in urls:
        up(repository, "shop", url, Options(to=SECOND))
    with psycopg.connect(urls[0]) as blocker:
        blocker.execute("INSERT INTO products (name) VALUES ('a')")
        process = subprocess.Popen(
            command("up", "shop", "--fleet", "fleet.yaml"),
            cwd=repository,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        with process:
            try:
                _wait_for(process, urls[1])
                yield process, blocker.commit
            finally:
                process.kill()


def _wait_for(process: subprocess.Popen[str], url: str) -> None:
    deadline = time.monotonic() + 30
    while not run(url, BUILDING):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_an_interruption_lets_a_statement_end_and_says_what_stands(
    schemagen: Run, building: tuple[subprocess.Popen[str], Callable[[], None]], urls: list[str]
) -> None:
    process, let_go = building
    process.send_signal(signal.SIGINT)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.5)
    let_go()
    said, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "those at work end their statement" in told
    assert "  test_0: applied 1 migration, " in said
    assert said.count(": not begun\n") == 3
    assert "ended early: somebody stopped it\n" in said
    assert "Traceback" not in told
    again = schemagen("up", "shop", "--fleet", "fleet.yaml")
    assert (again.returncode, "3 applied, 1 skipped, in " in again.stdout) == (0, True)


@pytest.mark.parametrize(
    ("signals", "status"),
    [((signal.SIGKILL,), -signal.SIGKILL), ((signal.SIGINT, signal.SIGINT), 130)],
)
def test_what_was_killed_or_interrupted_twice_is_gone_on_with(
    schemagen: Run,
    building: tuple[subprocess.Popen[str], Callable[[], None]],
    urls: list[str],
    signals: tuple[signal.Signals, ...],
    status: int,
) -> None:
    process, let_go = building
    for number in signals:
        process.send_signal(number)
        time.sleep(0.3)
    _, told = process.communicate(timeout=10)
    assert (process.returncode, "Traceback" in told) == (status, False)
    let_go()
    again = schemagen("up", "shop", "--fleet", "fleet.yaml")
    assert (again.returncode, "4 applied, in " in again.stdout) == (0, True)
    query = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'products_name_idx'::regclass"
    assert [run(url, query) for url in urls] == [[(True,)]] * 4


def test_a_terminal_gets_a_bar_that_goes_away(
    repository: Path, fleet: Path, environment: dict[str, str]
) -> None:
    primary, secondary = pty.openpty()
    done = subprocess.run(
        command("up", "shop", "--fleet", "fleet.yaml"),
        cwd=repository,
        env={**environment, "TERM": "xterm"},
        stdout=subprocess.PIPE,
        stderr=secondary,
        check=False,
    )
    os.close(secondary)
    shown = os.read(primary, 100_000).decode()
    os.close(primary)
    assert done.returncode == 0
    assert "2 of 4  test_2: 20261121093000_initial" in shown
    assert shown.endswith("\r\x1b[K")


def test_a_fleet_goes_down_to_a_migration_and_the_same_command_goes_on(
    schemagen: Run, fleet: Path, urls: list[str]
) -> None:
    assert schemagen("up", "shop", "--fleet", "fleet.yaml").returncode == 0
    endless = schemagen("down", "shop", "--fleet", "fleet.yaml")
    assert endless.returncode == 2
    assert "add --to MIGRATION" in endless.stderr
    run(urls[1], "CREATE VIEW skus AS SELECT sku FROM products")
    words = ("down", "shop", "--fleet", "fleet.yaml", "--to", FIRST, "--allow", "DELETES_DATA")
    assert "1 undone, 1 failed, 2 not begun, in " in schemagen(*words).stdout
    run(urls[1], "DROP VIEW skus")
    again = schemagen(*words)
    assert again.returncode == 0
    assert "3 undone, 1 skipped, in " in again.stdout
    left = "SELECT FROM pg_attribute WHERE attname = 'sku' AND attrelid = 'products'::regclass"
    assert all(run(url, left) == [] for url in urls)
