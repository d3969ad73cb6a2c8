"""What pydantic's errors are called in a spec: code, message, hint and place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from schemagen.declare.problems import Path
from schemagen.declare.suggest import did_you_mean
from schemagen.frozen import frozen
from schemagen.spec.fields import known_keys, takes_text
from schemagen.spec.nodes import Node, Scalar, describe

_MANY = 8
"""More choices than this are not listed in a hint."""

_WANTED = {
    "string": "text",
    "list": "a list",
    "tuple": "a list",
    "set": "a list",
    "dict": "a mapping",
    "mapping": "a mapping",
    "model": "a mapping",
    "model_attributes": "a mapping",
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
}
_FORM_ERROR = re.compile(r"(\w+?)_(?:type|parsing|from_float|parsing_size)\Z")
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|(\S+)")


@frozen
class Failure:
    """An error of pydantic, the node that it is about, and the path to that node.

    `field` is the last part of pydantic's location; `key` tells that a mapping's key was refused.
    `wants` replaces what the error's own type asks for.
    """

    error: ErrorDetails
    path: Path
    node: Node
    field: str
    key: bool = False
    wants: tuple[str, ...] = ()

    @property
    def type(self) -> str:
        """Pydantic's name of the error, or our own code."""
        return self.error["type"]

    @property
    def context(self) -> dict[str, Any]:
        """What the error carries along."""
        return self.error.get("ctx", {})


@frozen
class Said:
    """A problem whose place is still a path."""

    code: str
    message: str
    path: Path
    hint: str = ""
    offset: int = 0
    key: bool = False


def wanted(failure: Failure) -> list[str]:
    """Return which forms an error asks for, none if it is about something else."""
    if failure.wants:
        return list(failure.wants)
    match = _FORM_ERROR.match(failure.type)
    if match and match[1] in _WANTED:
        return [_WANTED[match[1]]]
    return _choices(failure) if failure.type in ("literal_error", "enum") else []


def mismatch(failure: Failure, wants: Iterable[str]) -> Failure:
    """Return a failure that asks for several forms at once."""
    return replace(failure, wants=tuple(dict.fromkeys(wants)))


def say(failure: Failure, model: type[BaseModel]) -> Said:
    """Say a failure in our own words. `model` is that of the whole spec."""
    if "message" in failure.context:
        return _own(failure)
    if failure.wants:
        return _wrong_form(failure, list(failure.wants))
    speak = _SPEAKERS.get(failure.type)
    if speak:
        return speak(failure, model)
    wants = wanted(failure)
    if wants:
        if wants == ["a mapping"] and takes_text(model, failure.path):
            wants = ["text", "a mapping"]
        return _wrong_form(failure, wants)
    message = failure.error["msg"]
    return Said("invalid", f"{_subject(failure)}: {message[:1].lower()}{message[1:]}", failure.path)


def _own(failure: Failure) -> Said:
    context = failure.context
    path = (*failure.path, *context.get("at", ()))
    return Said(
        failure.type,
        str(context["message"]),
        path,
        context.get("hint") or "",
        context.get("offset") or 0,
        failure.key,
    )


def _subject(failure: Failure) -> str:
    """Name the value: by its key, or as an entry of the list that it stands in."""
    names = [part for part in failure.path if isinstance(part, str)]
    if not names:
        return "the spec"
    in_list = isinstance(failure.path[-1], int)
    return f'an entry of "{names[-1]}"' if in_list else f'"{names[-1]}"'


def _wrong_form(failure: Failure, wants: list[str]) -> Said:
    forms = _either(wants)
    subject, found = _subject(failure), describe(failure.node)
    if found == "nothing":
        # `numeric(10,2)` inside braces is a text that ends at the comma, and the key `2)`.
        cut = ")" in subject.partition("(")[0]
        hint = "a comma ended the text before it: put the whole text in quotes" if cut else ""
        message = f"{subject} is empty; it takes {forms}"
        return Said("wrong-type", message, failure.path, hint, key=True)
    hint = ""
    if "text" in wants and type(failure.node) is Scalar:
        hint = f'write "{failure.node.text}" to make it text'
    if "true or false" in wants and type(failure.node) is Scalar:
        truth = {"yes": "true", "on": "true", "no": "false", "off": "false"}
        meant = truth.get(failure.node.text.lower())
        hint = f"write {meant}" if meant else hint
    return Said("wrong-type", f"{subject} takes {forms}, not {found}", failure.path, hint)


