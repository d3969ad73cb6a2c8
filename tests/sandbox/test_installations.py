"""Which server programs are found, and whose client programs go with them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from schemagen.errors import SandboxError
from schemagen.sandbox import available, find

Install = Callable[..., Path]


@pytest.fixture
def install(tmp_path: Path) -> Install:
    """Make a folder with a server of a version that only says its version, and client programs."""

    def make(version: str, *clients: str) -> Path:
        folder = tmp_path / version
        folder.mkdir()
        for name in ("postgres", "initdb", *clients):
            (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
            (folder / name).chmod(0o755)
        return folder

    return make


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Name folders as a user does, and look for installations anew."""

    def name(*folders: Path) -> None:
        monkeypatch.setenv("SCHEMAGEN_POSTGRES", os.pathsep.join(map(str, folders)))
        available.cache_clear()

    yield name
    available.cache_clear()


def test_folders_that_the_environment_names_are_found_before_others(
    install: Install, named: Callable[..., None]
) -> None:
    old, same = install("9.6"), install("18.0")
    named(old, same)
    found = find(9)
    assert (found.version, found.bin_dir, found.origin) == ("9.6", old, "environment")
    assert find(18).bin_dir == same
    assert find(16).origin != "environment"


def test_a_folder_without_a_server_is_told(tmp_path: Path, named: Callable[..., None]) -> None:
    named(tmp_path)
    with pytest.raises(SandboxError, match=f"SCHEMAGEN_POSTGRES names {tmp_path}, which has no"):
        available()


def test_where_a_version_is_not_there_it_is_said_how_to_name_it(named: Callable[..., None]) -> None:
    named()
    with pytest.raises(SandboxError, match="PostgreSQL 7 is not installed") as told:
        find(7)
    assert "SCHEMAGEN_POSTGRES names folders" in str(told.value.hint)


def test_a_client_program_is_of_the_next_newer_installation_that_has_it(
    install: Install, named: Callable[..., None]
) -> None:
    named(
        install("97.1"),
        oldest := install("94.1", "pg_dump", "psql"),
        install("95.1"),
        install("96.1", "psql"),
        newest := install("99.1", "pg_dump", "psql"),
        newer := install("98.1", "pg_dump"),
    )
    assert find(95).program("pg_dump") == newer / "pg_dump"
    assert find(97).program("pg_dump") == newer / "pg_dump"
    assert find(97).program("psql") == newest / "psql"
    assert find(94).program("psql") == oldest / "psql"


def test_a_client_program_of_the_path_comes_last(
    install: Install, named: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    named(install("99.1"), install("98.1", "pg_dump"))
    elsewhere = install("15.1", "pg_dump")
    monkeypatch.setenv("PATH", str(elsewhere))
    assert find(99).program("pg_dump") == elsewhere / "pg_dump"
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SandboxError, match="there is no pg_dump for PostgreSQL 99"):
        find(99).program("pg_dump")
