"""From a PostgreSQL type to what holds its values in Python, as psycopg 3 gives them.

Types of extensions that are not known here are `Any`: what a driver makes of them depends on what
was registered with it.
"""

from __future__ import annotations

from functools import lru_cache

from schemagen.frozen import frozen
from schemagen.sqltext.types import TypeName

INTEGER_BOUNDS = {
    "smallint": (-(2**15), 2**15 - 1),
    "integer": (-(2**31), 2**31 - 1),
    "bigint": (-(2**63), 2**63 - 1),
    "oid": (0, 2**32 - 1),
}
JSON = "Json"
"""Any JSON value: the name that the models of shapes have for it."""
_INTEGER_ALIASES = {
    "smallint": "_SmallInt",
    "integer": "_Integer",
    "bigint": "_BigInt",
    "oid": "_Oid",
}
_TEXT = frozenset({"character varying", "text", "name"})
_PLAIN = {
    "boolean": "StrictBool",
    "bytea": "bytes",
    "cidr": "_Cidr",
    "date": "dt.date",
    "double precision": "float",
    "inet": "_Inet",
    "interval": "dt.timedelta",
    "real": "_Real",
    "time with time zone": "_TimeTz",
    "time without time zone": "_Time",
    "timestamp with time zone": "AwareDatetime",
    "timestamp without time zone": "NaiveDatetime",
    "uuid": "UUID",
}
_BOUNDS = {
    "date": "dt.date",
    "int4": "_Integer",
    "int8": "_BigInt",
    "num": "_Numeric",
    "ts": "NaiveDatetime",
    "tstz": "_Instant",
}
"""What a bound of a built-in range is, by the beginning of the range's name."""
_DISCRETE = frozenset({"date", "int4", "int8"})
AS_TEXT = frozenset(
    """
    aclitem bit box circle jsonpath line lseg macaddr macaddr8 money path pg_lsn pg_snapshot point
    polygon tsquery tsvector txid_snapshot xml
    """.split()
) | {"bit varying", "char"}


@frozen
class PythonType:
    """The annotation for a value that is not null, and what a check may narrow.

    Attributes:
        annotation: a name of the standard library, of pydantic, or of one of the module's helpers.
        bounds: the lowest and highest value of an integer type.
        is_number: whether checks on its size can be carried over.
        is_decimal: whether that number is a Decimal.
        finite: the annotation to take under bounds, with which nobody can compare NaN.
        is_text: whether checks on its length and form can be.
        longest: the most characters of a text.
        is_json: whether psycopg wants the value wrapped in `Jsonb` or `Json`.
        is_declared_range: whether psycopg would take the value for a range of another type.
        remark: said behind the annotation where that is vague.
    """

    annotation: str
    bounds: tuple[int, int] | None = None
    is_number: bool = False
    is_decimal: bool = False
    finite: str = ""
    is_text: bool = False
    longest: int | None = None
    is_json: bool = False
    is_declared_range: bool = False
    remark: str = ""


@lru_cache(maxsize=4096)
def builtin_type(name: TypeName) -> PythonType:
    """Return the Python type for a type that is neither an enum nor a domain of the project.

    Arrays are the caller's: only the element type is looked at.
    """
    if name.name == "citext":
        return PythonType("_Text", is_text=True)
    if not name.is_builtin:
        return PythonType("Any", remark=name.element.canonical)
    if name.name in INTEGER_BOUNDS:
        bounds = INTEGER_BOUNDS[name.name]
        return PythonType(_INTEGER_ALIASES[name.name], bounds=bounds, is_number=True)
    if name.name in _TEXT:
        return text_type(0, int(name.modifiers[0]) if name.modifiers else None)
    if name.name == "character":
        longest = int(name.modifiers[0]) if name.modifiers else None
        return PythonType(f"_Char{longest or ''}")
    if name.name == "numeric":
        return _numeric(name.modifiers)
    if name.name in ("json", "jsonb"):
        return PythonType(JSON, is_json=True)
    if name.name in AS_TEXT:
        return PythonType("_Text")
    if name.name in _PLAIN:
        is_number = name.name in ("real", "double precision")
        return PythonType(_PLAIN[name.name], is_number=is_number)
    for ending in ("multirange", "range"):
        start = name.name.removesuffix(ending)
        if start in _BOUNDS:
            discrete = "Discrete" if start in _DISCRETE else ""
            return PythonType(f"_{discrete}{ending.capitalize()}Of[{_BOUNDS[start]}]")
    return PythonType("Any", remark=name.element.canonical)


def declared_range(bound: str, form: str) -> PythonType:
    """Return the type for a `Range` or a `Multirange` that the project declares.

    psycopg goes by the bounds, and would send a range of dates as a `daterange`.
    """
    held = "_Instant" if bound == "AwareDatetime" else bound
    return PythonType(f"_{form}Of[{held}]", is_declared_range=True)


def text_type(shortest: int, longest: int | None) -> PythonType:
    """Return the type of a text with so many characters."""
    match shortest, longest:
        case 0, None:
            alias = "_Text"
        case 0, _:
            alias = f"_TextTo{longest}"
        case _, None:
            alias = f"_TextFrom{shortest}"
        case _:
            alias = f"_Text{shortest}To{longest}"
    return PythonType(alias, is_text=True, longest=longest)


def _numeric(modifiers: tuple[str, ...]) -> PythonType:
    digits = "_".join(modifiers).replace("-", "Minus")
    finite = f"_Finite{digits}" if digits else ""
    return PythonType(f"_Numeric{digits}", is_number=True, is_decimal=True, finite=finite)


def in_array(annotation: str, name: TypeName) -> str:
    """Return the annotation for an array of a type; any of its elements may be null.

    `format_type` tells of no more than one dimension. Arrays of types that are not built in come as
    text, unless the program registered them with psycopg.
    """
    if name.is_builtin or annotation == "Any":
        return f"list[{annotation} | None]" if annotation != "Any" else "list[Any]"
    return f"_ArrayOf[{annotation}]"
