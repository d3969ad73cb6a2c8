"""What every kind must bring along."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from schemagen import features, kinds
from schemagen.catalog.object import CatalogObject, change_rules
from schemagen.declare.section import Level
from schemagen.kinds.kind import Kind

EACH = pytest.mark.parametrize("kind", kinds.ALL, ids=lambda kind: kind.name)


@EACH
def test_every_field_says_how_it_changes(kind: Kind[Any]) -> None:
    model: Any = kind.model
    fields = {item.name for item in dataclasses.fields(model)}
    assert set(change_rules(model)) == fields


@EACH
def test_models_are_frozen_and_compared_by_value(kind: Kind[Any]) -> None:
    assert issubclass(kind.model, CatalogObject)
    assert kind.model.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert kind.model.__eq__ is not object.__eq__


@EACH
def test_a_kind_lives_in_the_module_of_its_name(kind: Kind[Any]) -> None:
    module = kind.model.__module__
    assert module == f"schemagen.kinds.{kind.name}"


@EACH
def test_a_section_can_be_lowered_at_its_level(kind: Kind[Any]) -> None:
    for section in kind.sections:
        lower = section.lower_project if section.level == Level.PROJECT else section.lower_table
        assert lower is not None
        assert section.description


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
    folder = Path(kinds.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__", "kind", "support"}
    assert modules == {kind.name for kind in kinds.ALL}


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
