"""Finding the repository and reading what configures it."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemagen.app.settings import find_settings
from schemagen.errors import SettingsError
from tests.app.repository import SHOP, write


def test_the_repository_is_found_from_a_folder_inside_it(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = repository / "src/deep"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    settings = find_settings()
    assert settings.root == repository
    assert settings.projects() == ("depot", "shop")


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("schemagen.toml", 'specs = "db/specs"\ngenerated = "db/out"\n'),
        ("pyproject.toml", '[tool.schemagen]\nspecs = "db/specs"\ngenerated = "db/out"\n'),
    ],
)
def test_folders_can_be_named(tmp_path: Path, file: str, text: str) -> None:
    write(tmp_path, {file: text, "db/specs/shop.yaml": SHOP})
    settings = find_settings(tmp_path)
    assert settings.spec("shop") == tmp_path / "db/specs/shop.yaml"
    assert settings.output("shop") == tmp_path / "db/out/shop"


def test_another_programs_pyproject_does_not_count(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": "[project]\nname = 'x'\n"})
    with pytest.raises(SettingsError, match="there are no specs in this folder"):
        find_settings(tmp_path)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('spces = "a"', 'unknown setting "spces"', 'did you mean "specs"?'),
        ('specs = "../a"', "inside the repository, and is '../a'", 'specs = "specs"'),
        ("generated = 3", "inside the repository, and is 3", 'generated = "generated"'),
        ('generated = "."', "inside the repository, and is '.'", 'generated = "generated"'),
        ('generated = "specs"', '"specs" and "generated" are one folder', "a folder of its own"),
        ("archive = 3", '"archive" has to be true or false, and is 3', "archive = false"),
        ("specs = ", "this file cannot be read: Invalid value", ""),
        (
            'specs = "nowhere"',
            "the folder of the specs is not there",
            'schemagen.toml: specs = "…"',
        ),
    ],
)
def test_settings_that_make_no_sense_are_refused(
    repository: Path, text: str, message: str, hint: str
) -> None:
    write(repository, {"schemagen.toml": text + "\n"})
    with pytest.raises(SettingsError) as caught:
        find_settings(repository)
    assert message in caught.value.message
    assert caught.value.hint.endswith(hint)


def test_a_spec_with_another_ending_is_not_passed_over(repository: Path) -> None:
    write(repository, {"specs/gym.yml": SHOP})
    with pytest.raises(SettingsError) as caught:
        find_settings(repository).projects()
    assert (caught.value.where, caught.value.hint) == ("specs/gym.yml", "rename it to gym.yaml")


def test_no_spec_at_all_is_said(tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    with pytest.raises(SettingsError, match="there is no spec"):
        find_settings(tmp_path).projects()


@pytest.mark.parametrize("name", ["specs/shop.yaml", "shop.yaml", "./specs/shop.yaml"])
def test_a_project_is_not_named_by_its_file(repository: Path, name: str) -> None:
    with pytest.raises(SettingsError) as caught:
        find_settings(repository).chosen([name])
    assert caught.value.message.startswith(f'"{name}" is no project')
    assert caught.value.hint == 'did you mean "shop"?'
