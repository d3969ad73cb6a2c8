"""Who may speak to the studio: the browser that came with the token, and no page but its own.

A request has to name this machine as its host (no name that somebody else's DNS leads here), to
come from a page of the studio where it comes from a page at all, and to bring the cookie that the
token was exchanged for. Every answer tells the browser to load and to run nothing from elsewhere.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import field
from http.cookies import CookieError, SimpleCookie
from typing import Final

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from schemagen.frozen import frozen

TOKEN: Final = "token"
_METHODS: Final = ("GET", "HEAD", "POST")
_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self';"
    " img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # With no-referrer, browsers would not tell the origin of a form either.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def _secret() -> str:
    return secrets.token_urlsafe(32)


@frozen(slots=False)
class Secrets:
    """What a run of the studio knows alone.

    Attributes:
        token: stands in the URL that is printed.
        session: what the cookie says of a browser that brought the token.
        form: what forms of the studio's own pages say.
    """

    token: str = field(default_factory=_secret, repr=False)
    session: str = field(default_factory=_secret, repr=False)
    form: str = field(default_factory=_secret, repr=False)

    def is_form(self, said: str) -> bool:
        """Tell whether a form is one of ours."""
        return secrets.compare_digest(said.encode(), self.form.encode())


def cookie_name(what: str, port: int) -> str:
    """Return the name of a cookie: browsers keep those of all ports together."""
    return f"schemagen_studio_{what}_{port}"


def set_cookie(response: Response, name: str, value: str) -> None:
    """Have a browser keep a value until it is closed, and tell it to nobody else."""
    response.set_cookie(name, value, path="/", httponly=True, samesite="strict")


@frozen(slots=False)
class Guard:
    """Lets requests through to an application, or answers them itself.

    Attributes:
        app: the application.
        secrets: what a browser has to bring.
        port: where the studio listens.
    """

    app: ASGIApp
    secrets: Secrets
    port: int

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        answer = self._refusal(scope) or self._entrance(scope)
        await (answer or self.app)(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        """Refuse what no page of the studio would ask."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if host not in (f"127.0.0.1:{self.port}", f"localhost:{self.port}"):
            return _no(421, "This is not the host that the studio answers for.")
        if scope["method"] not in _METHODS:
            return _no(405, "The studio knows no such method.")
        origin = headers.get("origin")
        is_own = origin == f"http://{host}"
        if (origin is not None or scope["method"] == "POST") and not is_own:
            return _no(403, "This did not come from a page of the studio.")
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return _no(403, "This did not come from a page of the studio.")
        return None

    def _entrance(self, scope: Scope) -> Response | None:
        """Exchange the token for a cookie, and ask for one of the two."""
        name = cookie_name("session", self.port)
        said = QueryParams(scope["query_string"]).get(TOKEN)
        if said is not None and _same(said, self.secrets.token):
            answer = RedirectResponse("/", 303)
            set_cookie(answer, name, self.secrets.session)
            return answer
        if _same(_cookie(Headers(scope=scope), name), self.secrets.session):
            return None
        return _no(403, "Open the address that schemagen studio printed: it has the token in it.")


def _same(said: str, known: str) -> bool:
    return secrets.compare_digest(said.encode(), known.encode())


def _cookie(headers: Headers, name: str) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _no(status: int, text: str) -> Response:
    return PlainTextResponse(f"{text}\n", status)
