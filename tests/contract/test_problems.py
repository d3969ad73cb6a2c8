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
TREES = [
    ast.parse(path.read_text(encoding="utf-8"))
    for layer in LAYERS
    for path in sorted((PACKAGE / layer).rglob("*.py"))
]
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


def makers() -> set[str]:
    """Return the names of the functions and classes whose first argument is a code."""
    found = {"Problem"}
    for node in (node for tree in TREES for node in ast.walk(tree)):
        if isinstance(node, ast.FunctionDef):
            named = [each.arg for each in node.args.args if each.arg != "self"]
            found |= {node.name} if named[:1] == ["code"] else set()
        elif isinstance(node, ast.ClassDef):
            fields = [each for each in node.body if isinstance(each, ast.AnnAssign)]
            first = ast.unparse(fields[0].target) if fields else ""
            found |= {node.name} if first == "code" else set()
    return found


def values(node: ast.AST, known: set[str]) -> Iterator[ast.expr | None]:
    """Yield what stands for a code: first arguments, `code=`, and what `code` is or defaults to."""
    match node:
        case ast.Call(func=ast.Name(name) | ast.Attribute(attr=name)):
            is_problem = name != "add" or ast.unparse(node.func).endswith("problems.add")
            yield from node.args[:1] if name in known and is_problem else ()
            yield from (each.value for each in node.keywords if each.arg == "code")
        case ast.arguments(args=plain, defaults=last):
            optional = [*plain[len(plain) - len(last) :], *node.kwonlyargs]
            given = [*last, *node.kw_defaults]
            pairs = zip(optional, given, strict=True)
            yield from (value for name, value in pairs if name.arg == "code")
        case ast.Assign(targets=[ast.Name("CODE" | "code")], value=value):
            yield value


def codes() -> set[str]:
    known = makers()
    found: set[str] = set()
    for node in (node for tree in TREES for node in ast.walk(tree)):
        for value in values(node, known):
            match value:
                case ast.Constant(str(text)):
                    found.add(text)
                case ast.IfExp(body=ast.Constant(str(one)), orelse=ast.Constant(str(other))):
                    found |= {one, other}
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
