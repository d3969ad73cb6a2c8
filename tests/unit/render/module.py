"""Generated modules in tests: rendered, written, imported."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from schemagen.render.build import Build
from schemagen.render.models import render_models
from tests.specs import project_of


def models_text(spec: str) -> str:
    """Return the models of a spec given as text."""
    return render_models(Build(project_of(spec)))


def imported(text: str, folder: Path, name: str = "generated_models") -> ModuleType:
    """Import a module given as text."""
    path = folder / f"{name}.py"
    path.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
