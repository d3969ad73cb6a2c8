"""What every kind must bring along."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from schemagen import features, kinds
from schemagen.catalog.object import Alter, CatalogObject, Detach, change_rules
from schemagen.declare.section import Level
from schemagen.kinds.kind import Kind

FOLDER = Path(kinds.__file__).parent
CASES = Path(__file__).parents[1] / "cases"
# What the cases of change cannot try, and why.
WITHOUT_CASES = {
    "extension": "the servers of the tests bring none along",
    "role": "roles belong to the server, which the databases of a case share",
}
EACH = pytest.mark.parametrize("kind", kinds.ALL, ids=lambda kind: kind.name)


@EACH
def test_every_field_says_how_it_changes(kind: Kind[Any]) -> None:
    model: Any = kind.model
    fields = {item.name for item in dataclasses.fields(model)}
    assert set(change_rules(model)) == fields


@EACH
def test_what_changes_in_place_has_a_statement_for_it(kind: Kind[Any]) -> None:
    """Without one the object would be dropped and made again, and its rows would be lost."""
    model: Any = kind.model
    shared = {item.name for item in dataclasses.fields(CatalogObject)}
    in_place = {
        name
        for name, rule in change_rules(model).items()
        if isinstance(rule, Alter | Detach) and name not in shared
    }
    assert set(kind.alters) == in_place
    assert {*kind.members, *kind.frees} <= in_place


@EACH
def test_a_kind_is_read_from_the_catalog_by_a_query_of_its_name(kind: Kind[Any]) -> None:
    assert (FOLDER / "sql" / f"{kind.name}.sql").is_file()


@EACH
def test_an_import_can_say_objects_of_a_kind(kind: Kind[Any]) -> None:
    """Without words for it, the spec of a database would leave it out."""
    assert kind.declare is not None


@EACH
def test_a_change_of_a_kind_is_tried_on_a_server(kind: Kind[Any]) -> None:
    assert any((CASES / kind.name).glob("*.yaml")) != (kind.name in WITHOUT_CASES)


@EACH
def test_models_are_frozen_and_compared_by_value(kind: Kind[Any]) -> None:
    assert issubclass(kind.model, CatalogObject)
    assert kind.model.__eq__ is not object.__eq__
    assert kind.model.__hash__ is not None  # as one that may be changed has it


@EACH
def test_a_kind_lives_in_the_module_of_its_name(kind: Kind[Any]) -> None:
    module = kind.model.__module__
    assert module.removesuffix(".model") == f"schemagen.kinds.{kind.name}"


@EACH
def test_a_section_can_be_lowered_at_its_level(kind: Kind[Any]) -> None:
    for section in kind.sections:
        lower = section.lower_project if section.level == Level.PROJECT else section.lower_table
        assert lower is not None
        assert section.description


def test_what_stands_below_a_table_in_documents_says_its_definition() -> None:
    of_tables = {
        kind.name
        for kind in kinds.ALL
        if any(section.level is Level.TABLE for section in kind.sections)
    }
    # Columns are a table of their own.
    assert {kind.name for kind in kinds.ALL if kind.definition} == of_tables - {"column"}


def test_names_and_keys_are_unique() -> None:
    names = [kind.name for kind in kinds.ALL]
    assert len(names) == len(set(names))
    for level in Level:
        keys = [s.key for kind in kinds.ALL for s in kind.sections if s.level == level]
        keys += [
            feature.key
            for feature in features.ALL
            if feature.key and (feature.project if level == Level.PROJECT else feature.table)
        ]
        assert len(keys) == len(set(keys))


def test_every_module_of_a_kind_is_in_the_list() -> None:
    shared = {
        "__init__",
        "archive",
        "bounds",
        "carry",
        "constraints",
        "counting",
        "effects",
        "index_tree",
        "indexed",
        "keys",
        "kind",
        "online",
        "operator_members",
        "options",
        "recipes",
        "referred",
        "support",
        "text_search",
        "tied",
    }
    modules = {path.stem for path in FOLDER.glob("*.py")} - shared
    packages = {path.parent.name for path in FOLDER.glob("*/__init__.py")}
    assert modules | packages == {kind.name for kind in kinds.ALL}


def test_every_module_of_a_feature_is_in_the_list() -> None:
    folder = Path(features.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__", "feature"}
    listed = set()
    for feature in features.ALL:
        expand = feature.expand_project or feature.expand_table
        assert expand is not None
        listed.add(expand.__module__.rpartition(".")[2])
    helpers = {name for name in modules if not _has_feature(folder / f"{name}.py")}
    assert modules - helpers == listed


def _has_feature(path: Path) -> bool:
    return "Feature(" in path.read_text(encoding="utf-8")
