"""Every code of a problem is documented in SPEC.md, and nothing else is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import schemagen
from schemagen.lint import change_rules, rules

PACKAGE = Path(schemagen.__file__).parent
SPEC = (PACKAGE.parent / "SPEC.md").read_text(encoding="utf-8")
LAYERS = ("shapes", "declare", "kinds", "features", "spec", "app")
MAKERS = {"Problem", "Said", "ShapeProblem", "_problem", "_record", "problem", "spec_error"}
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


def makes_a_problem(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(value=receiver, attr="add"):
            return ast.unparse(receiver).endswith("problems")
        case ast.Name(name) | ast.Attribute(attr=name):
            return name in MAKERS
    return False


def values(node: ast.AST) -> Iterator[ast.expr | None]:
    """Yield what stands for a code: first arguments, `code=`, defaults of `code`, `CODE`."""
    match node:
        case ast.Call(args=given, keywords=named):
            yield from given[:1] if makes_a_problem(node) else ()
            yield from (each.value for each in named if each.arg == "code")
        case ast.arguments(kwonlyargs=names, kw_defaults=defaults, args=plain, defaults=last):
            yield from (
                value for name, value in zip(names, defaults, strict=True) if name.arg == "code"
            )
            ending = plain[len(plain) - len(last) :]
            yield from (
                value for name, value in zip(ending, last, strict=True) if name.arg == "code"
            )
        case ast.Assign(targets=[ast.Name("CODE")], value=value):
            yield value


def codes() -> set[str]:
    found: set[str] = set()
    for layer in LAYERS:
        for path in (PACKAGE / layer).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                for value in values(node):
                    if isinstance(value, ast.Constant) and isinstance(value.value, str):
                        found.add(value.value)
    return {code for code in found if CODE.match(code)}


def documented(heads: str) -> list[tuple[str, ...]]:
    """Return the rows of the table in SPEC.md that has these heads."""
    [table] = re.findall(rf"^{re.escape(heads)}\n\|[-|]+\n((?:\|.*\n)+)", SPEC, re.MULTILINE)
    return [tuple(cell.strip() for cell in row[1:-1].split("|")) for row in table.splitlines()]


def test_every_problem_of_a_spec_is_documented() -> None:
    assert [code for code, _ in documented("| code | what is wrong |")] == [
        f"`{code}`" for code in sorted(codes())
    ]


def test_every_rule_of_lint_is_documented() -> None:
    assert documented("| code | level | what it finds |") == [
        (f"`{rule.code}`", rule.level.value, rule.title) for rule in (*rules.ALL, *change_rules.ALL)
    ]
