"""What each command imports before it is told what to do, and what the daily ones import in all.

Its `--help` takes as long as the one, and a small project as long as the other. Modules are
counted, not seconds: an import that slips to the top of a module is seen on every machine alike.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

import schemagen
from schemagen.cli import COMMANDS
from schemagen.cli.migrate import COMMANDS as MIGRATE
from tests.app.repository import SHOP, write

WATCHED = "faker,jinja2,psycopg,pydantic,rich,schemagen.kinds,sqlalchemy,sqlglot,starlette,yaml"
SCRIPT = """\
import importlib, json, keyword, os, sys
import schemagen.cli, typer.main
watched, apart, together = (words.split(",") for words in sys.argv[1:])
before = len(sys.modules)
def tell(command):
    module = command.replace(" ", ".")
    last = f"{module}_" if keyword.iskeyword(module) else module
    importlib.import_module(f"schemagen.cli.{last}")
    found = [name for name in watched if name in sys.modules]
    print(json.dumps([command, len(sys.modules) - before, found]), flush=True)
for command in apart:
    if not os.fork():
        tell(command)
        os._exit(0)
    os.wait()
for command in together:
    tell(command)
"""


@dataclass(frozen=True)
class Budget:
    """How many modules a command may import, and which of those that take long."""

    modules: int
    heavy: frozenset[str] = frozenset()


LIGHT = Budget(80)
"""Finds out first whether there is anything to do."""
CONNECTS = Budget(280, frozenset({"psycopg"}))
COMPILE = Budget(1300, CONNECTS.heavy | {"jinja2", "pydantic", "schemagen.kinds", "yaml"})
"""All together, since importing the same for each of them would take long."""

BUDGETS: Mapping[str, Budget] = {
    **dict.fromkeys(("build", "diff", "drift", "studio", "version"), LIGHT),
    **dict.fromkeys(("compare", "verify"), CONNECTS),
    **{f"migrate {name}": CONNECTS for name in ("up", "down", "status", "purge")},
}
"""What is not here compiles a spec, whatever it is told to do."""


def test_a_command_imports_no_more_than_it_is_for() -> None:
    commands = [name for name in COMMANDS if name != "migrate"]
    commands += [f"migrate {name}" for name in MIGRATE]
    compiling = [name for name in commands if name not in BUDGETS]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, WATCHED, ",".join(BUDGETS), ",".join(compiling)],
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {command for command, _, _ in rows} == set(commands)
    over = {}
    for command, count, heavy in rows:
        budget = BUDGETS.get(command, COMPILE)
        if count > budget.modules or set(heavy) - budget.heavy:
            over[command] = (count, set(heavy) - budget.heavy)
    assert not over


RUN = """\
import json, sys
from schemagen.cli import main
try:
    main()
except SystemExit:
    pass
ours = [name for name in sys.modules if name.partition(".")[0] == "schemagen"]
watched = "asyncio,faker,jinja2,psycopg,pydantic,rich,sqlalchemy,sqlglot,starlette,yaml"
print(json.dumps([len(ours), [name for name in watched.split(",") if name in sys.modules]]))
"""
OWN_MODULES = {"build": 343, "diff": 357, "docs": 352, "lint": 289}
"""How many modules of our own a command imports that has something to do, and no module of what
talks to servers. Who adds one that every project needs raises the number."""


def run(command: str, root: Path) -> tuple[int, set[str]]:
    """Run a command, and return how many modules of ours it imported, and which of the watched."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *command.split()],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(Path(schemagen.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=True,
    )
    count, heavy = json.loads(done.stdout.splitlines()[-1])
    return count, set(heavy)


@pytest.mark.parametrize("command", OWN_MODULES)
def test_a_run_imports_no_more_than_it_needs(command: str, tmp_path: Path) -> None:
    write(tmp_path, {"specs/shop.yaml": SHOP})
    count, heavy = run(command, tmp_path)
    assert count <= OWN_MODULES[command]
    assert heavy <= {"jinja2", "pydantic", "yaml"}


@pytest.mark.parametrize(
    ("command", "most"),
    [("build", 24), ("build shop --check", 24), ("diff", 48), ("diff shop", 48)],
)
def test_who_has_nothing_to_do_imports_nothing_large(
    command: str, most: int, tmp_path: Path
) -> None:
    write(tmp_path, {"specs/shop.yaml": SHOP})
    run("build", tmp_path)
    count, heavy = run(command, tmp_path)
    assert count <= most
    assert not heavy
