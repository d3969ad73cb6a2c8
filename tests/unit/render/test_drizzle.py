"""What TypeScript reads of a spec, where a project's own names and types make it hard."""

from __future__ import annotations

import re

import pytest

from schemagen.render.build import Build
from schemagen.render.drizzle import render_drizzle
from tests.specs import project_of

SPEC = """\
targets: [drizzle]
enums: {mood: [good, bad]}
domains: {amount: integer check (value > 0), amounts: "amount[]"}
tables:
  class:
    columns:
      id: bigint primary key
      parent: bigint references class
      price: amount not null
      prices: amounts
      feeling: mood
      where: tstzrange
      tutor: integer references teacher
    indexes: [[parent]]
  teacher:
    columns: {id: integer primary key, favourite: bigint references class}
  taught:
    columns:
      class: bigint references class
      teacher: integer references teacher
    primary_key: [class, teacher]
"""


@pytest.fixture(scope="module")
def text() -> str:
    return render_drizzle(Build(project_of(SPEC)))


@pytest.mark.parametrize(
    ("column", "code"),
    [
        ("price", 'integer("price").notNull()'),
        ("prices", 'integer("prices").array()'),
        ("feeling", 'mood("feeling")'),
        ("id", 'bigint("id", { mode: "bigint" }).notNull()'),
        ("where", 'tstzrange("where")'),
    ],
)
def test_a_column_has_the_type_that_its_values_have(text: str, column: str, code: str) -> None:
    assert f"  {column}: {code},\n" in text


def test_a_type_that_drizzle_lacks_is_defined_by_its_name(text: str) -> None:
    assert (
        'const tstzrange = customType<{ data: string }>({ dataType: () => "tstzrange" });' in text
    )
    assert not re.search(r"customType<.*amount", text)


def test_a_table_named_by_a_reserved_word_gets_a_name_that_typescript_takes(text: str) -> None:
    assert 'export const classTable = pgTable("class", {' in text


def test_a_cycle_of_tables_is_broken_once_for_typescript_to_tell_their_types(text: str) -> None:
    told = re.findall(r'pgTable\("(\w+)",[^$]*?\(table\)(: PgTableExtraConfigValue\[\])? =>', text)
    assert {name: bool(type_) for name, type_ in told} == {
        "class": True,
        "taught": False,
        "teacher": False,
    }
    assert "foreignColumns: [table.id]" in text


def test_relations_lead_both_ways(text: str) -> None:
    found = re.findall(r"(\w+): (one|many)\((\w+), .*taught_class_fkey", text)
    assert found == [("teachers", "many", "taught"), ("classTable", "one", "classTable")]
