"""Names and values enter SQL through `sql()` alone, never through string formatting."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import schemagen

PACKAGE = Path(schemagen.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
STATEMENT = re.compile(
    r"\b(?:CREATE|ALTER|DROP|GRANT|REVOKE|INSERT INTO|DELETE FROM|SELECT|UPDATE|COMMENT ON|SET)\s"
    r"(?!A\b|THE\b)[A-Z(*{]"
)


def formatted_texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Give the constant parts of everything that is filled in by other means than `sql()`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(_part(value) for value in node.values)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add):
            for side in (node.left, node.right):
                if isinstance(side, ast.Constant) and isinstance(side.value, str):
                    yield node.lineno, side.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            template = node.func.value
            if node.func.attr in ("format", "format_map") and isinstance(template, ast.Constant):
                yield node.lineno, str(template.value)


def _part(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else "{}"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_statement_is_put_together_by_formatting(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    found = [(line, text) for line, text in formatted_texts(tree) if STATEMENT.search(text)]
    assert found == []


def test_the_rule_sees_what_it_looks_for() -> None:
    tree = ast.parse(
        "a = f'DROP TABLE {name}'\nb = 'SELECT * FROM ' + name\nc = f'drop it {x}'\n"
        "d = 'DROP VIEW {}'.format(name)"
    )
    seen = [line for line, text in formatted_texts(tree) if STATEMENT.search(text)]
    assert seen == [1, 2, 4]
