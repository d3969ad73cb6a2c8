"""As whom to look: one of the actors of the spec with claims, or whoever connects."""

from __future__ import annotations

from starlette.responses import Response

from schemagen.studio.guard import cookie_name, set_cookie
from schemagen.studio.persona import encode, made, needs_settings
from schemagen.studio.samples import Samples, read_samples
from schemagen.studio.visit import Visit, gone


def page(visit: Visit) -> Response:
    """Show who there is, or become one of them."""
    if not visit.form:
        return visit.page(
            "actor",
            title="Look as",
            actors=visit.studio.actors,
            samples=_samples(visit),
            needs_settings=needs_settings,
            back=_own(visit.query.get("back", "/")),
        )
    name = visit.form_value("actor")
    actors = visit.studio.actors
    claims = {
        claim: visit.form_value(f"claim.{name}.{claim}")
        for claim in (actors[name].settings if name in actors else ())
    }
    answer = gone(_own(visit.form_value("back")))
    settings = _settings(visit.form_value(f"settings.{name}"))
    chosen = encode(made(name, claims, actors, settings))
    set_cookie(answer, cookie_name("actor", visit.studio.port), chosen)
    return answer


def _samples(visit: Visit) -> Samples:
    return read_samples(visit.database, visit.studio.project)


def _settings(text: str) -> dict[str, str]:
    """Read settings, one on each line: `request.jwt.claims = {"sub": "…"}`."""
    lines = (line.partition("=") for line in text.splitlines())
    return {name.strip(): value.strip() for name, equal, value in lines if equal}


def _own(path: str) -> str:
    """Return a path of the studio itself, and nobody else's address."""
    is_own = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if is_own else "/"
