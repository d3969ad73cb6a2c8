r"""Unicode's general categories, for `\p{…}` of a pattern ("Unicode Standard Annex #44").

The characters are those of the Unicode version that Python knows (`unicodedata.unidata_version`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from schemagen.shapes.regextree import MAX_CHARACTER, Ranges, normal_ranges

_LONG_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "Letter": "L",
        "Cased_Letter": "LC",
        "Uppercase_Letter": "Lu",
        "Lowercase_Letter": "Ll",
        "Titlecase_Letter": "Lt",
        "Modifier_Letter": "Lm",
        "Other_Letter": "Lo",
        "Mark": "M",
        "Nonspacing_Mark": "Mn",
        "Spacing_Mark": "Mc",
        "Enclosing_Mark": "Me",
        "Number": "N",
        "Decimal_Number": "Nd",
        "digit": "Nd",
        "Letter_Number": "Nl",
        "Other_Number": "No",
        "Punctuation": "P",
        "punct": "P",
        "Connector_Punctuation": "Pc",
        "Dash_Punctuation": "Pd",
        "Open_Punctuation": "Ps",
        "Close_Punctuation": "Pe",
        "Initial_Punctuation": "Pi",
        "Final_Punctuation": "Pf",
        "Other_Punctuation": "Po",
        "Symbol": "S",
        "Math_Symbol": "Sm",
        "Currency_Symbol": "Sc",
        "Modifier_Symbol": "Sk",
        "Other_Symbol": "So",
        "Separator": "Z",
        "Space_Separator": "Zs",
        "Line_Separator": "Zl",
        "Paragraph_Separator": "Zp",
        "Format": "Cf",
    }
)
_PREFIXES = ("General_Category=", "gc=")
_SURROGATES = range(0xD800, 0xE000)


def property_ranges(name: str) -> Ranges | None:
    r"""Return the characters of `\p{name}`; None where it is not the name of a general category.

    Control characters and what is not assigned have no name here: U+0000 is among the former, and
    the latter change with every version of Unicode.
    """
    if name == "ASCII":
        return ((1, 0x7F),)
    if name == "Any":
        return ((1, MAX_CHARACTER),)
    prefix = next((each for each in _PREFIXES if name.startswith(each)), "")
    plain = name.removeprefix(prefix)
    category = _LONG_NAMES.get(plain, plain)
    if category not in _LONG_NAMES.values():
        return None
    wanted = {"Lu", "Ll", "Lt"} if category == "LC" else {category}
    return normal_ranges([item for each in wanted for item in _category(each)])


@cache
def _category(prefix: str) -> Ranges:
    """Return the characters whose general category is a name, or begins with a letter."""
    found: list[tuple[int, int]] = []
    for code in range(1, MAX_CHARACTER + 1):
        if code in _SURROGATES or not unicodedata.category(chr(code)).startswith(prefix):
            continue
        if found and found[-1][1] == code - 1:
            found[-1] = (found[-1][0], code)
        else:
            found.append((code, code))
    return tuple(found)
