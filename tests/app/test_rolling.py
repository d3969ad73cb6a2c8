"""Two versions of an application beside each other: what the models of each can do is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from schemagen.migrate.plan_file import Rolling
from tests.app.migrations import write_migration
from tests.app.repository import edit, write

pytestmark = pytest.mark.majors(16)

BEFORE = """\
schemagen: 1
project: shop
tables:
  members:
    columns:
      id: uuid primary key default gen_random_uuid()
      name: text not null
      phone: text
      age: integer not null
      state: mood not null
  visits:
    columns:
      id: bigint generated always as identity primary key
      member: uuid not null references members
enums:
  mood: [glad, sad]
"""


def rolled(repository: Path, old: str, new: str) -> Rolling:
    """Return what is told of a change of the members."""
    write(repository, {"specs/shop.yaml": BEFORE})
    write_migration(repository, "initial")
    edit(repository / "specs/shop.yaml", old, new)
    made = write_migration(repository, "change")
    assert made is not None
    assert made.rolling is not None
    plan = json.loads((made.folder / "plan.json").read_text())
    assert plan["rolling"]["old_models"] == list(made.rolling.old_models)
    return made.rolling


MEMBERS = "public.members"
ALL = "select, insert and update fail"


@pytest.mark.parametrize(
    ("old", "new", "old_models", "new_models"),
    [
        pytest.param(
            "phone: text",
            "phone: text\n      email: text not null",
            f'{MEMBERS}: insert fails: null value in column "email" violates not-null constraint',
            f'{MEMBERS}: {ALL}: column "email" does not exist',
            id="a column that old models do not fill",
        ),
        pytest.param(
            "      phone: text\n",
            "",
            f'{MEMBERS}: {ALL}: column "phone" does not exist',
            None,
            id="a column that new models leave alone",
        ),
        pytest.param(
            "[glad, sad]",
            "[glad, mad, sad]",
            None,
            f'{MEMBERS}: insert and update fail: invalid input value for enum mood: "mad"',
            id="a label that the old type has not",
        ),
        pytest.param("integer not null", "bigint not null", None, None, id="a wider type"),
    ],
)
def test_what_fails_is_told(
    repository: Path, old: str, new: str, old_models: str | None, new_models: str | None
) -> None:
    told = rolled(repository, old, new)
    assert told.old_models == ((old_models,) if old_models else ())
    assert told.new_models == ((new_models,) if new_models else ())
    assert not told.untried
