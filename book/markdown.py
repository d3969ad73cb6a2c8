"""Markdown: the one environment of the pages' templates, and what goes into a table's cell."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def render(name: str, **values: object) -> str:
    """Fill a template of `book/templates`: `render("lint.md.jinja", rules=…)`."""
    return _environment().get_template(name).render(values)


def prose(text: str) -> str:
    """Return a text on one line, in which nothing but code is taken for a tag."""
    parts = " ".join(text.split()).split("`")
    return "`".join(part if i % 2 else part.replace("<", "&lt;") for i, part in enumerate(parts))


def cell(text: str) -> str:
    """Return a text as it stands in a table's cell: on one line, with its bars escaped."""
    return prose(text).replace("|", "\\|")


def code(text: str) -> str:
    """Return a text as code in a table's cell."""
    bars = " ".join(text.split()).replace("|", "\\|")
    return f"`{bars}`"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(cell=cell, code=code, prose=prose)
    return made
