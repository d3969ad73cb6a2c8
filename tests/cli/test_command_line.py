"""The command line as a person or a script meets it: help, exit status, streams, interruptions."""

from __future__ import annotations

import importlib
import json
import keyword
import os
import pty
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from schemagen import __version__
from schemagen.cli import COMMANDS
from schemagen.cli.migrate import COMMANDS as MIGRATE
from tests.app.repository import edit, tree

SINGLE = {name: line for name, line in COMMANDS.items() if name != "migrate"} | {
    f"migrate {name}": line for name, line in MIGRATE.items()
}
Run = Callable[..., subprocess.CompletedProcess[str]]
HEAVY = ("jinja2", "psycopg", "pydantic", "rich", "sqlglot", "yaml", "schemagen.app")


def environment(**variables: str) -> dict[str, str]:
    """Return the environment of a command: this checkout's code, and colours as by default."""
    kept = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    return {**kept, "PYTHONPATH": str(Path(__file__).parents[2]), **variables}


@pytest.fixture
def schemagen(repository: Path) -> Run:
    """Run a command in the repository."""

    def run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "schemagen", *words],
            cwd=repository,
            env=environment(**variables),
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_the_help_tells_a_newcomer_what_to_do(schemagen: Run) -> None:
    done = schemagen("--help")
    assert done.returncode == 0
    for word in (*COMMANDS, *COMMANDS.values(), "specs/shop.yaml", "Exit status:", "NO_COLOR"):
        assert word in done.stdout


def test_without_a_command_the_help_is_shown(schemagen: Run) -> None:
    assert "Usage: schemagen" in "".join([(done := schemagen()).stdout, done.stderr])


# Archives say themselves what they are, so that no specs need be there.
WITHOUT_REPOSITORY = {"init", "migrate purge"}


@pytest.mark.parametrize("command", sorted(set(SINGLE) - {"version"}))
def test_the_help_of_a_command_has_examples_and_exit_statuses(schemagen: Run, command: str) -> None:
    done = schemagen(*command.split(), "--help")
    assert done.returncode == 0
    assert f"\n    schemagen {command} " in done.stdout
    assert "Exit status:\n    0  " in done.stdout
    for option in ("--json", "--no-color"):
        assert option in done.stdout
    assert ("--root" in done.stdout) != (command in WITHOUT_REPOSITORY)


@pytest.mark.parametrize("command", SINGLE)
def test_the_list_of_commands_says_what_their_own_help_says(command: str) -> None:
    *_, name = command.split()
    # A command whose name is a keyword of Python has an underscore behind it there.
    known = f"{name}_" if keyword.iskeyword(name) else name
    module = importlib.import_module(".".join(["schemagen.cli", *command.split()[:-1], known]))
    assert (getattr(module, known).__doc__ or "").partition("\n")[0] == SINGLE[command]


def test_the_list_of_commands_says_what_the_help_of_a_group_says(schemagen: Run) -> None:
    assert COMMANDS["migrate"] in schemagen("migrate", "--help").stdout


def test_the_example_of_the_help_can_be_built(schemagen: Run, repository: Path) -> None:
    text = schemagen("--help").stdout
    example = text.partition("specs/shop.yaml:\n")[2].partition("\n\n")[0]
    indent = " " * 4
    lines = [line.removeprefix(indent) for line in example.splitlines()]
    (repository / "specs/shop.yaml").write_text("\n".join(lines) + "\n")
    assert schemagen("build").returncode == 0
    assert "price >= 0" in (repository / "generated/shop/schema.sql").read_text()


