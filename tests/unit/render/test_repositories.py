"""The SQL of repositories: a query over several lines has every column by its own name."""

from __future__ import annotations

from schemagen.render.build import Build
from tests.specs import project_of

NAMES = [f"a name of words {number}" for number in range(1, 9)]


def test_a_name_with_spaces_stays_on_its_line() -> None:
    columns = ", ".join(f'"{name}": text' for name in NAMES)
    project = project_of(f"tables: {{t: {{columns: {{id: uuid primary key, {columns}}}}}}}\n")
    [table] = Build(project).repositories.tables
    lines = table.statements.splitlines()
    first, last = lines.index("        SELECT"), lines.index("        FROM public.t")
    listed = " ".join(lines[first + 1 : last]).split(",")
    assert [name.strip() for name in listed] == ["id", *(f'"{name}"' for name in NAMES)]
    assert last - first > 3
    assert max(map(len, lines)) <= 100
