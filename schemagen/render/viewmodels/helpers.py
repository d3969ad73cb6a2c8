"""What a models module defines for itself before its classes.

Names of types begin with an underscore, which no class of a project does, and say what they are:
`_Integer`, `_TextTo20`, `_Numeric12_2`. Functions are files in `templates/models/functions`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from schemagen.render.viewmodels.pytext import call
from schemagen.render.viewmodels.pytypes import INTEGER_BOUNDS

_TEXT = re.compile(r"_Text(?:From(?P<least>\d+)|(?P<low>\d*)To(?P<most>\d+))?\Z")
_CHAR = re.compile(r"_Char(?P<length>\d*)\Z")
_DECIMAL = re.compile(r"_(?P<sort>Numeric|Finite)(?P<precision>\d+)_(?P<scale>(?:Minus)?\d+)\Z")
_INTEGERS = MappingProxyType(
    {"_BigInt": "bigint", "_Integer": "integer", "_Oid": "oid", "_SmallInt": "smallint"}
)
_FIXED = MappingProxyType(
    {
        "_Cidr": "IPv4Network | IPv6Network",
        "_Inet": "IPv4Address | IPv6Address | IPv4Interface | IPv6Interface",
        "_Instant": "Annotated[AwareDatetime, BeforeValidator(_whole_offset)]",
        "_Numeric": "Annotated[Decimal, Field(allow_inf_nan=True)]",
        "_Real": "Annotated[float, AfterValidator(_single)]",
        "_Time": "Annotated[dt.time, AfterValidator(_naive)]",
        "_TimeTz": "Annotated[dt.time, AfterValidator(_aware)]",
    }
)
_FORM = ("Annotated", "Any", "CoreSchema", "GetCoreSchemaHandler", "GetJsonSchemaHandler")
FUNCTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "_RangeForm": (
            *_FORM,
            *("Decimal", "Range", "TypeVar", "core_schema", "dataclass", "dt", "get_args", "math"),
            *("re", "to_jsonable_python"),
        ),
        "_RangeOf": ("_RangeForm",),
        "_DiscreteRangeOf": ("_RangeForm",),
        "_MultirangeForm": ("_RangeForm", "Multirange"),
        "_MultirangeOf": ("_MultirangeForm",),
        "_DiscreteMultirangeOf": ("_MultirangeForm",),
        "_ArrayOf": ("Annotated", "BeforeValidator", "TypeVar", "re"),
        "_aware": ("dt",),
        "_naive": ("dt",),
        "_or_nan": ("Decimal", "ValidatorFunctionWrapHandler"),
        "_single": ("struct",),
        "_storable": (),
        "_unpadded": (),
        "_unset": ("Any",),
        "_whole_offset": ("re",),
    }
)
"""The helpers that are files, each with the names that it needs itself."""


def alias_definitions(names: Iterable[str]) -> list[str]:
    """Return the definition of each named type among the names, in alphabetical order."""
    return [_definition(name) for name in sorted(names) if _is_alias(name)]


def _is_alias(name: str) -> bool:
    if name in _FIXED or name in _INTEGERS:
        return True
    return any(form.match(name) for form in (_TEXT, _CHAR, _DECIMAL))


@lru_cache(maxsize=1024)
def _definition(name: str) -> str:
    if name in _FIXED:
        return f"{name} = {_FIXED[name]}"
    if name in _INTEGERS:
        low, high = INTEGER_BOUNDS[_INTEGERS[name]]
        return _annotated(name, "int", f"Field(ge={low}, le={high})")
    if match := _TEXT.match(name):
        least, most = match["least"] or match["low"], match["most"]
        limits = [f"min_length={least}"] if least else []
        limits += [f"max_length={most}"] if most else []
        fields = [f"Field({', '.join(limits)})"] if limits else []
        return _annotated(name, "str", *fields, "AfterValidator(_storable)")
    if match := _CHAR.match(name):
        limit = [f"Field(max_length={match['length']})"] if match["length"] else []
        cleaned = "BeforeValidator(_unpadded)"
        return _annotated(name, "str", *limit, "AfterValidator(_storable)", cleaned)
    match = _DECIMAL.match(name)
    if match is None:
        raise ValueError(f"no type is named {name}")
    digits = _digits(int(match["precision"]), int(match["scale"].replace("Minus", "-")))
    nan = ["WrapValidator(_or_nan)"] if match["sort"] == "Numeric" else []
    return _annotated(name, "Decimal", f"Field({', '.join(digits)})", *nan)


def _digits(precision: int, scale: int) -> list[str]:
    """Say what numeric(precision, scale) holds; a scale may be below 0 or above the precision."""
    if 0 <= scale <= precision:
        return [f"max_digits={precision}", f"decimal_places={scale}"]
    limit = f'Decimal("1e{precision - scale}")'
    places = [f"decimal_places={scale}"] if scale > 0 else []
    return [f"gt=-{limit}", f"lt={limit}", *places]


def _annotated(name: str, *parts: str) -> str:
    return "\n".join(call(f"{name} = Annotated[", parts, ending="]"))


def with_needed(names: Iterable[str]) -> set[str]:
    """Return names with all those that the functions among them need."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += FUNCTIONS.get(name, ())
    return found
