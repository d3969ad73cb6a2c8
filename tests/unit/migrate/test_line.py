"""The line of migrations, and where two branches left it."""

from __future__ import annotations

from pathlib import Path

from schemagen.migrate.files import Migration
from schemagen.migrate.line import find_fork, line_from
from schemagen.migrate.plan_file import Plan, Way, write_plan
from schemagen.migrate.step import Direction
from schemagen.plan.undo import Grade


def _written(folder: Path, follows: str) -> Migration:
    folder.mkdir()
    nothing = Way("", {})
    plan = Plan("shop", follows, "", Grade.EXACT, (), dict.fromkeys(Direction, nothing))
    (folder / "plan.json").write_text(write_plan(plan), encoding="utf-8")
    return Migration(folder)


def test_a_fork_is_found_however_long_its_lines_are(tmp_path: Path) -> None:
    line, follows = [], ""
    for number in range(1500):
        line.append(_written(tmp_path / f"{20260101000000 + number}_step", follows))
        follows = line[-1].id
    other = _written(tmp_path / "20270101000000_of_a_branch", line[0].id)
    fork = find_fork([*line, other])
    assert fork is not None
    assert fork.follows == line[0].id
    assert fork.lines == (tuple(line[1:]), (other,))
    assert line_from([*line, other], line[0]) == (*line, other)
