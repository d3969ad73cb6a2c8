"""`schema.ts`: the tables of a project for Drizzle ORM, where the project asks for it."""

from __future__ import annotations

from schemagen.render.build import Build


def render_drizzle(build: Build) -> str:
    """Render a module of TypeScript that needs drizzle-orm."""
    # Imported here because few projects ask for it.
    from schemagen.render.viewmodels.drizzle.module import drizzle_module

    module = drizzle_module(build.project, build.models.names)
    return build.templates.fill("drizzle/schema.ts.jinja", module=module)
