"""What is made up for a trial, of what belongs to somebody else."""

from __future__ import annotations

from schemagen.app.stubs import stub_statements
from tests.specs import project_of


def test_what_an_extension_brings_is_not_made_up() -> None:
    project = project_of("""
extensions: [maps]
external:
  maps.layers: {extension: maps, columns: {id: integer}}
  crm.people: {columns: {id: integer}}
tables:
  t: {columns: {id: integer primary key, layer: integer references maps.layers (id)}}
""")
    made = [item.sql for item in stub_statements(project)]
    assert "CREATE TABLE crm.people (id integer)" in made
    assert not [text for text in made if "maps" in text]