def test_the_help_imports_nothing_that_it_does_not_need() -> None:
    code = (
        "import sys; sys.argv = ['schemagen', '--help']\n"
        "from schemagen.cli import main\n"
        "try: main()\n"
        "finally: print('\\nloaded:', *sorted(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.rpartition("loaded: ")[2].split())
    assert "typer" in loaded
    assert not loaded & set(HEAVY)


def test_the_help_costs_about_as_much_as_that_of_a_bare_typer_app(tmp_path: Path) -> None:
    bare = tmp_path / "bare.py"
    commands = "".join(f"@app.command()\ndef c{i}(): 'Do.'\n" for i in range(len(COMMANDS)))
    bare.write_text(f"import typer\napp = typer.Typer()\n{commands}app()\n")
    ours = least_cpu([sys.executable, "-m", "schemagen", "--help"])
    assert ours <= least_cpu([sys.executable, str(bare), "--help"]) + 0.05


def least_cpu(command: list[str]) -> float:
    return min(cpu_of(command) for _ in range(5))


def cpu_of(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_the_version_is_told_in_both_ways(schemagen: Run) -> None:
    assert schemagen("--version").stdout == f"schemagen {__version__}\n"
    assert schemagen("version").stdout == f"schemagen {__version__}\n"


def test_a_build_says_what_it_changed(schemagen: Run, repository: Path) -> None:
    first = schemagen("build")
    assert first.returncode == 0
    [shop] = [line for line in first.stdout.splitlines() if line.startswith("shop: ")]
    assert "rls.sql new, rollback.sql new, schema.sql new" in shop
    assert schemagen("build").stdout == "2 projects up to date\n"
    edit(repository / "specs/shop.yaml", "name: text", "title: text")
    assert "schema.sql changed (+1 -1)" in schemagen("build").stdout


def test_check_shows_the_difference_and_exits_with_3(schemagen: Run, repository: Path) -> None:
    schemagen("build")
    assert schemagen("build", "--check").returncode == 0
    edit(repository / "specs/shop.yaml", "name: text", "title: text")
    before = tree(repository)
    done = schemagen("build", "--check")
    assert done.returncode == 3
    assert "--- generated/shop/schema.sql\n+++ generated/shop/schema.sql\n@@ " in done.stdout
    assert "\n-    name text NOT NULL,\n+    title text NOT NULL,\n" in done.stdout
    assert done.stdout.endswith("stale; run: schemagen build\n")
    assert tree(repository) == before


def test_a_build_can_be_read_by_a_program(schemagen: Run) -> None:
    report = json.loads(schemagen("build", "shop", "--json").stdout)
    [project] = report["projects"]
    [schema] = [item for item in project["files"] if item["path"].endswith("/schema.sql")]
    assert (project["project"], report["written"]) == ("shop", True)
    assert schema["status"] == "new"
    assert schema["added"] > 0


def test_what_goes_wrong_can_be_read_by_a_program(schemagen: Run, repository: Path) -> None:
    nobody = "postgresql://nobody@127.0.0.1:1/none"
    unreached = schemagen("drift", "shop", "--json", "--url", nobody)
    assert unreached.returncode == 1
    assert json.loads(unreached.stdout)["error"]["code"] == "connect"
    edit(repository / "specs/shop.yaml", "name: text", "name: txet")
    mistaken = schemagen("build", "shop", "--json")
    assert mistaken.returncode == 1
    assert "specs/shop.yaml:" in mistaken.stderr
    error = json.loads(mistaken.stdout)["error"]
    [problem] = error["problems"]
    assert (error["code"], problem["code"]) == ("spec", "unknown-type")
    assert (problem["file"], problem["line"] > 0) == ("specs/shop.yaml", True)


def test_a_diff_tells_changes_by_table_and_exits_with_3(schemagen: Run, repository: Path) -> None:
    schemagen("build")
    assert schemagen("diff").stdout == "no difference in 2 projects\n"
    edit(repository / "specs/shop.yaml", "name: text", "title: text")
    done = schemagen("diff")
    assert done.returncode == 3
    assert done.stdout.startswith(
        "shop\n  public.products\n    - column name text NOT NULL\n"
        "    + column title text NOT NULL\n"
        "  hint: if column title of products is name under a new name, write `was: name`\n"
        "  stale: "
    )
    [shop] = [
        item
        for item in json.loads(schemagen("diff", "--json").stdout)["projects"]
        if item["project"] == "shop"
    ]
    assert {"group": "public.products", "mark": "-", "text": "column name text NOT NULL"} in shop[
        "changes"
    ]
    assert [item["was"] for item in shop["rename_candidates"]] == ["name"]


def test_verify_says_what_was_made_and_that_it_is_gone(schemagen: Run) -> None:
    schemagen("build")
    done = schemagen("verify", "shop")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("shop: 1 table, ")
    assert "rolled back to nothing (PostgreSQL " in done.stdout


def test_verify_exits_with_3_when_something_is_left(schemagen: Run, repository: Path) -> None:
    schemagen("build")
    rollback = repository / "generated/shop/rollback.sql"
    rollback.write_text("SELECT 1;\n")
    done = schemagen("verify", "shop")
    assert done.returncode == 3
    assert "pg_attribute: left behind: (" in done.stdout


def test_verify_shows_the_statement_that_is_refused(schemagen: Run, repository: Path) -> None:
    schemagen("build")
    schema = repository / "generated/shop/schema.sql"
    schema.write_text("SELECT 1;\nSELECT nothing;\n")
    done = schemagen("verify", "shop")
    assert done.returncode == 1
    assert done.stderr == (
        'error: generated/shop/schema.sql:2: column "nothing" does not exist\n  | SELECT nothing;\n'
    )


def test_mistakes_in_a_spec_are_shown_where_they_are(schemagen: Run, repository: Path) -> None:
    edit(repository / "specs/shop.yaml", "tables:", "tabels:")
    done = schemagen("build")
    assert done.returncode == 1
    assert done.stdout == ""
    assert 'specs/shop.yaml:3:1: error: unknown key "tabels"' in done.stderr
    assert done.stderr.endswith("error: 1 problem in the spec\n")


@pytest.mark.parametrize(
    ("words", "status", "shown"),
    [
        (["biuld"], 2, 'error: there is no command "biuld"\n  hint: did you mean "build"?\n'),
        (["build", "shp"], 2, 'there is no project "shp"\n  hint: did you mean "shop"?\n'),
        (["build", "--chek"], 2, "No such option: --chek"),
        (["build", "--root", "nowhere"], 2, "there are no specs in this folder"),
        (["verify"], 1, "error: generated/depot/schema.sql: this file is not there\n"),
        (["verify", "--postgres", "new"], 2, "Invalid value for '--postgres'"),
    ],
)
def test_what_is_wrong_is_said_without_a_traceback(
    schemagen: Run, words: list[str], status: int, shown: str
) -> None:
    done = schemagen(*words)
    assert done.returncode == status
    assert shown in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["diff", "shop"],
        ["drift", "shop", "--json"],
        ["import"],
        ["import", "shop"],
        ["new"],
        ["diff", "--from"],
        ["diff", "--format"],
        ["migrate", "down", "shop"],
        ["copy", "shop"],
        ["migrate"],
        ["init"],
        ["migrate", "new", "shop", "--empty"],
        [],
    ],
)
def test_a_password_in_the_wrong_place_is_not_repeated(schemagen: Run, words: list[str]) -> None:
    done = schemagen(*words, "postgresql://app:s3cr/et@db.example.com/shop")
    assert done.returncode in (1, 2)
    assert "s3cr" not in done.stdout + done.stderr
    assert "rror" in done.stderr


