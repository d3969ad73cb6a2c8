"""From a spec's file to the content of its outputs, in memory.

Importing this module imports everything that compiles a spec, which takes longer than finding out
that nothing has to be compiled: `outputs` imports it when it is needed.
"""

from __future__ import annotations

from schemagen.app.fingerprint import digest
from schemagen.app.settings import Settings
from schemagen.app.stamp import Rendered, Stamp
from schemagen.app.templates import template_hashes
from schemagen.declare.facts import Project
from schemagen.features.targets import others
from schemagen.render.build import Build
from schemagen.render.snapshot import render_snapshot
from schemagen.render.templates import Templates
from schemagen.spec.compile import compile_spec


class Rendering:
    """A compiled spec, and its outputs as far as somebody asks for them.

    Raises:
        SpecError: the spec has problems.
    """

    def __init__(self, settings: Settings, name: str) -> None:
        self._compiled = compile_spec(settings.spec(name), settings.root)
        self._hashes = template_hashes(settings.templates)
        self._build = Build(self._compiled.project, Templates.of(settings.templates))

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

        made = [item for item in ALL if item.is_of(self.project)]
        outputs = {item.name: item.render(self._build).encode() for item in made}
        targets: dict[str, str | None] = {}
        if names := others(self.project):
            # Imported here because few projects ask for any.
            from schemagen.render.installed import render_installed
            from schemagen.targets.installed import code_of

            # Before any of it is loaded, so that no stamp tells of newer code than what was run.
            targets = {name: code_of(name) for name in names}
            brought = render_installed(self._build, {item.name for item in ALL})
            outputs |= {name: text.encode() for name, text in brought.items()}
        stamp = Stamp(
            inputs={file.name: digest(file.content) for file in self._compiled.files},
            outputs={name: digest(content) for name, content in outputs.items()},
            warnings=self._compiled.warnings,
            templates=self._hashes,
            targets=targets,
        )
        return Rendered(outputs, stamp)
