"""From a spec's file to the content of its outputs, in memory.

Importing this module imports everything that compiles a spec, which takes longer than finding out
that nothing has to be compiled: `outputs` imports it when it is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from schemagen.app.fingerprint import digest
from schemagen.app.stamp import Stamp
from schemagen.render.build import Build
from schemagen.render.outputs import ALL
from schemagen.spec.compile import compile_spec


@dataclass(frozen=True, slots=True)
class Rendered:
    """The outputs of a project by name, and a stamp that remembers them."""

    outputs: dict[str, bytes]
    stamp: Stamp


def render_project(path: Path, root: Path) -> Rendered:
    """Compile a spec and render all its outputs.

    Raises:
        SpecError: the spec has problems.
        RenderError: an output cannot be rendered.
    """
    compiled = compile_spec(path, root)
    build = Build(compiled.project)
    outputs = {item.name: item.render(build).encode() for item in ALL}
    stamp = Stamp(
        inputs={file.name: digest(file.content) for file in compiled.files},
        outputs={name: digest(content) for name, content in outputs.items()},
        warnings=compiled.warnings,
    )
    return Rendered(outputs, stamp)
