"""Groups made up at random, judged beforehand by the reference library."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from jsonschema import Draft202012Validator

from schemagen.shapes.library import ShapeLibrary
from schemagen.shapes.parse import read_schema
from tests.json_schema.suite import Example, Group
from tests.shapes import Inventor

_DOCUMENTS = 20


def invented_groups(count: int, seed: int) -> Iterator[Group]:
    """Yield groups of schemas of all keywords; each is made from the seed and its number alone."""
    for number in range(count):
        inventor = Inventor(Random(f"{seed}/{number}"))
        schema = inventor.whole()
        if ShapeLibrary({"Example": read_schema("Example", schema)}).endless():
            continue
        reference = Draft202012Validator(schema)
        made = [inventor.document(schema, schema) for _ in range(_DOCUMENTS)]
        examples = [Example(repr(item), item, reference.is_valid(item)) for item in made]
        yield Group("invented", f"seed {seed}/{number}: {schema}", schema, tuple(examples))
