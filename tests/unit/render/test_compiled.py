"""Compiled templates that are kept: found again, not believed when damaged, of no use to others."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from schemagen.render.compiled import CompiledTemplates, cache_folder


def fill(folder: Path, text: str = "Hello {{ name }}!") -> str:
    """Fill a template in an environment of its own, as another process would."""
    loader = DictLoader({"greeting": text})
    environment = Environment(loader=loader, bytecode_cache=CompiledTemplates(folder))
    return environment.get_template("greeting").render(name="Ann")


def compiled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Fill the template once more, and count what had to be compiled for it."""
    counted = []
    original = Environment.compile

    def compile_(self: Environment, *arguments: object, **named: object) -> object:
        counted.append(arguments)
        return original(self, *arguments, **named)  # type: ignore[call-overload]

    with monkeypatch.context() as patched:
        patched.setattr(Environment, "compile", compile_)
        assert fill(folder) == "Hello Ann!"
    return len(counted)


def test_a_template_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert compiled(tmp_path, monkeypatch) == 1
    assert compiled(tmp_path, monkeypatch) == 0
    assert fill(tmp_path, "Bye {{ name }}!") == "Bye Ann!"


@pytest.mark.parametrize("place", [0, 40, -1])
def test_a_damaged_entry_is_noticed_and_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    fill(tmp_path)
    [entry] = tmp_path.iterdir()
    right = bytearray(entry.read_bytes())
    entry.write_bytes(bytes([*right[:place], right[place] ^ 1, *right[place:][1:]]))
    assert compiled(tmp_path, monkeypatch) == 1
    assert entry.read_bytes() == right
    entry.write_bytes(b"")
    assert compiled(tmp_path, monkeypatch) == 1


def test_a_folder_that_others_may_write_to_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = cache_folder()
    assert folder == tmp_path / "schemagen/templates"
    folder.chmod(0o777)
    assert cache_folder() is None
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    assert cache_folder() is None
