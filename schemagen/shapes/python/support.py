"""Helper code that generated models share; only what is used is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from schemagen.shapes.python.block import Support
from schemagen.shapes.python.formatcode import format_blocks

_BASE = '''\
class JsonObject(BaseModel):
    """A JSON object: no coercion, JSON's own keys in dumps, and no key that was not given."""

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        allow_inf_nan=False,
        populate_by_name=True,
        protected_namespaces=(),
        validate_assignment=True,
    )

    @model_serializer(mode="wrap")
    def _dump(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        dumped: dict[str, Any] = dump(self)
        fields = type(self).model_fields
        if not fields:
            return dumped
        keys = {name: name if each.alias is None else each.alias for name, each in fields.items()}
        unset = keys.keys() - self.model_fields_set
        left_out = unset | {keys[name] for name in unset}
        return {
            keys.get(name, name): value for name, value in dumped.items() if name not in left_out
        }
'''

_MISSABLE = '''\
def _not_null(value: object) -> object:
    if value is None:
        raise ValueError("null is not allowed; leave the key out")
    return value


_T = TypeVar("_T")
Missable = Annotated[_T | None, BeforeValidator(_not_null)]
"""A key that may be missing, and not null: None stands for a missing one."""
'''

_TEXT = '''\
def _storable_text(value: str) -> str:
    if "\\0" in value:
        raise ValueError("JSON in PostgreSQL cannot hold the character U+0000")
    value.encode()
    return value


Text = Annotated[StrictStr, AfterValidator(_storable_text)]
"""A JSON string."""
'''

_INTEGER = '''\
def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


Integer = Annotated[StrictInt, BeforeValidator(_whole)]
"""A JSON Schema integer: 1.0 is one."""
'''

_NUMBER = '''\
Number = StrictInt | Annotated[StrictFloat, AllowInfNan(False)]
"""A JSON number."""
'''

_NOT_BOOLEAN = """\
def _not_boolean(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("a boolean is not allowed")
    return value
"""

_JSON = '''\
def _storable_json(value: JsonValue) -> JsonValue:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("JSON has no such number")
    if isinstance(value, str):
        _storable_text(value)
    if isinstance(value, dict):
        for key, item in value.items():
            _storable_text(key)
            _storable_json(item)
    if isinstance(value, list):
        for item in value:
            _storable_json(item)
    return value


Json = Annotated[JsonValue, AfterValidator(_storable_json)]
"""Any JSON value."""
'''

_PLAIN = """\
def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
"""

_MATCHING = """\
_V = TypeVar("_V")


def _matching(test: Callable[[Any], bool], message: str) -> Callable[[_V], _V]:
    def check(value: _V) -> _V:
        if not test(_plain(value)):
            raise ValueError(message)
        return value

    return check
"""

_CANONICAL = """\
def _canonical(value: Any) -> Any:
    if isinstance(value, dict):
        return ("object", frozenset((key, _canonical(item)) for key, item in value.items()))
    if isinstance(value, list):
        return ("array", tuple(map(_canonical, value)))
    return ("boolean" if isinstance(value, bool) else "", value)
"""

_SAME = """\
def _same(left: Any, right: Any) -> bool:
    return bool(_canonical(left) == _canonical(right))
"""

_UNIQUE = """\
def _are_unique(values: list[Any]) -> bool:
    return len(set(map(_canonical, values))) == len(values)
"""

_IS_TYPE = """\
def _is_{}(value: Any) -> bool:
    return {}
"""

_IS_NUMBER = """\
def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
"""

_IS_INTEGER = """\
def _is_integer(value: Any) -> bool:
    return _is_number(value) and value == int(value)
"""

_IS_MULTIPLE = """\
def _is_multiple(value: float, step: float) -> bool:
    return Fraction(repr(value)) % Fraction(repr(step)) == 0
"""


@cache
def blocks() -> Mapping[str, Support]:
    """Return every block by the name that it defines, in the order in which they are written."""
    tests = {
        "array": "isinstance(value, list)",
        "boolean": "isinstance(value, bool)",
        "null": "value is None",
        "object": "isinstance(value, dict)",
        "string": "isinstance(value, str)",
    }
    found = {
        "JsonObject": Support(
            _BASE,
            "typing.Any pydantic.BaseModel pydantic.ConfigDict pydantic.model_serializer "
            "pydantic.SerializerFunctionWrapHandler",
        ),
        "Missable": Support(_MISSABLE, "typing.Annotated typing.TypeVar pydantic.BeforeValidator"),
        "Text": Support(_TEXT, "typing.Annotated pydantic.AfterValidator pydantic.StrictStr"),
        "Integer": Support(
            _INTEGER, "typing.Annotated pydantic.BeforeValidator pydantic.StrictInt"
        ),
        "Number": Support(
            _NUMBER,
            "typing.Annotated pydantic.AllowInfNan pydantic.StrictFloat pydantic.StrictInt",
        ),
        "_not_boolean": Support(_NOT_BOOLEAN),
        "Json": Support(
            _JSON, "math typing.Annotated pydantic.AfterValidator pydantic.JsonValue", "Text"
        ),
        "_plain": Support(_PLAIN, "typing.Any pydantic.BaseModel"),
        "_matching": Support(
            _MATCHING, "collections.abc.Callable typing.Any typing.TypeVar", "_plain"
        ),
        "_canonical": Support(_CANONICAL, "typing.Any"),
        "_same": Support(_SAME, "typing.Any", "_canonical"),
        "_are_unique": Support(_UNIQUE, "typing.Any", "_canonical"),
        **{
            f"_is_{name}": Support(_IS_TYPE.format(name, test), "typing.Any")
            for name, test in tests.items()
        },
        "_is_number": Support(_IS_NUMBER, "typing.Any"),
        "_is_integer": Support(_IS_INTEGER, "typing.Any", "_is_number"),
        "_is_multiple": Support(_IS_MULTIPLE, "fractions.Fraction"),
        **format_blocks(),
    }
    return MappingProxyType(found)


def chosen(names: Iterable[str]) -> list[Support]:
    """Return the blocks that names need, in their order."""
    known = blocks()
    wanted: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in known and name not in wanted:
            wanted.add(name)
            waiting += known[name].needs.split()
    return [block for name, block in known.items() if name in wanted]
