"""As whom to look: one of the actors of the spec with claims, or whoever connects."""

from __future__ import annotations

from starlette.responses import Response

from schemagen.errors import SchemagenError
from schemagen.studio.guard import cookie_name, set_cookie
from schemagen.studio.persona import Persona, encode, made, needs_settings
from schemagen.studio.samples import Samples, read_samples
from schemagen.studio.typed import Typed, check
from schemagen.studio.visit import Trouble, Visit, gone, trouble


def page(visit: Visit) -> Response:
    """Show who there is, or become one of them."""
    if not visit.form:
        return _shown(visit, visit.persona, visit.query.get("back", "/"))
    name = visit.form_value("actor")
    actors = visit.studio.actors
    claims = {
        claim: visit.form_value(f"claim.{name}.{claim}")
        for claim in (actors[name].settings if name in actors else ())
    }
    settings = _settings(visit.form_value(f"settings.{name}"))
    chosen = made(name, claims, actors, settings)
    try:
        _check(visit, chosen)
    except SchemagenError as error:
        return _shown(visit, chosen, visit.form_value("back"), trouble(error))
    answer = gone(_own(visit.form_value("back")))
    set_cookie(answer, cookie_name("actor", visit.studio.port), encode(chosen))
    return answer


def _shown(visit: Visit, persona: Persona, back: str, problem: Trouble | None = None) -> Response:
    """Show who there is; `persona` is the one whose claims are filled in."""
    return visit.page(
        "actor",
        title="Look as",
        status=422 if problem else 200,
        actors=visit.studio.actors,
        chosen=persona,
        samples=_samples(visit),
        needs_settings=needs_settings,
        back=_own(back),
        trouble=problem,
    )


def _check(visit: Visit, persona: Persona) -> None:
    """Look whether claims are of their types, as rules would fail over them on every page.

    Raises:
        StudioError: one of them is not.
        ConnectError: the server cannot be reached.
    """
    if persona.actor is None or not persona.claims:
        return
    types = persona.actor.claims
    given = [Typed(f'claim "{name}"', types[name], text) for name, text in persona.claims.items()]
    with visit.database.reading(Persona()) as connection:
        check(connection, given)


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
