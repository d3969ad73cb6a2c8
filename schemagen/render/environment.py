"""The one Jinja environment: templates arrange finished text and decide nothing.

Templates are `schemagen/templates` in an installed package and `templates` in the repository.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from schemagen.errors import RenderError

_PACKAGE = Path(__file__).resolve().parents[1]


def render_template(name: str, **values: object) -> str:
    """Fill a template of the templates folder: `render_template("sql/script.sql.jinja", …)`.

    Raises:
        RenderError: there is no such template, or it uses a value that it was not given.
    """
    try:
        return environment().get_template(name).render(values)
    except TemplateError as error:
        raise RenderError(
            f"the template {name} cannot be filled: {error}",
            hint="this is a fault of schemagen or of its installation, not of the spec",
        ) from error


@cache
def environment() -> Environment:
    """Return the environment, made on first use. Nothing is escaped: the outputs are no HTML."""
    return Environment(
        loader=FileSystemLoader(templates_folder()),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def templates_folder() -> Path:
    """Return the folder that holds the templates."""
    installed = _PACKAGE / "templates"
    return installed if installed.is_dir() else _PACKAGE.parent / "templates"
