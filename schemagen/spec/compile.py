"""The whole way from a spec's file to its project, for whoever has one."""

from __future__ import annotations

from pathlib import Path

from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import Project
from schemagen.declare.problems import Path as Location
from schemagen.declare.problems import Problems
from schemagen.errors import Place, Problem, SpecError
from schemagen.frozen import frozen
from schemagen.kinds import BY_NAME
from schemagen.spec.load import SpecFile, SpecSource, read_spec
from schemagen.spec.lower import lower
from schemagen.spec.nodes import Mapping
from schemagen.spec.object_names import check_names, check_project_name
from schemagen.spec.parse import paused_collector
from schemagen.spec.project import Keys, project_model
from schemagen.spec.validate import validate


@frozen(slots=False)
class Places:
    """Where things stand in the files of a spec; `taken` are those that an overlay takes away."""

    problems: Problems
    taken: dict[Location, Place]

    def of(self, key: ObjectId) -> Place:
        """Return the place of what declared an object or takes it away, or at least of its table.

        What nobody wrote is at the top.
        """
        declared = self.problems.declared
        if key in declared:
            return self.problems.place(declared[key], key=True)
        # It is there no more, but what it belonged to may be.
        home = next((declared[each] for each in declared if _is_home(each, key)), ())
        names = key.name, f"{key.schema}.{key.name}"
        # Tables are no section's.
        sections = [section.key for section in BY_NAME[key.kind].sections] or ["tables"]
        paths = ((*home, section, name) for section in sections for name in names)
        taken = next((self.taken[path] for path in paths if path in self.taken), None)
        return taken or self.problems.place(home, key=True)

    def at(self, path: Location) -> Place:
        """Return the place of a path in the spec."""
        return self.problems.place(path, key=True)


def _is_home(home: ObjectId, member: ObjectId) -> bool:
    return (home.schema, home.name, home.table) == (member.schema, member.table, "")


@frozen(slots=False)
class Compiled:
    """A project, the files that it was made from, and what is to be told about it.

    `places` leads from its objects to where a person asked for them.
    """

    project: Project
    files: tuple[SpecFile, ...]
    warnings: tuple[Problem, ...]
    places: Places


def compile_spec(path: Path, root: Path, over: Mapping | None = None) -> Compiled:
    """Read, validate and lower a spec; `root` is the folder that file names are relative to.

    `over` is laid over it: what a spec would be that said this as well.

    Raises:
        SpecError: the spec has problems; all that were found, in file order.
    """
    with paused_collector():
        source = read_spec(path, root, over)
        problems = Problems(source.locate, list(source.problems))
        project = _project(source, problems)
    if project is None or problems.errors:
        raise SpecError(problems.errors)
    return Compiled(project, source.files, problems.warnings, Places(problems, source.taken))


def _project(source: SpecSource, problems: Problems) -> Project | None:
    if source.problems and not source.data:
        return None
    model = project_model(Keys.of(source.data))
    spec = validate(model, source.data, source.root, problems, known=project_model)
    said = (source.pointless.get(each.place, each) for each in problems.found)
    problems.found = list(dict.fromkeys(said))
    check_project_name(source.data, source.name, problems)
    if spec is not None:
        check_names(source.data, problems)
    if spec is None or problems.errors:
        return None
    return lower(spec, source.name, problems)
