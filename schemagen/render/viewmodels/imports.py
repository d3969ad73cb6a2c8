"""Import statements of a models module, sorted as isort does."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from types import MappingProxyType

from schemagen.render.viewmodels.pytext import call

Import = tuple[str, str]
"""A module and a name in it; the name is empty where the module itself is imported."""

_STRING = re.compile(r"""r?"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'""")
_WORD = re.compile(r"(?<![\w.])[A-Za-z_][A-Za-z0-9_]*")
_DIGITS = re.compile(r"(\d+)")
_TYPING = "Annotated Any ClassVar Literal TypeVar get_args"
_IP = "IPv4Address IPv4Interface IPv4Network IPv6Address IPv6Interface IPv6Network"
_PYDANTIC = (
    "AfterValidator AwareDatetime BaseModel BeforeValidator ConfigDict Field GetCoreSchemaHandler"
    " GetJsonSchemaHandler JsonValue NaiveDatetime StrictBool ValidatorFunctionWrapHandler"
    " WrapValidator"
)
_CORE = "CoreSchema core_schema to_jsonable_python"
_HOMES: Mapping[str, Import] = MappingProxyType(
    {
        "dt": ("datetime", ""),
        "math": ("math", ""),
        "re": ("re", ""),
        "struct": ("struct", ""),
        "dataclass": ("dataclasses", "dataclass"),
        "Decimal": ("decimal", "Decimal"),
        "StrEnum": ("enum", "StrEnum"),
        "UUID": ("uuid", "UUID"),
        "Multirange": ("psycopg.types.multirange", "Multirange"),
        "Range": ("psycopg.types.range", "Range"),
        **{name: ("pydantic_core", name) for name in _CORE.split()},
        **{name: ("ipaddress", name) for name in _IP.split()},
        **{name: ("pydantic", name) for name in _PYDANTIC.split()},
        **{name: ("typing", name) for name in _TYPING.split()},
    }
)
_ALIASES = MappingProxyType({"datetime": "dt", "sqlalchemy": "sa"})
_FOREIGN = frozenset({"psycopg", "pydantic", "pydantic_core", "schemagen", "sqlalchemy"})
_NUMBERED = list[tuple[int, str]]


def words(codes: Iterable[str]) -> set[str]:
    """Return the names in pieces of code, without attributes and what stands in strings."""
    return {word for code in codes for word in _WORD.findall(_STRING.sub("", code))}


def imports_of(names: Set[str]) -> set[Import]:
    """Return what must be imported for names to be known; other names are the module's own."""
    return {_HOMES[name] for name in names if name in _HOMES}


def import_lines(imports: Iterable[Import]) -> list[str]:
    """Return the statements: the standard library, packages, the project, empty lines between."""
    by_module: dict[str, set[str]] = defaultdict(set)
    for module, name in imports:
        by_module[module].add(name)
    lines: list[str] = []
    for rank in range(3):
        modules = sorted(module for module in by_module if _rank(module) == rank)
        section = [_whole(module) for module in modules if "" in by_module[module]]
        for module in modules:
            section += _parts(module, by_module[module] - {""})
        lines += ["", *section] if lines and section else section
    return lines


def _rank(module: str) -> int:
    return 2 if module.startswith(".") else int(module.split(".")[0] in _FOREIGN)


def _whole(module: str) -> str:
    alias = _ALIASES.get(module)
    return f"import {module} as {alias}" if alias else f"import {module}"


def _parts(module: str, names: Set[str]) -> list[str]:
    if not names:
        return []
    ordered = sorted(names, key=_import_order)
    line = f"from {module} import {', '.join(ordered)}"
    return call(f"from {module} import (", ordered, whole=line)


def _import_order(name: str) -> tuple[int, _NUMBERED, str]:
    rank, _, _ = member_order(name)
    return rank, _natural(name.lower()), name


def member_order(name: str) -> tuple[int, _NUMBERED, str]:
    """Sort names as isort does: constants, classes, the rest; numbers in them by their size."""
    is_constant = name.isupper() and len(name) > 1
    rank = 0 if is_constant else 1 if name[:1].isupper() else 2
    return rank, _natural(name), name


def _natural(name: str) -> _NUMBERED:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in _DIGITS.split(name)]
