"""What a build writes for each project is what is committed, file by file.

The snapshots are the generated files themselves, which people read in pull requests;
`pytest --snapshot-update` writes them as a build does.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation

from schemagen.render.build import Build
from schemagen.render.outputs import ALL
from schemagen.spec.compile import compile_spec

ROOT = Path(__file__).parents[2]
PROJECTS = sorted(path.stem for path in (ROOT / "specs").glob("[!_]*.yaml"))


class GeneratedFile(SingleFileSnapshotExtension):
    """A snapshot that is a file of `generated/`."""

    _write_mode = WriteMode.TEXT

    @classmethod
    def get_location(cls, *, test_location: PyTestLocation, index: Any) -> str:
        return str(ROOT / "generated" / str(index))

    @classmethod
    def dirname(cls, *, test_location: PyTestLocation) -> str:
        return str(ROOT / "generated")

    def is_snapshot_location(self, *, location: str) -> bool:
        # Nothing there is ever taken for an unused snapshot and deleted.
        return False


@pytest.fixture(scope="module")
def builds() -> dict[str, Build]:
    specs = {project: ROOT / "specs" / f"{project}.yaml" for project in PROJECTS}
    return {project: Build(compile_spec(path, ROOT).project) for project, path in specs.items()}


def test_there_are_the_five_projects_and_two_variants() -> None:
    projects = ["directory", "forms", "gym", "tenant", "tenant_citus", "trust"]
    assert [*projects, "trust_partitioned"] == PROJECTS


@pytest.mark.parametrize("output", ALL, ids=lambda output: output.name)
@pytest.mark.parametrize("project", PROJECTS)
def test_a_file_is_as_committed(
    project: str, output: Any, builds: dict[str, Build], snapshot: SnapshotAssertion
) -> None:
    if not output.is_of(builds[project].project):
        assert not (ROOT / "generated" / project / output.name).exists()
        return
    committed = snapshot(name=f"{project}/{output.name}", extension_class=GeneratedFile)
    assert output.render(builds[project]) == committed
