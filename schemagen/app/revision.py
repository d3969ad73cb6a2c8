"""A project as it was declared in a revision of the repository."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

from schemagen.app.settings import Settings
from schemagen.app.snapshots import read_snapshot
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.serialize import SnapshotError
from schemagen.errors import SettingsError
from schemagen.spec.compile import compile_spec


class Revision:
    """A revision of the Git repository that a project's files are in.

    Raises:
        SettingsError: there is no repository, no Git, or no such revision.
    """

    def __init__(self, settings: Settings, name: str) -> None:
        self._settings = settings
        self.name = name
        if self._git("rev-parse", "--git-dir") is None:
            raise SettingsError(
                "this is no Git repository",
                where=str(settings.root),
                hint="a revision needs one; to compare with a database, use --url",
            )
        found = self._git(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
        )
        if found is None:
            raise SettingsError(
                f'there is no revision "{name}"',
                where=str(settings.root),
                hint="a branch, a tag or a commit; in CI, the clone may be a shallow one"
                " (fetch-depth: 0)",
            )
        self._commit = found.decode().strip()

    def catalog(self, project: str, snapshot: str) -> Catalog | None:
        """Return what a project declared, None if it was not there.

        The snapshot of its build tells it; where that is missing, the spec itself is compiled.

        Raises:
            SpecError: there is no snapshot, and the spec of then has problems.
        """
        path = self._settings.relative(self._settings.output(project) / snapshot)
        text = self._git("show", f"{self._commit}:./{path}")
        if text is not None:
            try:
                return read_snapshot(text.decode())
            except (SnapshotError, UnicodeDecodeError):
                pass  # of another version of this program: the spec says the same
        specs = self._settings.relative(self._settings.specs)
        archive = self._git("archive", "--format=tar", self._commit, f"./{specs}")
        if archive is None:
            return None
        with TemporaryDirectory() as folder:
            root = Path(folder).resolve()
            with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
                tar.extractall(root, filter="data")
            spec = root / specs / f"{project}.yaml"
            return compile_spec(spec, root).project.catalog if spec.is_file() else None

    def _git(self, *arguments: str) -> bytes | None:
        """Return what Git prints, None where it fails.

        Raises:
            SettingsError: there is no Git.
        """
        command = ["git", "-C", str(self._settings.root), *arguments]
        try:
            done = subprocess.run(command, capture_output=True, check=False)
        except FileNotFoundError:
            raise SettingsError("there is no program git", hint="install Git") from None
        return done.stdout if done.returncode == 0 else None
