"""The order of the packages: each imports only from those before it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import schemagen

ORDER = (
    "errors",
    "sqltext",
    "shapes",
    "catalog",
    "declare",
    "kinds",
    "features",
    "spec",
    "diff",
    "introspect",
    "plan",
    "render",
    "sandbox",
    "app",
    "cli",
)
PACKAGE = Path(schemagen.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))


def layer_of(module: Path) -> str:
    return module.relative_to(PACKAGE).with_suffix("").parts[0]


def imported_layers(module: Path) -> set[str]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            parts = node.module.split(".")
            if parts == ["schemagen"]:
                found.update(alias.name for alias in node.names)
            elif parts[0] == "schemagen":
                found.add(parts[1])
        elif isinstance(node, ast.Import):
            for alias in node.names:
                parts = alias.name.split(".")
                if parts[0] == "schemagen" and len(parts) > 1:
                    found.add(parts[1])
    return found - {"__version__"}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_layers_before_its_own(module: Path) -> None:
    layer = layer_of(module)
    if layer in ("__init__", "__main__"):
        return
    allowed = {layer, *ORDER[: ORDER.index(layer)]}
    assert imported_layers(module) <= allowed


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_import_hides_behind_type_checking(module: Path) -> None:
    assert "TYPE_CHECKING" not in module.read_text(encoding="utf-8")


def test_kinds_do_not_import_each_other() -> None:
    shared = {"kind", "support", "__init__"}
    kinds = {path.stem for path in (PACKAGE / "kinds").glob("*.py")} - shared
    for path in (PACKAGE / "kinds").glob("*.py"):
        if path.stem in shared:
            continue
        text = path.read_text(encoding="utf-8")
        others = {name for name in kinds if f"schemagen.kinds.{name} " in text}
        assert not others, path.name
