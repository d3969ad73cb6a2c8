"""Migrations of projects that use extensions, which bring comments of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from schemagen import sandbox
from schemagen.app.connecting import connect, parse_target
from schemagen.app.new_migration import new_migration
from schemagen.app.scratch import Choice, Scratch
from schemagen.app.trial import make_canonical
from schemagen.catalog.object import ObjectId
from schemagen.errors import ApplyError, LacksExtensionError, SpecError
from tests.app.migrations import write_migration
from tests.app.repository import SHOP, edit, write
from tests.specs import compile_text


@pytest.fixture
def extension() -> str:
    """The name of one that every PostgreSQL 16 of its origin has."""
    return "vector" if sandbox.find(16).origin == "wheel" else "pg_trgm"


def test_the_comment_that_an_extension_brings_is_left_alone(
    repository: Path, extension: str
) -> None:
    spec = repository / "specs/shop.yaml"
    write(repository, {"specs/shop.yaml": f"{SHOP}extensions: [{extension}]\n"})
    made = write_migration(repository, "initial")
    assert made is not None
    assert "COMMENT" not in (made.folder / "up.sql").read_text()
    edit(spec, f"[{extension}]", f"{{{extension}: {{comment: ours}}}}")
    said = write_migration(repository, "say", minute=31)
    assert said is not None
    assert f"COMMENT ON EXTENSION {extension} IS 'ours'" in (said.folder / "up.sql").read_text()
    back = (said.folder / "down.sql").read_text()
    assert f"COMMENT ON EXTENSION {extension} IS '" in back
    edit(spec, "{comment: ours}", "")
    assert write_migration(repository, "unsay", minute=32) is None


@pytest.mark.parametrize("column", ["name: text not null", "name: nowhere not null"])
def test_a_missing_extension_is_not_looked_for_in_older_servers_than_the_spec_allows(
    repository: Path, column: str
) -> None:
    spec = SHOP.replace("name: text not null", column) + "postgres: 18\nextensions: [nowhere]\n"
    write(repository, {"specs/shop.yaml": spec})
    with pytest.raises((ApplyError, LacksExtensionError), match="nowhere") as caught:
        new_migration(repository, "shop")
    assert "PostgreSQL 18 or later on this machine (tried: 18)" in caught.value.hint
    with pytest.raises((ApplyError, LacksExtensionError)) as caught:
        new_migration(repository, "shop", major=16)
    assert "PostgreSQL 16 on this machine (tried: 16)" in caught.value.hint


REFUSING = """
    CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS
        'BEGIN RAISE object_not_in_prerequisite_state USING MESSAGE = ''load it first''; END';
    CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN TAG IN ('CREATE EXTENSION')
        EXECUTE FUNCTION refuse()"""


@pytest.mark.majors(16)
def test_where_one_place_refuses_an_extension_the_next_one_is_tried(
    new_database: Callable[[], str], extension: str
) -> None:
    refusing, plain = new_database(), new_database()
    with closing(connect(parse_target(refusing, "refusing"))) as connection:
        connection.execute(REFUSING.encode())

    def place(url: str) -> Choice:
        @contextmanager
        def opened() -> Iterator[Scratch]:
            with closing(connect(parse_target(url, "a place"))) as connection:
                yield Scratch(connection)

        return Choice("a place", opened)

    compiled = compile_text(f"extensions: [{extension}]\n")
    found = make_canonical(compiled, (place(refusing), place(plain)))
    assert found.catalog.get(ObjectId("extension", "", extension))
    with pytest.raises(SpecError) as caught:
        make_canonical(compiled, (place(refusing),))
    (problem,) = caught.value.problems
    assert problem.message == f"PostgreSQL refuses extension {extension}: load it first"
    assert "SCHEMAGEN_POSTGRES_SETTINGS=shared_preload_libraries=" in problem.hint
