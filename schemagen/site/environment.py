"""The Jinja environment of pages: what is put into them is escaped."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from schemagen.errors import RenderError
from schemagen.render.overrides import packaged_folder


def render_page(name: str, /, **values: object) -> str:
    """Fill a template of the templates folder: `render_page("site/table.html.jinja", …)`.

    Raises:
        RenderError: there is no such template, or it uses a value that it was not given.
    """
    try:
        return html_environment().get_template(name).render(values)
    except TemplateError as error:
        raise RenderError(
            f"the template {name} cannot be filled: {error}",
            hint="this is a fault of schemagen or of its installation, not of the spec",
        ) from error


def template_text(name: str) -> str:
    """Return a file of the templates folder that goes out as it is: `web/base.css`."""
    return (packaged_folder() / name).read_text(encoding="utf-8")


@cache
def html_environment() -> Environment:
    """Return the environment, made on first use."""
    return Environment(
        loader=FileSystemLoader(packaged_folder()),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
