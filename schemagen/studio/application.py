"""The web application: the guard, the routes, the style, and errors as pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from schemagen.errors import SchemagenError
from schemagen.render.overrides import packaged_folder
from schemagen.studio.guard import Guard, cookie_name
from schemagen.studio.persona import decode
from schemagen.studio.routes import ROUTES
from schemagen.studio.visit import Studio, Visit

Page: TypeAlias = Callable[[Visit], Response]
Endpoint: TypeAlias = Callable[[Request], object]

_FILES: Final = {
    "base.css": "web/base.css",
    "theme.js": "web/theme.js",
    "studio.css": "studio/studio.css",
    "studio.js": "studio/studio.js",
}
"""What pages load, and where it is among the templates."""
_LONGEST: Final = 16 * 1024 * 1024
"""Bytes that a form may have."""


def application(studio: Studio) -> ASGIApp:
    """Return the application that answers for a studio (ASGI)."""
    routes = [Route(f"/static/{name}", _file(path)) for name, path in _FILES.items()]
    for path, page in ROUTES.items():
        routes.append(Route(path, _endpoint(studio, page), methods=["GET", "POST"]))
    app = Starlette(routes=routes, exception_handlers={HTTPException: _said})
    return Guard(app, studio.secrets, studio.port)


def _file(path: str) -> Callable[[Request], Response]:
    def answer(_: Request) -> Response:
        return FileResponse(packaged_folder() / path)

    return answer


def _said(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return PlainTextResponse(f"{error.detail}\n", error.status_code)


def _endpoint(studio: Studio, page: Page) -> Endpoint:
    async def answer(request: Request) -> Response:
        visit = await _visit(studio, request)
        if request.method == "POST" and not studio.secrets.is_form(visit.form.get("csrf", "")):
            raise HTTPException(403, "This form is not of a page of this studio: load it again.")
        return await run_in_threadpool(_answered, page, visit)

    return answer


def _answered(page: Page, visit: Visit) -> Response:
    try:
        return page(visit)
    except SchemagenError as error:
        return visit.failure(error)


async def _visit(studio: Studio, request: Request) -> Visit:
    form: dict[str, str] = {}
    if request.method == "POST":
        form = dict(parse_qsl(await _body(request), keep_blank_values=True))
    said = request.cookies.get(cookie_name("actor", studio.port), "")
    persona = decode(said, studio.actors)
    return Visit(studio, request.url.path, request.query_params, form, persona)


async def _body(request: Request) -> str:
    read = bytearray()
    async for part in request.stream():
        read += part
        if len(read) > _LONGEST:
            raise HTTPException(413, "This form is too long.")
    try:
        return read.decode()
    except UnicodeDecodeError:
        raise HTTPException(400, "This form is no text.") from None
