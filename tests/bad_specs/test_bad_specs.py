"""Every mistake that a case makes is shown word for word as the case expects it.

A case is one file: `spec` is the text of `specs/shop.yaml`, `files` are further ones by path, and
`expected` is what a person sees.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from schemagen.cli.problems import render_problems
from schemagen.errors import SpecError
from schemagen.spec.compile import compile_spec

FOLDER = Path(__file__).parent
CASES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def read_case(name: str) -> dict[str, Any]:
    case = yaml.safe_load((FOLDER / f"{name}.yaml").read_text())
    assert isinstance(case, dict)
    assert case.keys() <= {"why", "spec", "files", "expected"}
    return case


def shown(case: dict[str, Any], root: Path) -> str:
    """Return what `schemagen build` prints about the case's spec."""
    for name, text in {"specs/shop.yaml": case["spec"], **case.get("files", {})}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    try:
        compiled = compile_spec(root / "specs" / "shop.yaml", root)
    except SpecError as error:
        return render_problems(error.problems)
    return render_problems(compiled.warnings)


@pytest.mark.parametrize("name", CASES)
def test_a_bad_spec_is_refused_in_these_words(name: str, tmp_path: Path) -> None:
    case = read_case(name)
    assert shown(case, tmp_path) == case["expected"]
