"""Jinja, which fills templates: they arrange finished text and decide nothing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)

from schemagen.errors import RenderError
from schemagen.render.compiled import CompiledTemplates, cache_folder
from schemagen.render.overrides import CORRECT, overridden, packaged_folder, unreadable

_PREFIX: Final = "packaged"
"""What stands before the name of a template that comes along, in one that overrides it."""


def render_template(name: str, **values: object) -> str:
    """Fill a template that comes along, whatever templates a repository has.

    Raises:
        RenderError: there is no such template, or it uses a value that it was not given.
    """
    return fill(None, name, values)


def fill(
    folder: Path | None, name: str, values: Mapping[str, object], *, escapes: bool = False
) -> str:
    """Fill a template, that of a repository's folder if it is there.

    With `escapes`, what is put into it is text, and can be no markup.

    Raises:
        RenderError: there is no such template, or it cannot be filled with these values.
    """
    try:
        return _environment(folder, escapes).get_template(name).render(values)
    except RenderError:
        raise
    except Exception as error:
        place = _place_in(folder, error) if folder is not None else ""
        if not place and not isinstance(error, TemplateError):
            raise
        hint = CORRECT if place else "this is a fault of schemagen or of its installation"
        if not place and folder is not None:
            place = _named_in(folder, error)
            hint = "a template there lacks what this one takes of it: see the one that comes along"
        raise RenderError(
            f"the template {name} cannot be filled: {_told(error)}", where=place, hint=hint
        ) from error


def _told(error: Exception) -> str:
    """Say what is wrong; Jinja has no more than the name of a template that is not there."""
    missing = isinstance(error, TemplateNotFound) and error.message == error.name
    return f'there is no template "{error}"' if missing else str(error)


def _place_in(folder: Path, error: Exception) -> str:
    """Return the place in a template of a folder where an error arose, nothing if elsewhere."""
    places = []
    step = error.__traceback__
    while step is not None:
        places.append((step.tb_frame.f_code.co_filename, step.tb_lineno))
        step = step.tb_next
    if isinstance(error, TemplateSyntaxError) and error.filename:
        places.append((error.filename, error.lineno))
    own = [f"{file}:{line}" for file, line in places if Path(file).is_relative_to(folder)]
    return own[-1] if own else ""


def _named_in(folder: Path, error: Exception) -> str:
    """Return the template of a folder that an error elsewhere names, or else the folder."""
    named = (name for name in overridden(folder) if f"'{name}'" in str(error))
    return str(folder / next(named, ""))


class _Loader(FileSystemLoader):
    """Loads templates of a repository, and says which of them cannot be read."""

    def get_source(self, environment: Environment, template: str) -> Any:
        try:
            return super().get_source(environment, template)
        except (PermissionError, UnicodeDecodeError) as error:
            place = str(Path(self.searchpath[0], template))
            raise unreadable(place, error) from error


@cache
def _environment(folder: Path | None, escapes: bool) -> Environment:
    """Return the environment of a folder, made on first use."""
    packaged = FileSystemLoader(packaged_folder())
    loader: BaseLoader = packaged
    made: type[Environment] = Environment
    # What is kept is not told apart by whether it escapes.
    kept = cache_folder() if folder is None and not escapes else None
    compiled = CompiledTemplates(kept) if kept is not None else None
    if folder is not None:
        # Imported here because most repositories have no templates. A template of a repository
        # arranges text as ours do: a pull request that has one runs nothing else by it.
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        made = ImmutableSandboxedEnvironment
        prefixed = PrefixLoader({_PREFIX: packaged})
        loader = ChoiceLoader([_Loader(folder), packaged, prefixed])
    return made(
        loader=loader,
        bytecode_cache=compiled,
        undefined=StrictUndefined,
        autoescape=escapes,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
