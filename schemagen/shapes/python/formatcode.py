"""Helper code that checks the formats of text, made of the pieces of `schemagen.shapes.formats`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from schemagen.shapes import formats
from schemagen.shapes.python.block import Support
from schemagen.shapes.python.text import WIDTH, laid_out, string

_DATE_TIME = """\
def _is_date_time(value: str) -> bool:
    if re.fullmatch(_DATE_TIME, value) is None:
        return False
    if value[17:19] != "60":
        return True
    offset = 0
    if value[-1] not in "Zz":
        offset = int(value[-5:-3]) * 60 + int(value[-2:])
        offset = -offset if value[-6] == "-" else offset
    return (int(value[11:13]) * 60 + int(value[14:16]) - offset) % 1440 == 1439
"""

_LOOKUP = """\
def {test}(value: str) -> bool:
    return re.fullmatch({pattern}, value) is not None
"""

_CHECK = """\
def {check}(value: str) -> str:
    if not {test}(value):
        raise ValueError({message})
    return value


{kind} = Annotated[StrictStr, AfterValidator({check})]
\"\"\"Text of the format {name}.\"\"\"
"""

_FORMAT_NAMES = MappingProxyType(
    {"uuid": "Uuid", "date": "Date", "date-time": "DateTime", "email": "Email", "uri": "Uri"}
)


def format_type(name: str) -> str:
    """Return the name of the type of text of a format: `UuidText`."""
    return f"{_FORMAT_NAMES[name]}Text"


def _pieces(name: str, seen: dict[str, None]) -> None:
    """Add the pieces that a piece is made of, and then itself."""
    for used in re.findall("<([A-Z0-9_]+)>", formats.pieces()[name]):
        _pieces(used, seen)
    seen[name] = None


def _piece_code(name: str) -> str:
    """Return the assignment of a pattern, put together from its pieces."""
    parts = re.split("<([A-Z0-9_]+)>", "(?:" + formats.pieces()[name] + ")")
    terms = [
        f"_{part}" if position % 2 else string(part)
        for position, part in enumerate(parts)
        if part or position % 2
    ]
    joined = " + ".join(terms)
    plain = f"_{name} = {joined}"
    return plain if len(plain) <= WIDTH else laid_out(f"_{name} = ({joined})")


def format_blocks() -> Mapping[str, Support]:
    """Return the blocks of all formats: patterns, tests, and types of checked text."""
    blocks = {}
    for name in formats.pieces():
        seen: dict[str, None] = {}
        _pieces(name, seen)
        needs = " ".join(f"_{other}" for other in seen if other != name)
        blocks[f"_{name}"] = Support(_piece_code(name), needs=needs)
    for name, item in formats.formats().items():
        patterns = " ".join(f"_{piece}" for piece in (item.piece, item.bracketed) if piece)
        blocks[item.helper] = Support(_test_code(name, item), "re", patterns)
        code = _CHECK.format(
            check=item.helper.replace("_is", "_check"),
            test=item.helper,
            message=string(item.message),
            kind=format_type(name),
            name=name,
        )
        imported = "typing.Annotated pydantic.AfterValidator pydantic.StrictStr"
        blocks[format_type(name)] = Support(code, imported, item.helper)
    return blocks


def _test_code(name: str, item: formats.Format) -> str:
    if name == "date-time":
        return _DATE_TIME
    pattern = f"_{item.piece}"
    if item.bracketed:
        pattern = f'_{item.bracketed} if "[" in value else {pattern}'
    return _LOOKUP.format(test=item.helper, pattern=pattern)
