"""Names in generated Python: classes, attributes and enum members."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable, Set
from functools import lru_cache
from typing import Final

DEFAULT_SCHEMA: Final = "public"
"""The schema whose tables SQLAlchemy, Alembic and Drizzle call by no schema."""
_WORD = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_MODEL_METHODS = frozenset(
    """
    model_computed_fields model_config model_construct model_copy model_extra model_fields
    model_fields_set model_json_schema model_parametrized_name model_post_init model_rebuild
    construct copy dict from_orm json parse_file parse_obj parse_raw schema schema_json
    update_forward_refs validate
    """.split()
)
_MODEL_PREFIXES = ("model_validate", "model_dump")
_ANNOTATION_WORDS = frozenset({"bytes", "dt", "float", "int", "list"})
_CONSTANTS = frozenset({"JSON_COLUMNS", "PRIMARY_KEY", "TABLE"})
MODULE_NAMES = frozenset(
    """
    AfterValidator Annotated Any AwareDatetime BaseModel BeforeValidator ClassVar ConfigDict Decimal
    DeclarativeBase Field IPv4Address IPv4Interface IPv4Network IPv6Address IPv6Interface
    IPv6Network Iterable JsonValue Literal Mapped Multirange NaiveDatetime None Range Self StrEnum
    StrictBool True False TypeAdapter TypeAlias TypeDecorator UUID UserDefinedType
    """.split()
)
"""Names that a generated module may import, so no class of its own has them."""


def camel(name: str) -> str:
    """Return `FormDefinition` for `form_definition`; capitals inside a word stay."""
    words = _WORD.findall(unicodedata.normalize("NFKC", name))
    text = "".join(word[0].upper() + word[1:] for word in words)
    if not text:
        return "Unnamed"
    return text if text[0].isalpha() else f"N{text}"


def member_names(labels: Iterable[str]) -> list[tuple[str, str]]:
    """Return a name for each label of an enum, in order: `IN_PROGRESS` for `in progress`."""
    taken: set[str] = set()
    named = []
    for label in labels:
        name = free_name(_member(label), taken)
        taken.add(name)
        named.append((name, label))
    return named


def _member(label: str) -> str:
    text = unicodedata.normalize("NFKC", label)
    words = _WORD.findall(_HUMP.sub("_", text))
    name = "_".join(words).upper() or ("EMPTY" if not label.strip() else "VALUE")
    name = "".join(character for character in name if f"a{character}".isidentifier())
    return name if name.isidentifier() else f"VALUE_{name}"


@lru_cache(maxsize=65536)
def attribute(column: str) -> str:
    """Return the attribute of a column: its own name, or one that Python and pydantic allow.

    What is taken gets an underscore behind it: `class_`, `json_`.
    """
    text = column
    if not (column.isascii() and column.isidentifier()):
        text = unicodedata.normalize("NFKC", column)
        text = "".join(c if f"a{c}".isidentifier() else "_" for c in text)
    stripped = text.lstrip("_")
    if not stripped or not stripped.isidentifier():
        return f"column_{stripped}" if stripped else "column_"
    if stripped != text or _is_taken(stripped):
        return f"{stripped}_"
    return stripped


def _is_taken(name: str) -> bool:
    return (
        keyword.iskeyword(name)
        or name in _MODEL_METHODS
        or name in _ANNOTATION_WORDS
        or name in _CONSTANTS
        or name in MODULE_NAMES
        or name.startswith(_MODEL_PREFIXES)
    )


def attributes(columns: Iterable[str], classes: Set[str]) -> list[str]:
    """Return the attribute of each column, all different, none named like a class."""
    plain = list(map(attribute, columns))
    if len(set(plain)) == len(plain) and classes.isdisjoint(plain):
        return plain
    found: list[str] = []
    taken: set[str] = set()
    for name in plain:
        while name in taken or name in classes:
            name += "_"
        taken.add(name)
        found.append(name)
    return found


def free_name(name: str, taken: Set[str]) -> str:
    """Return the name, with a number behind it if it is taken."""
    number, chosen = 1, name
    while chosen in taken:
        number += 1
        chosen = f"{name}_{number}"
    return chosen