def _either(words: list[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _unknown_key(failure: Failure, model: type[BaseModel]) -> Said:
    known = sorted(known_keys(model, failure.path[:-1]))
    hint = did_you_mean(failure.field, known)
    if failure.field.count(")") > failure.field.count("("):
        hint = "inside {…} a comma ends a text: put the text that this belongs to in quotes"
    if not hint and 0 < len(known) <= _MANY:
        hint = f"known here: {', '.join(known)}"
    return Said("unknown-key", f'unknown key "{failure.field}"', failure.path, hint, key=True)


def _missing(failure: Failure, _: type[BaseModel]) -> Said:
    return Said("missing-key", f'the key "{failure.field}" is missing', failure.path, key=True)


def _choices(failure: Failure) -> list[str]:
    expected = str(failure.context.get("expected", "")).replace(" or ", ", ")
    return [
        match[1] or match[2].rstrip(",") for match in _QUOTED.finditer(expected) if match[0] != ","
    ]


def _bad_choice(failure: Failure, _: type[BaseModel]) -> Said:
    choices = _choices(failure)
    node = failure.node
    if type(node) is not Scalar or node.value is None:
        return _wrong_form(failure, choices)
    shown = f'"{node.text}"' if isinstance(node.value, str) else node.text
    message = f"{_subject(failure)} must be {_either(choices)}, not {shown}"
    return Said("unknown-choice", message, failure.path, did_you_mean(node.text, choices))


def _bound(words: str, name: str) -> Callable[[Failure, type[BaseModel]], Said]:
    def speak(failure: Failure, _: type[BaseModel]) -> Said:
        limit = failure.context[name]
        message = f"{_subject(failure)} must be {words} {limit}"
        return Said("out-of-range", message, failure.path)

    return speak


def _size(words: str, name: str, unit: str) -> Callable[[Failure, type[BaseModel]], Said]:
    def speak(failure: Failure, _: type[BaseModel]) -> Said:
        limit = failure.context[name]
        noun = unit if limit == 1 else _plural(unit)
        message = f"{_subject(failure)} must have {words} {limit} {noun}"
        return Said("wrong-size", message, failure.path)

    return speak


def _plural(unit: str) -> str:
    return f"{unit[:-1]}ies" if unit.endswith("y") else f"{unit}s"


def _pattern(failure: Failure, _: type[BaseModel]) -> Said:
    text = failure.node.text if type(failure.node) is Scalar else ""
    message = f'"{text}" does not match the pattern {failure.context["pattern"]}'
    return Said("pattern", message, failure.path, key=failure.key)


def _raised(failure: Failure, _: type[BaseModel]) -> Said:
    error = failure.context["error"]
    offset = getattr(error, "offset", 0)
    return Said("invalid", str(error), failure.path, offset=offset, key=failure.key)


_SPEAKERS: dict[str, Callable[[Failure, type[BaseModel]], Said]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    "literal_error": _bad_choice,
    "enum": _bad_choice,
    "greater_than": _bound("more than", "gt"),
    "greater_than_equal": _bound("at least", "ge"),
    "less_than": _bound("less than", "lt"),
    "less_than_equal": _bound("at most", "le"),
    "too_short": _size("at least", "min_length", "entry"),
    "too_long": _size("at most", "max_length", "entry"),
    "string_too_short": _size("at least", "min_length", "character"),
    "string_too_long": _size("at most", "max_length", "character"),
    "string_pattern_mismatch": _pattern,
    "value_error": _raised,
    "assertion_error": _raised,
}
