"""Every path leads to a place: the value, its key, or the nearest thing that exists."""

from __future__ import annotations

import pytest

from schemagen.declare.problems import Path
from schemagen.spec.locate import Locator
from schemagen.spec.parse import parse

TEXT = """\
tables:
  agents:
    comment: "it's"
    columns: {id: uuid, name: }
    checks:
      - score > 0
      - |
        a
        > b
    indexes:
      by_name: [lower(name), id]
    unique: id
    foreign_keys:
      - {name: fk, columns: id}
    primary_key: [id, name]
"""


@pytest.mark.parametrize(
    ("path", "offset", "key", "place"),
    [
        ((), 0, False, "1:1"),
        (("tables",), 0, False, "1:1"),
        (("tables", "agents"), 0, True, "2:3"),
        (("tables", "agents", "comment"), 0, False, "3:15"),
        (("tables", "agents", "comment"), 3, False, "3:18"),
        (("tables", "agents", "columns"), 0, False, "4:14"),
        (("tables", "agents", "columns"), 0, True, "4:5"),
        (("tables", "agents", "columns", "name"), 0, False, "4:25"),
        (("tables", "agents", "columns", "nmae"), 5, False, "4:5"),
        (("tables", "agents", "columns", "id", "type"), 5, False, "4:19"),
        (("tables", "agents", "checks", 0), 6, False, "6:15"),
        (("tables", "agents", "checks", 1), 0, False, "8:9"),
        (("tables", "agents", "checks", 1), 4, False, "9:11"),
        (("tables", "agents", "checks", 7), 4, False, "5:5"),
        (("views", "v", 3), 4, True, "1:1"),
        (("tables", "agents", "indexes", 0), 0, True, "11:7"),
        (("tables", "agents", "indexes", 0, "columns", 0), 6, False, "11:23"),
        (("tables", "agents", "indexes", 1, "columns", 0), 6, False, "10:5"),
        (("tables", "agents", "unique", 0, "columns", 0), 1, False, "12:14"),
        (("tables", "agents", "foreign_keys", "fk"), 0, False, "14:9"),
        (("tables", "agents", "foreign_keys", "fk", "columns", 0), 1, False, "14:30"),
        (("tables", "agents", "primary_key", "columns", 1), 2, False, "15:25"),
    ],
)
def test_a_path_leads_to_a_place(path: Path, offset: int, key: bool, place: str) -> None:
    node, _ = parse("spec.yaml", TEXT.encode())
    assert node is not None
    assert str(Locator(node)(path, offset, key)) == f"spec.yaml:{place}"


def test_an_offset_into_a_part_of_a_scalar_is_found() -> None:
    node, _ = parse("spec.yaml", b"a: text not null check (x > 0)\n")
    assert node is not None
    locate = Locator(node)
    assert str(locate(("a", "check", 0), 4, False, "x > 0")) == "spec.yaml:1:29"
    assert str(locate(("a",), 4, False, "made by a feature")) == "spec.yaml:1:4"
