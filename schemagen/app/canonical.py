"""The canonical catalog of a spec, which `trial.py` makes and `cache.py` keeps."""

from __future__ import annotations

from collections.abc import Mapping

from schemagen.catalog.catalog import Catalog
from schemagen.declare.facts import Project
from schemagen.frozen import frozen
from schemagen.kinds import BY_NAME


@frozen
class Canonical:
    """All of a spec that a comparison needs.

    Attributes:
        catalog: what PostgreSQL made of it, with former names as the spec declares them.
        schema: the project's own.
        schemas: those that hold what the spec declares.
        external: the relations that belong to somebody else, and whether they may be missing.
    """

    catalog: Catalog
    schema: str
    schemas: frozenset[str]
    external: Mapping[tuple[str, str], bool]


def canonical_from(project: Project, catalog: Catalog) -> Canonical:
    """Return what a comparison needs of a catalog of a project, as it is or as it was.

    What is compared are the schemas of both: that one is not declared any more, or not yet, is a
    difference too.
    """
    external = {
        (key.schema, key.name): relation.optional
        for key, relation in project.facts.external.items()
    }
    listed = [*project.catalog, *catalog]
    theirs = {
        item.id.name
        for item in project.catalog
        if item.external and BY_NAME[item.id.kind].namespace and item.id.name != project.schema
    }
    schemas = {
        item.id.name if BY_NAME[item.id.kind].namespace else item.id.schema
        for item in listed
        if (item.id.schema, item.id.table or item.id.name) not in external
    }
    kept = frozenset({project.schema, *schemas} - theirs - {""})
    return Canonical(catalog, project.schema, kept, external)
