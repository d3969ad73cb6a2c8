"""Where a repository keeps its specs and what is generated from them.

A repository is the nearest folder, from the current one upwards, that holds `schemagen.toml`, a
`pyproject.toml` with a table `[tool.schemagen]`, or a folder `specs`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from itertools import combinations
from pathlib import Path
from typing import Any

from schemagen.app.selection import Selection
from schemagen.declare.suggest import did_you_mean
from schemagen.errors import SettingsError, check_no_address, reason
from schemagen.frozen import frozen

_DEFAULTS = {
    "specs": "specs",
    "generated": "generated",
    "migrations": "migrations",
    "templates": "templates",
    "site": "site",
}
_PROJECTS = "projects"
_ARCHIVE = "archive"
_OF_PROJECT = ("schemas", "exclude")


@frozen
class Settings:
    """The folders of a repository, absolute, and what each project compares with a database.

    `archive` says whether migrations keep what they take away.
    """

    root: Path
    specs: Path
    generated: Path
    migrations: Path
    templates: Path
    site: Path
    selections: Mapping[str, Selection] = field(default_factory=dict)
    archive: bool = True

    def relative(self, path: Path) -> str:
        """Return a path as messages name it: relative to the root, with `/`."""
        return path.relative_to(self.root).as_posix()

    def projects(self) -> tuple[str, ...]:
        """Return the names of all projects, sorted: the specs that do not begin with `_`.

        Raises:
            SettingsError: there is no spec, or a file that was surely meant to be one.
        """
        found = [path for path in sorted(self.specs.glob("*.y*ml")) if path.name[0] not in "._"]
        for path in found:
            if path.suffix != ".yaml":
                raise SettingsError(
                    "a spec's name ends with .yaml",
                    where=self.relative(path),
                    hint=f"rename it to {path.stem}.yaml",
                )
        if not found:
            raise SettingsError(
                "there is no spec",
                where=self.relative(self.specs),
                hint="a project is one file there: shop.yaml for the project shop",
            )
        return tuple(path.stem for path in found)

    def chosen(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return the projects that are named, all of them if none is.

        Raises:
            SettingsError: there is no such project; a name that is close is suggested.
        """
        known = self.projects()
        for name in names:
            if name not in known:
                check_no_address(name, "the name of a project", "say the address behind --url")
                raise self._unknown(name, known)
        return tuple(name for name in known if name in names) if names else known

    def _unknown(self, name: str, known: Sequence[str]) -> SettingsError:
        stem = Path(name).stem
        if stem in known and name != stem:
            return SettingsError(
                f'"{name}" is no project; a project is named without folder and ending',
                hint=f'did you mean "{stem}"?',
            )
        return SettingsError(
            f'there is no project "{name}"',
            where=self.relative(self.specs / f"{name}.yaml"),
            hint=did_you_mean(name, known) or f"the projects are: {', '.join(known)}",
        )

    def spec(self, project: str) -> Path:
        """Return a project's spec."""
        return self.specs / f"{project}.yaml"

    def selection(self, project: str) -> Selection:
        """Return what is compared of a project where the command line says nothing else."""
        return self.selections.get(project, Selection())

    def output(self, project: str) -> Path:
        """Return the folder that a project's files are generated into."""
        return self.generated / project

    def migrations_of(self, project: str) -> Path:
        """Return the folder of a project's migrations."""
        return self.migrations / project


def find_settings(root: Path | None = None) -> Settings:
    """Return the settings of the repository at `root`, or of the one around the current folder.

    Raises:
        SettingsError: there is no repository, or what configures it is wrong.
    """
    if root is not None:
        found = _settings_of(root.resolve())
        if found is None:
            raise SettingsError(
                "there are no specs in this folder",
                where=str(root),
                hint="it needs a folder specs, or a schemagen.toml that names another one",
            )
        return found
    here = Path.cwd()
    for folder in (here, *here.parents):
        found = _settings_of(folder)
        if found is not None:
            return found
    raise SettingsError(
        "there are no specs, neither in this folder nor in one above it",
        where=str(here),
        hint="go to the repository, name it with --root, or begin one: a folder specs"
        " with a file shop.yaml",
    )


