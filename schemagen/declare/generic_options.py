"""`options:` of foreign data in a spec, `{host: db1, port: 5432}`; a value is text in the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from schemagen.sqltext.generic_options import Options


def _texts(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {key: _text(item) for key, item in value.items()}


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


OptionsSpec = Annotated[
    dict[str, str],
    BeforeValidator(_texts, json_schema_input_type=dict[str, str | int | float | bool]),
    Field(description="What the wrapper reads: `{host: db1, port: 5432}`."),
]
"""The options of a wrapper, server, user mapping, foreign table or column of one."""


def read_options(declared: Mapping[str, str]) -> Options:
    """Return the options as the catalog has them."""
    return tuple(declared.items()) if declared else ()


def write_options(options: Options) -> dict[str, Any]:
    """Return the options as a spec writes them: the inverse of `read_options`."""
    return {key: _short(value) for key, value in options}


def _short(value: str) -> Any:
    """Return a number or truth value where the text is just what it is written as."""
    if value in ("true", "false"):
        return value == "true"
    plain = value.isascii() and value.isdecimal() and str(int(value)) == value
    return int(value) if plain else value
