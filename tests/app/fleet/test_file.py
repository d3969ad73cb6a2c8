"""The file of a fleet: what it may say, and that no password of it is ever shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemagen.app.fleet.file import FleetFile, Query, read_fleet_file
from schemagen.app.fleet.members import find_fleet
from schemagen.errors import SettingsError

LIST = """\
- postgresql://app@db1/tenant_a
- postgresql://app@db1/tenant_b
- postgresql://app@db2/tenant_a
"""


def read(folder: Path, text: str, **environment: str) -> FleetFile:
    path = folder / "fleet.yaml"
    path.write_text(text)
    return read_fleet_file(path, environment)


def conninfos(file: FleetFile) -> list[str]:
    assert isinstance(file.databases, tuple)
    return [target.conninfo for target in file.databases]


def refused(folder: Path, text: str, **environment: str) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        read(folder, text, **environment)
    return caught.value


def test_a_list_of_urls_is_a_fleet(tmp_path: Path) -> None:
    file = read(tmp_path, LIST)
    assert (file.canary, file.parallel, file.max_failures) == (1, 8, 1)
    fleet = find_fleet(tmp_path / "fleet.yaml", parallel=3)
    assert [member.name for member in fleet.members] == [
        "db1:5432/tenant_a",
        "tenant_b",
        "db2:5432/tenant_a",
    ]
    assert [member.name for member in fleet.canary] == ["db1:5432/tenant_a"]
    assert (fleet.parallel, fleet.max_failures) == (3, 1)


def test_keys_say_how_carefully(tmp_path: Path) -> None:
    indented = "".join(f"  {line}\n" for line in LIST.splitlines())
    text = f"databases:\n{indented}canary: [tenant_b]\nparallel: 2\nmax_failures: 5\n"
    file = read(tmp_path, text)
    assert (file.canary, file.parallel, file.max_failures) == (("tenant_b",), 2, 5)
    fleet = find_fleet(tmp_path / "fleet.yaml", max_failures=9)
    assert [member.name for member in fleet.canary] == ["tenant_b"]
    assert (fleet.parallel, fleet.max_failures) == (2, 9)


def test_a_variable_within_a_url_may_hold_any_character(tmp_path: Path) -> None:
    text = "- postgresql://app:${SECRET}@${HOST}:${PORT}/tenant_a\n"
    file = read(tmp_path, text, SECRET="p@ss/w:rd%", HOST="db1", PORT="6543")
    [conninfo] = conninfos(file)
    assert "password=p@ss/w:rd%" in conninfo
    assert "host=db1" in conninfo
    assert "port=6543" in conninfo


def test_a_variable_at_the_beginning_is_a_url_or_the_beginning_of_one(tmp_path: Path) -> None:
    text = "- ${WHOLE}\n- ${SERVER}/tenant_b\n"
    file = read(tmp_path, text, WHOLE="postgresql://a:x@db1/tenant_a", SERVER="postgresql://db2")
    assert isinstance(file.databases, tuple)
    assert [each.where for each in file.databases] == ["db1:5432/tenant_a", "db2:5432/tenant_b"]


def test_a_query_asks_a_database(tmp_path: Path) -> None:
    file = read(tmp_path, "url: postgresql://db1/main\nquery: SELECT name FROM tenants\n")
    assert isinstance(file.databases, Query)
    assert (file.databases.target.where, file.databases.text) == (
        "db1:5432/main",
        "SELECT name FROM tenants",
    )


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("", "the file is empty", ""),
        ("hello", "a fleet is a list of URLs or a mapping of keys", ":1:1"),
        ("databases: []", "this list is empty", ":1:12"),
        ("databases: 5", "this has to be a list of URLs, and is a number", ":1:12"),
        ("canary: 1", "this does not say which databases there are", ":1:1"),
        ("url: postgresql://db1/x", "this does not say which databases there are", ":1:1"),
        ("- mysql://db1/x", "this is no URL of PostgreSQL: it begins with mysql://", ":1:3"),
        ("- ${SERVER}/x", "the variable SERVER is not set", ":1:3"),
        ("- postgresql://${MY-HOST}/x", "a name of a variable has letters, digits and _", ":1:3"),
        ("- host=db1 password=${SECRET}", "variables are for URLs, and this is none", ":1:3"),
        (f"{LIST}- 5", "this has to be a text, and is a number", ":4:3"),
        ("canary: -1\ndatabases: [a]", "this has to be a number from 0 on", ":1:9"),
        ("parallel: 0\ndatabases: [a]", "this has to be a number from 1 on", ":1:11"),
    ],
)
def test_what_makes_no_sense_is_shown_where_it_stands(
    tmp_path: Path, text: str, message: str, line: str
) -> None:
    error = refused(tmp_path, text)
    assert error.message == message
    assert error.where == f"{tmp_path / 'fleet.yaml'}{line}"


def test_a_key_that_is_nearly_right_is_recognised(tmp_path: Path) -> None:
    assert refused(tmp_path, "database: []").hint == 'did you mean "databases"?'


def test_schemas_are_no_fleet_and_it_says_why(tmp_path: Path) -> None:
    error = refused(tmp_path, "url: postgresql://db1/x\nschemas: SELECT 1\n")
    assert error.message == "schemas are not migrated one by one"
    assert error.hint.startswith("the statements of a migration name their schemas")


def test_a_database_is_in_a_fleet_but_once(tmp_path: Path) -> None:
    (tmp_path / "fleet.yaml").write_text(f"{LIST}- postgresql://other@db1/tenant_b\n")
    with pytest.raises(SettingsError, match="db1:5432/tenant_b is in this fleet 2 times"):
        find_fleet(tmp_path / "fleet.yaml")


def test_a_canary_has_to_be_of_the_fleet(tmp_path: Path) -> None:
    text = "databases: [postgresql://db1/tenant_a]\ncanary: [tenant_o]\n"
    (tmp_path / "fleet.yaml").write_text(text)
    with pytest.raises(SettingsError, match='the canary "tenant_o" is no database') as caught:
        find_fleet(tmp_path / "fleet.yaml")
    assert caught.value.hint == 'did you mean "tenant_a"?'


@pytest.mark.parametrize(
    "text",
    [
        "- postgresql://app:hunter2@db1/a: b: c\n",
        '- "postgresql://app:hunter2@db1/a\n',
        "postgresql://app:hunter2@db1/a: x\npostgresql://app:hunter2@db1/a: y\n",
        "postgresql://app:hunter2@db1/a: x\n",
        "- postgresql://app:hunter2@oops@db1/a\n",
        "- postgresql://app:hunter2@[db1/a\n",
        "- postgresql://app:hunter2@db1/a?hunter2\n",
        "- &hunter2 *hunter2\n",
    ],
)
def test_a_password_is_not_shown_however_wrong_the_file_is(tmp_path: Path, text: str) -> None:
    error = refused(tmp_path, text)
    assert "hunter2" not in f"{error.message} {error.where} {error.hint}"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="No such file") as caught:
        read_fleet_file(tmp_path / "fleet.yaml", {})
    assert caught.value.where.endswith("fleet.yaml")