def test_a_password_in_the_wrong_place_is_in_no_name_of_a_file(
    schemagen: Run, repository: Path
) -> None:
    address = "postgresql://app:s3cr/et@db.example.com/shop"
    for words in (["init"], ["migrate", "new", "shop"], ["migrate", "new", "shop", "--empty"]):
        schemagen(*words, address)
    assert not [path for path in repository.rglob("*") if "s3cr" in path.name]


def test_an_address_in_the_place_of_a_project_is_told_its_own(schemagen: Run) -> None:
    done = schemagen("diff", "postgresql://app@db.example.com/shop")
    assert done.stderr == (
        "error: the address of a database stands where the name of a project belongs\n"
        "  hint: say the address behind --url\n"
    )


def test_a_reader_that_goes_away_is_no_error(repository: Path) -> None:
    command = f'"{sys.executable}" -m schemagen build --check | head -n 1'
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=repository,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""


def test_an_interrupted_command_ends_without_a_traceback(schemagen: Run, repository: Path) -> None:
    schemagen("build")
    (repository / "generated/shop/schema.sql").write_text("SELECT pg_sleep(60);\n")
    running = subprocess.Popen(
        [sys.executable, "-m", "schemagen", "verify", "depot", "shop"],
        cwd=repository,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    assert running.stdout.readline().startswith("depot: ")
    time.sleep(0.2)
    running.send_signal(signal.SIGINT)
    _, wrong = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "Traceback" not in wrong


def test_an_interruption_while_modules_are_imported_is_quiet_too(
    schemagen: Run, tmp_path: Path
) -> None:
    interrupted = "import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(9)\n"
    (tmp_path / "typer.py").write_text(interrupted)
    done = schemagen("build", PYTHONPATH=f"{tmp_path}:{environment()['PYTHONPATH']}")
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.mark.parametrize(
    ("words", "variables", "colored"),
    [([], {}, True), (["--no-color"], {}, False), ([], {"NO_COLOR": "1"}, False)],
)
def test_colours_are_for_terminals_that_want_them(
    repository: Path, words: list[str], variables: dict[str, str], colored: bool
) -> None:
    reader, writer = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "schemagen", "build", "shop", *words],
        cwd=repository,
        env=environment(TERM="xterm", **variables),
        stdout=writer,
        check=True,
    )
    shown = os.read(reader, 65536).decode()
    os.close(reader)
    os.close(writer)
    assert "schema.sql" in shown
    assert ("\x1b[" in shown) is colored


def test_output_for_a_pipe_is_without_colours(schemagen: Run) -> None:
    assert "\x1b[" not in schemagen("build").stdout
