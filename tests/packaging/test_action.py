"""The action for GitHub, the workflow that `init` writes, and the image: they do the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from schemagen.app.beginning import begin
from tests.book.page import REPOSITORY


def steps_of(path: Path, *keys: str) -> list[dict[str, Any]]:
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    for key in keys:
        read = read[key]
    return [step for step in read if "run" in step]


def test_the_action_runs_what_the_workflow_of_init_runs(tmp_path: Path) -> None:
    begin(tmp_path)
    action = steps_of(REPOSITORY / "action.yml", "runs", "steps")
    workflow = steps_of(tmp_path / ".github/workflows/schemagen.yml", "jobs", "check", "steps")
    # How schemagen comes there differs.
    assert [step["run"] for step in action[1:]] == [step["run"] for step in workflow[1:]]
    assert len(action) == 5
    assert workflow[-1]["if"] in action[-1]["if"]
    assert action[-1]["env"].keys() == workflow[-1]["env"].keys()


def test_what_somebody_else_says_is_no_part_of_a_script() -> None:
    for step in steps_of(REPOSITORY / "action.yml", "runs", "steps"):
        assert step["shell"] == "bash"
        assert "${{" not in step["run"]


def test_the_image_runs_as_a_user_and_holds_what_it_is_made_of() -> None:
    lines = (REPOSITORY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    last = lines[max(i for i, line in enumerate(lines) if line.startswith("FROM ")) :]
    assert [line for line in last if line.startswith("USER ")] == ["USER $UID"]
    assert "ARG UID=1000" in last
    copied = {name for line in lines if line.startswith("COPY ") for name in line.split()[1:-1]}
    kept = (REPOSITORY / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert copied == {line[1:] for line in kept if line.startswith("!")}
    assert all((REPOSITORY / name).exists() for name in copied)
