"""From a spec's file to the content of its outputs, in memory.

Importing this module imports everything that compiles a spec, which takes longer than finding out
that nothing has to be compiled: `outputs` imports it when it is needed.
"""

from __future__ import annotations

from pathlib import Path

from schemagen.app.fingerprint import digest
from schemagen.app.stamp import Rendered, Stamp
from schemagen.declare.facts import Project
from schemagen.render.build import Build
from schemagen.render.snapshot import render_snapshot
from schemagen.spec.compile import compile_spec


class Rendering:
    """A compiled spec, and its outputs as far as somebody asks for them.

    Raises:
        SpecError: the spec has problems.
    """

    def __init__(self, path: Path, root: Path) -> None:
        self._compiled = compile_spec(path, root)
        self._build = Build(self._compiled.project)

    @property
    def project(self) -> Project:
        """The project that the spec declares."""
        return self._compiled.project

    def snapshot(self) -> bytes:
        """Return the snapshot alone."""
        return render_snapshot(self._build).encode()

    def all(self) -> Rendered:
        """Return all outputs.

        Raises:
            RenderError: an output cannot be rendered.
        """
        # Imported here because templates take a while, and a difference does not need them.
        from schemagen.render.outputs import ALL

        wanted = [item for item in ALL if item.is_of(self.project)]
        outputs = {item.name: item.render(self._build).encode() for item in wanted}
        stamp = Stamp(
            inputs={file.name: digest(file.content) for file in self._compiled.files},
            outputs={name: digest(content) for name, content in outputs.items()},
            warnings=self._compiled.warnings,
        )
        return Rendered(outputs, stamp)
