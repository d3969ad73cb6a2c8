"""Pages from templates: what is put into them is text, and can be no markup."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from schemagen.render.overrides import packaged_folder


def view(name: str, **values: object) -> str:
    """Fill the template of a page: `view("rows", …)`."""
    return _environment().get_template(f"studio/{name}.html.jinja").render(values)


def link(path: str, **values: str | tuple[str, ...]) -> str:
    """Return the address of a page; a tuple is a parameter that is repeated."""
    return f"{path}?{urlencode(values, doseq=True)}" if values else path


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun: `1 row`, `1,200 rows`."""
    return f"{number:,} {one if number == 1 else many}"


def rows_estimated(number: int) -> str:
    """Return how many rows statistics say there are: `about 1,000,000`."""
    return "not counted yet" if number < 0 else f"about {number:,}"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(packaged_folder()),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    functions: Mapping[str, object] = {
        "link": link,
        "counted": counted,
        "estimated": rows_estimated,
    }
    made.globals.update(functions)
    return made
