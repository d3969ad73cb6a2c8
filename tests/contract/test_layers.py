"""The order of the packages: each imports only from those before it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import schemagen
from schemagen import kinds

ORDER = (
    "frozen",
    "errors",
    "sqltext",
    "shapes",
    "targets",
    "catalog",
    "declare",
    "kinds",
    "features",
    "spec",
    "diff",
    "introspect",
    "compose",
    "plan",
    "lint",
    "migrate",
    "partitions",
    "growth",
    "render",
    "site",
    "seeding",
    "comparing",
    "copying",
    "sandbox",
    "relay",
    "app",
    "prove",
    "studio",
    "cli",
    "testing",
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


KINDS = {kind.name for kind in kinds.ALL}
KIND_MODULES = [
    path
    for name in sorted(KINDS)
    for path in (PACKAGE / "kinds" / f"{name}.py", *sorted((PACKAGE / "kinds" / name).glob("*.py")))
    if path.is_file()
]
ENGINES = [path for path in MODULES if layer_of(path) in ("diff", "introspect", "plan")]


def imported_modules(tree: ast.AST) -> set[str]:
    """Return what is imported, with the names that are taken out of it."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
            found.add(str(node.module))
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
    return found


def kinds_in(path: Path) -> set[str]:
    """Return the kinds that a module imports or names in a string."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    imported = imported_modules(tree)
    return {name for name in KINDS if name in texts or f"schemagen.kinds.{name}" in imported}


@pytest.mark.parametrize(
    "path", KIND_MODULES, ids=lambda path: str(path.relative_to(PACKAGE / "kinds"))
)
def test_kinds_do_not_import_each_other(path: Path) -> None:
    own = path.relative_to(PACKAGE / "kinds").parts[0].removesuffix(".py")
    imported = imported_modules(ast.parse(path.read_text(encoding="utf-8")))
    used = {module.split(".")[2] for module in imported if module.startswith("schemagen.kinds.")}
    assert not used & (KINDS - {own})


@pytest.mark.parametrize("path", ENGINES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_an_engine_names_no_kind(path: Path) -> None:
    assert kinds_in(path) == set()


def test_the_rule_for_engines_sees_a_kind() -> None:
    assert kinds_in(PACKAGE / "features" / "append_only.py") >= {"foreign_key", "function"}
