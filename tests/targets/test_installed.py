"""Targets that installed packages bring along, by the example in `examples/schemagen-graphql`."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from schemagen.app.build import build
from schemagen.cli import app
from schemagen.errors import RenderError, SpecError
from tests.app.repository import edit, write

EXAMPLE = Path(__file__).parents[2] / "examples/schemagen-graphql"
SPEC = """\
schemagen: 1
project: shop
targets: [graphql]
enums: {state: [draft, on sale]}
tables:
  products:
    comment: What is sold.
    columns:
      id: bigint generated always as identity primary key
      name: text not null
      state: state
      tags: text[]
  order_lines:
    columns:
      id: uuid primary key
      product_id: {type: bigint, not_null: true, references: products, comment: What was sold.}
"""
MADE = """\
# Made by schemagen from specs/shop.yaml. Do not edit.

enum State {
  draft
  on_sale
}

type OrderLines {
  id: ID!
  "What was sold."
  product_id: String!
  product: Products
}

"What is sold."
type Products {
  id: String!
  name: String!
  state: State
  tags: [String]
}
"""
BODY = """\
from schemagen.targets import Target
def render(source):
    {body}
TARGET = Target("what", render, protocol={protocol})
"""


def install(site: Path, name: str, value: str, package: str, code: str) -> None:
    """Put a package with a target where Python looks, as an installer would."""
    group = f"[schemagen.targets]\n{name} = {value}\n"
    about = f"Metadata-Version: 2.1\nName: {package}\nVersion: 0.1.0\n"
    files = {"METADATA": about, "entry_points.txt": group}
    write(site, {f"{package.replace('-', '_')}-0.1.0.dist-info/{k}": v for k, v in files.items()})
    write(site, {f"{value.partition(':')[0]}.py": code})


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    return folder


@pytest.fixture
def example(site: Path) -> Path:
    about = tomllib.loads((EXAMPLE / "pyproject.toml").read_text())["project"]
    [(name, value)] = about["entry-points"]["schemagen.targets"].items()
    code = (EXAMPLE / "schemagen_graphql.py").read_text()
    install(site, name, value, about["name"], code)
    return site


def test_the_worked_example_writes_its_file(
    repository: Path, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / "specs/shop.yaml").write_text(SPEC)
    monkeypatch.setenv("PYTHONPATH", str(example))
    command = [sys.executable, "-m", "schemagen", "build", "--root", str(repository)]
    subprocess.run(command, check=True, capture_output=True)
    graphql = repository / "generated/shop/schema.graphql"
    assert graphql.read_text() == MADE
    assert not build(repository, check=True).changes
    edit(example / "schemagen_graphql.py", 'return (f"[{name}]"', 'return (f"[{name}!]"')
    done = subprocess.run([*command, "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, "schema.graphql" in done.stdout) == (3, True)
    edit(repository / "specs/shop.yaml", "targets: [graphql]\n", "")
    build(repository)
    assert not graphql.exists()


def test_a_target_that_nobody_brings_is_told_with_those_that_are_there(
    repository: Path, example: Path
) -> None:
    (repository / "specs/shop.yaml").write_text(SPEC.replace("[graphql]", "[csv]"))
    with pytest.raises(SpecError) as caught:
        build(repository)
    [problem] = caught.value.problems
    assert problem.message == 'there is no target "csv"'
    assert "drizzle: schema.ts" in problem.hint
    assert "graphql, of schemagen-graphql 0.1.0" in problem.hint


@pytest.mark.parametrize(
    ("body", "protocol", "said"),
    [
        ("return 1 / 0", 1, "failed: ZeroDivisionError: division by zero (odd_things.py:3)"),
        ("return 5", 1, "gives int, not texts by the names of files"),
        ("return {'a.txt': 'Hello'}", 1, "gives a.txt without its mark in the first line"),
        ("return {'../a.txt': source.mark}", 1, "gives '../a.txt', which is no text"),
        ("return {'models.py': source.mark}", 1, "gives models.py, which is another output's"),
        ("return {}", 2, "was written for protocol 2, and this schemagen has 1"),
        ("return {}; x = (", 1, "cannot be imported: SyntaxError: '(' was never closed"),
    ],
)
def test_a_target_that_does_not_work_is_named_and_nothing_is_written(
    repository: Path,
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
    body: str,
    protocol: int,
    said: str,
) -> None:
    monkeypatch.delitem(sys.modules, "odd_things", raising=False)
    code = BODY.format(body=body, protocol=protocol)
    install(site, "odd", "odd_things:TARGET", "odd-things", code)
    (repository / "specs/shop.yaml").write_text(SPEC.replace("graphql", "odd"))
    with pytest.raises(RenderError) as caught:
        build(repository)
    assert 'the target "odd" of odd-things 0.1.0 ' in caught.value.message
    assert said in caught.value.message
    assert not (repository / "generated").exists()


def test_doctor_lists_targets(repository: Path, example: Path) -> None:
    install(example, "drizzle", "mine:TARGET", "my-drizzle", "")
    said = CliRunner().invoke(app(), ["doctor", "--root", str(repository)]).stdout
    assert "✓ target graphql of schemagen-graphql 0.1.0: schema.graphql, the tables" in said
    assert "· my-drizzle 0.1.0 brings a target drizzle, which there is" in said
