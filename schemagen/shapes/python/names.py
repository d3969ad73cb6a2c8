"""Names of classes and fields in generated models."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable

from schemagen.shapes.python.support import blocks

_BASE_ATTRIBUTES = frozenset(
    (
        *("construct", "copy", "dict", "from_orm", "json", "parse_file", "parse_obj", "parse_raw"),
        *("schema", "schema_json", "update_forward_refs", "validate", "model_computed_fields"),
        *("model_config", "model_construct", "model_copy", "model_dump", "model_dump_json"),
        *("model_extra", "model_fields", "model_fields_set", "model_json_schema"),
        *("model_parametrized_name", "model_post_init", "model_rebuild", "model_validate"),
        *("model_validate_json", "model_validate_strings"),
    )
)
IMPORTED = {
    "Annotated": "typing",
    "Literal": "typing",
    "TypeAlias": "typing",
    "Any": "typing",
    "Self": "typing",
    "AfterValidator": "pydantic",
    "BeforeValidator": "pydantic",
    "StrictBool": "pydantic",
    "ConfigDict": "pydantic",
    "Field": "pydantic",
    "model_validator": "pydantic",
}
"""What models of shapes may import, and from where."""

_USED_IN_ANNOTATIONS = frozenset(("bool", "dict", "float", "int", "list", "re", "str"))


def class_name(text: str) -> str:
    """Return text in CamelCase: `per_day limit` becomes `PerDayLimit`."""
    words = re.findall(r"[A-Za-z0-9]+", text)
    name = "".join(word[0].upper() + word[1:] for word in words)
    return name if name and not name[0].isdigit() else f"Key{name}"


def field_name(key: str, others: set[str]) -> str:
    """Return the Python name of a JSON key: the key itself wherever it can be one.

    `others` holds the names and keys that it must differ from.
    """
    name = re.sub(r"\W", "_", key, flags=re.ASCII).strip("_")
    if not name or name[0].isdigit():
        name = f"key_{name}" if name else "key"
    taken = keyword.iskeyword(name) or name in _BASE_ATTRIBUTES | _USED_IN_ANNOTATIONS
    if taken:
        name += "_"
    while name != key and name in others:
        name += "_"
    return name


def singular(word: str) -> str:
    """Return an English plural in the singular, as far as its ending tells."""
    for ending, replacement in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("xes", "x")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + replacement
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 2:
        return word[:-1]
    return word


def shape_names(shapes: Iterable[str]) -> dict[str, str]:
    """Return the name that each shape has in Python: its own one wherever that is possible."""
    found: dict[str, str] = {}
    taken = {*blocks(), *IMPORTED}
    for shape in shapes:
        plain = name = class_name(shape)
        number = 1
        while name in taken:
            name = f"{plain}Shape{number if number > 1 else ''}"
            number += 1
        taken.add(name)
        found[shape] = name
    return found
