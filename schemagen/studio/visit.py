"""A visit to a page: what is asked, as whom, and what is needed to answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path

from starlette.datastructures import QueryParams
from starlette.responses import HTMLResponse, RedirectResponse, Response

from schemagen.declare.facts import Actor, Project
from schemagen.errors import SchemagenError, SpecError
from schemagen.frozen import frozen
from schemagen.studio.database import Database, StudioError
from schemagen.studio.guard import Secrets
from schemagen.studio.persona import Persona
from schemagen.studio.views import view


@frozen(slots=False)
class Studio:
    """What a studio is of.

    Attributes:
        root: the folder of the repository.
        project: the spec, as it was when the studio was started.
        url: the database, as it was given; None where the environment says.
        database: the same, found.
        secrets: what this run knows alone.
        port: where it listens.
    """

    root: Path
    project: Project
    url: str | None = field(repr=False)
    database: Database
    secrets: Secrets
    port: int

    @property
    def actors(self) -> Mapping[str, Actor]:
        """Those of the spec, by name."""
        return self.project.facts.actors


@frozen(slots=False)
class Visit:
    """One request.

    Attributes:
        studio: of which studio.
        path: the page that is visited.
        query: what the address asks.
        form: what a form said; empty for a visit without one.
        persona: as whom the database is looked at.
    """

    studio: Studio
    path: str
    query: QueryParams
    form: Mapping[str, str]
    persona: Persona

    @property
    def address(self) -> str:
        """The address of the page, to come back to it."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def database(self) -> Database:
        """The database that is looked at."""
        return self.studio.database

    def page(self, name: str, *, title: str, status: int = 200, **values: object) -> HTMLResponse:
        """Answer with a page of the studio."""
        text = view(
            name,
            title=title,
            studio=self.studio,
            where=self.studio.database.target.where,
            user=self.studio.database.target.user,
            persona=self.persona,
            path=self.path,
            address_now=self.address,
            csrf=self.studio.secrets.form,
            **values,
        )
        return HTMLResponse(text, status)

    def failure(self, error: SchemagenError) -> HTMLResponse:
        """Answer with what went wrong, and what to do about it."""
        named = {key: self.query[key] for key in ("schema", "name") if self.query.get(key)}
        return self.page(
            "problem",
            title="That did not work",
            status=_status(error),
            trouble=trouble(error),
            table=named if len(named) == 2 and self.path != "/rows" else {},
        )

    def form_value(self, name: str) -> str:
        """Return what a form said under a name; line breaks are what the server has, too."""
        return str(self.form.get(name, "")).replace("\r\n", "\n")


@frozen
class Trouble:
    """What went wrong, for a page."""

    message: str
    where: str
    hint: str
    lines: Sequence[str] = ()


def trouble(error: SchemagenError) -> Trouble:
    """Return what an error says, all problems of a spec with it."""
    problems = error.problems if isinstance(error, SpecError) else ()
    lines = [f"{item.place}: {item.message}" for item in problems]
    return Trouble(error.message, error.where, error.hint, lines)


def _status(error: SchemagenError) -> int:
    return 422 if isinstance(error, StudioError) else 502


def gone(path: str) -> Response:
    """Send a browser to another page, as after a form."""
    return RedirectResponse(path, 303)
