"""Who judges documents: the validator in PostgreSQL, the pydantic model, and a reference library.

A judge gives a verdict for each document of a group: it accepts it, it does not, or it refuses to
say, with the reason.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from psycopg import errors
from pydantic import TypeAdapter, ValidationError
from referencing.exceptions import Unresolvable

from schemagen.shapes.keywords import BY_NAME
from schemagen.shapes.library import ShapeLibrary
from schemagen.shapes.model import Shape
from schemagen.shapes.parse import read_schema
from schemagen.shapes.problem import ShapeError, ShapeProblem
from tests.json_schema.suite import Example, Group
from tests.shapes import Checker, Database, import_models

REFERENCE = "jsonschema"
"""The judge that is not ours."""

_NAME = "Example"
_CANNOT_HOLD = "U+0000 in a document, which jsonb cannot hold"


class RefusedError(Exception):
    """A judge says nothing about a schema; the message names the keyword."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two parts of a judge disagree on a document, or it failed."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotSaid:
    """A judge says nothing, for a reason."""

    reason: str


Verdict = bool | Contradiction | NotSaid
Judge = Callable[[Group], Sequence[Verdict]]


def judges(connection: Database) -> Mapping[str, Judge]:
    """Return the judges by their names."""
    return {
        "sql": lambda group: _by_database(connection, group),
        "pydantic": _by_model,
        REFERENCE: _by_reference,
    }


def verdicts(judge: Judge, group: Group) -> Sequence[Verdict]:
    """Return the verdicts of a judge, who may refuse all documents of a group or fail with them."""
    count = len(group.examples)
    try:
        return judge(group)
    except RefusedError as refused:
        return [NotSaid(str(refused))] * count
    except Exception as error:
        return [Contradiction(f"{type(error).__name__}: {error}")] * count


def _read(group: Group) -> dict[str, Shape]:
    try:
        shapes = {_NAME: read_schema(_NAME, group.schema)}
    except ShapeError as error:
        raise RefusedError(_culprits(error)) from error
    if ShapeLibrary(shapes).endless():
        raise RefusedError("a $ref to itself for the same value")
    return shapes


def _culprits(error: ShapeError) -> str:
    """Return the keywords that are to blame: those out of the subset, or else all with reasons."""
    unknown = [str(item.path[-1]) for item in error.problems if item.code == "unknown-keyword"]
    return ", ".join(dict.fromkeys(unknown or map(_culprit, error.problems)))


def _culprit(problem: ShapeProblem) -> str:
    keyword = next((str(step) for step in reversed(problem.path) if step in BY_NAME), "$")
    return f"{keyword}: {problem.message}"


def _by_database(connection: Database, group: Group) -> Sequence[Verdict]:
    checker = Checker(connection, _read(group), _NAME)
    try:
        return [_stored(checker, example) for example in group.examples]
    finally:
        checker.drop()


def _stored(checker: Checker, example: Example) -> Verdict:
    try:
        [(good, why)] = checker.check(example.document)
    except errors.UntranslatableCharacter:
        return NotSaid(_CANNOT_HOLD) if example.valid else False
    if good is not (why is None):
        return Contradiction(f"it says {good}, and gives as reasons {why!r}")
    return good


def _by_model(group: Group) -> Sequence[Verdict]:
    adapter = TypeAdapter(getattr(import_models(_read(group)), _NAME))
    return [_modelled(adapter, example) for example in group.examples]


def _modelled(adapter: TypeAdapter[Any], example: Example) -> Verdict:
    text = json.dumps(example.document)
    plain = _accepts(adapter.validate_python, example.document)
    read = _accepts(adapter.validate_json, text)
    if plain is not read:
        return Contradiction(f"it says {plain} to the value, and {read} to its text")
    if example.valid and not plain and "\\u0000" in text:
        return NotSaid(_CANNOT_HOLD)
    return plain


def _accepts(validate: Callable[[Any], object], document: Any) -> bool:
    try:
        validate(document)
    except ValidationError:
        return False
    return True


def _by_reference(group: Group) -> Sequence[Verdict]:
    checker = FormatChecker()
    name = group.schema.get("format") if isinstance(group.schema, dict) else None
    if name is not None and name not in checker.checkers:
        raise RefusedError(f"format: {name} is not checked")
    validator = Draft202012Validator(group.schema, format_checker=checker)
    try:
        return [validator.is_valid(example.document) for example in group.examples]
    except Unresolvable as error:
        raise RefusedError(f"$ref: {error}") from error
    except re.error as error:
        raise RefusedError(f"pattern: {error}") from error
