"""What a kind says of its objects is what a spec says of them: lowering it gives them back."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, Grant
from schemagen.declare.declaration import Declaration
from schemagen.declare.section import Level, Section
from schemagen.kinds.kind import Kind
from tests.specs import project_of

CASES = Path(__file__).parents[2] / "cases"
DECLARED = [kind for kind in kinds.ALL if kind.declare]
SECTIONS = {section.key: section for kind in DECLARED for section in kind.sections}
# Sections of a declared kind that say something else besides.
SHARED = {"external"}


def cases() -> list[Path]:
    return [path for kind in DECLARED for path in sorted((CASES / kind.name).glob("*.yaml"))]


@pytest.mark.parametrize("path", cases(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_a_kind_declares_is_lowered_to_the_same_objects(path: Path) -> None:
    text = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["desired"]
    catalog = Catalog(replace(item, was=None) for item in project_of(text).catalog)
    assert list(project_of(declared(text, catalog)).catalog) == list(catalog)


def declared(text: str, catalog: Catalog) -> str:
    """Put what the kinds declare in the place of what a spec says of their objects."""
    tree = without(yaml.safe_load(text))
    for item in sorted(catalog, key=lambda item: item.id.table != ""):
        kind: Kind[Any] = kinds.BY_NAME[item.id.kind]
        declaration = kind.declare(item, catalog) if kind.declare else None
        if declaration is not None:
            put(tree, item, declaration)
    return yaml.safe_dump(tree, sort_keys=False)


def without(tree: dict[str, Any]) -> dict[str, Any]:
    """Return a spec without the sections of the kinds that say themselves what they declare."""
    kept = copy.deepcopy(tree)
    own = SECTIONS.keys() - SHARED
    for relation in relations(kept):
        for key in own & relation.keys():
            del relation[key]
    for each in (kept, *walk(kept)):
        each.pop("was", None)
    members = {section.key for kind in kinds.ALL for section in kind.sections if is_member(section)}
    for key in own & kept.keys():
        # What other kinds say inside a view stays there.
        inside = {
            name: {key: part for key, part in entry.items() if key in members}
            for name, entry in kept.pop(key).items()
            if isinstance(entry, dict)
        }
        if any(inside.values()):
            kept[key] = inside
    return kept


def is_member(section: Section[Any]) -> bool:
    return section.level is not Level.PROJECT


def relations(tree: dict[str, Any]) -> list[dict[str, Any]]:
    places = ("tables", "views", "materialized_views")
    return [relation for place in places for relation in tree.get(place, {}).values()]


def walk(value: Any) -> list[dict[str, Any]]:
    parts = list(value.values()) if isinstance(value, dict) else value
    inner = [each for part in parts for each in walk(part)] if isinstance(parts, list) else []
    return [value, *inner] if isinstance(value, dict) else inner


def put(tree: dict[str, Any], item: CatalogObject, declaration: Declaration) -> None:
    section = SECTIONS[declaration.section]
    home = tree if section.level is Level.PROJECT else relation_of(tree, item)
    value = with_facets(item, declaration.value)
    if not declaration.name:
        home.setdefault(section.key, []).append(value)
        return
    elsewhere = section.level is Level.PROJECT and item.id.schema not in ("", "public")
    name = f"{item.id.schema}.{declaration.name}" if elsewhere else declaration.name
    entries = home.setdefault(section.key, {})
    former = entries.get(name)
    if isinstance(value, dict) and isinstance(former, dict) and "query" in value:
        value = value | former
    elif former is not None:
        value = [*(former if isinstance(former, list) else [former]), value]
    entries[name] = value


def relation_of(tree: dict[str, Any], item: CatalogObject) -> dict[str, Any]:
    for place in ("tables", "views", "materialized_views"):
        for name in (item.id.table, f"{item.id.schema}.{item.id.table}"):
            if name in tree.get(place, {}):
                found: dict[str, Any] = tree[place][name]
                return found
    raise AssertionError(f"{item.id} stands in no relation")


def with_facets(item: CatalogObject, value: Any) -> Any:
    if item.comment is None and not item.grants and not item.revoked:
        return value
    assert isinstance(value, dict), f"{item.id} has no place for its comment or privileges"
    given = {**value}
    if item.comment is not None:
        given["comment"] = item.comment
    if item.id.kind == "function":
        grants: dict[str, Any] = {grant.grantee: "execute" for grant in item.grants}
        if Grant("PUBLIC", "EXECUTE") in item.revoked:
            grants["public"] = "none"
    else:
        grants = {}
        for grant in item.grants:
            grants.setdefault(grant.grantee, []).append(grant.privilege.lower())
    return given | ({"grants": grants} if grants else {})
