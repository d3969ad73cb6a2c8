"""`schemagen docs`, as a person meets it."""

from __future__ import annotations

import json
import re
import sys
import webbrowser
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from schemagen.cli import app
from schemagen.errors import SettingsError
from tests.app.repository import edit


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(app(), ["docs", "--root", str(root), *words])


def test_what_is_written_is_said_and_shown(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(webbrowser, "open", shown.append)
    result = run(repository, "--open")
    first = repository / "site/index.html"
    assert result.exit_code == 0
    assert re.fullmatch(
        rf"\d+ files, 0\.\d MB, \d+ of them new or changed: {first}\n", result.stdout
    )
    assert shown == [first.as_uri()]


def test_check_tells_what_is_stale(repository: Path) -> None:
    run(repository)
    assert run(repository, "--check").exit_code == 0
    edit(repository / "specs/shop.yaml", "name: text", "title: text")
    result = run(repository, "--check", "--json")
    assert result.exit_code == 3
    stale = {item["path"] for item in json.loads(result.stdout)["changes"]}
    assert "shop/tables/public.products.html" in stale
    assert "depot/tables/public.shelves.html" not in stale


def test_where_libraries_of_graphviz_are_missing_it_says_which(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(repository / "specs/shop.yaml", "name: text", "parent: bigint references products")
    folder = tmp_path_factory.mktemp("packages")
    (folder / "pygraphviz.py").write_text("raise ImportError('libX11.so.6: cannot open')")
    monkeypatch.delitem(sys.modules, "pygraphviz", raising=False)
    monkeypatch.syspath_prepend(folder)
    error = run(repository).exception
    assert isinstance(error, SettingsError)
    assert error.message.endswith("Graphviz, which does not load here: libX11.so.6: cannot open")
    assert "libxrender1" in error.hint


def test_without_graphviz_it_says_what_to_install(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(repository / "specs/shop.yaml", "name: text", "parent: bigint references products")
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    error = run(repository).exception
    assert isinstance(error, SettingsError)
    assert "schemagen[docs]" in error.hint
    assert not (repository / "site").exists()
    result = run(repository, "--format", "markdown")
    assert result.exit_code == 0
    assert (repository / "site/shop/README.md").is_file()