def settings_or_new(root: Path | None = None) -> Settings:
    """Return the settings of a repository, or of one that begins at `root` or here.

    Raises:
        SettingsError: what configures it is wrong.
    """
    for folder in [root.resolve()] if root else [Path.cwd(), *Path.cwd().parents]:
        if (found := _settings_of(folder)) is not None:
            return found
    folder = (root or Path.cwd()).resolve()
    return _configured(folder, folder / "schemagen.toml", {}, new=True)


def _settings_of(folder: Path) -> Settings | None:
    own = folder / "schemagen.toml"
    if own.is_file():
        return _configured(folder, own, _read(own))
    pyproject = folder / "pyproject.toml"
    if pyproject.is_file() and b"[tool.schemagen" in pyproject.read_bytes():
        return _configured(folder, pyproject, _read(pyproject)["tool"]["schemagen"])
    return _configured(folder, own, {}) if (folder / "specs").is_dir() else None


def _read(path: Path) -> dict[str, Any]:
    # Imported here because most repositories have no settings of their own.
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(
            f"this file cannot be read: {reason(error)}", where=str(path)
        ) from error


def _configured(root: Path, file: Path, table: dict[str, Any], *, new: bool = False) -> Settings:
    for key, value in table.items():
        if key == _PROJECTS:
            continue
        if key == _ARCHIVE:
            _check_switch(key, value, file)
            continue
        if key not in _DEFAULTS:
            raise _unknown_setting(key, (*_DEFAULTS, _PROJECTS, _ARCHIVE), file)
        inside = isinstance(value, str) and (root / value).resolve().is_relative_to(root)
        if not inside or (root / value).resolve() == root:
            raise SettingsError(
                f'"{key}" has to be a folder inside the repository, and is {value!r}',
                where=str(file),
                hint=f'{key} = "{_DEFAULTS[key]}"',
            )
    folders = {key: (root / table.get(key, name)).resolve() for key, name in _DEFAULTS.items()}
    if not new and not folders["specs"].is_dir():
        raise SettingsError(
            "the folder of the specs is not there",
            where=str(folders["specs"]),
            hint=f'make it, or name the one that is there in {file}: specs = "…"',
        )
    for one, other in combinations(folders, 2):
        if folders[one] == folders[other]:
            raise SettingsError(
                f'"{one}" and "{other}" are one folder',
                where=str(file),
                hint="each needs a folder of its own",
            )
    selections = _selections(file, table.get(_PROJECTS, {}))
    archive = table.get(_ARCHIVE, True)
    return Settings(root=root, **folders, selections=selections, archive=archive)


def _check_switch(key: str, value: Any, file: Path) -> None:
    if not isinstance(value, bool):
        raise SettingsError(
            f'"{key}" has to be true or false, and is {value!r}',
            where=str(file),
            hint=f"{key} = false",
        )


def _unknown_setting(key: str, known: Sequence[str], file: Path) -> SettingsError:
    return SettingsError(
        f'unknown setting "{key}"',
        where=str(file),
        hint=did_you_mean(key, known) or f"there are: {', '.join(known)}",
    )


def _selections(file: Path, projects: Any) -> dict[str, Selection]:
    """Read the tables `[projects.shop]`."""
    found = {}
    for project, table in _table(projects, _PROJECTS, file).items():
        for key, value in _table(table, f"{_PROJECTS}.{project}", file).items():
            if key not in _OF_PROJECT:
                raise _unknown_setting(key, _OF_PROJECT, file)
            if not (isinstance(value, list) and all(isinstance(part, str) for part in value)):
                raise SettingsError(
                    f'"{key}" of the project {project} has to be a list of texts',
                    where=str(file),
                    hint=f'{key} = ["audit.*"]',
                )
        found[project] = Selection(*(tuple(table.get(key, ())) for key in _OF_PROJECT))
    return found


def _table(value: Any, name: str, file: Path) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise SettingsError(
            f'"{name}" has to be a table', where=str(file), hint=f"[{_PROJECTS}.shop]"
        )
    return value
