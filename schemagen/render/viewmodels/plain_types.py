"""What a value is in Python, without what a model asks of it: for parameters of functions."""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType
from typing import Final

_IP_ADDRESS: Final = "IPv4Address | IPv6Address | IPv4Interface | IPv6Interface"
_PLAIN: Final = MappingProxyType(
    {
        "AwareDatetime": "dt.datetime",
        "NaiveDatetime": "dt.datetime",
        "StrictBool": "bool",
        "_BigInt": "int",
        "_Cidr": "IPv4Network | IPv6Network",
        "_Inet": _IP_ADDRESS,
        "_Instant": "dt.datetime",
        "_Integer": "int",
        "_Oid": "int",
        "_Real": "float",
        "_SmallInt": "int",
        "_Time": "dt.time",
        "_TimeTz": "dt.time",
    }
)
_FORMS: Final = (
    (re.compile(r"\b_(?:Text|Char)\w*"), "str"),
    (re.compile(r"\b_(?:Numeric|Finite)\w*"), "Decimal"),
    (re.compile(r"\b_(?:Discrete)?(Range|Multirange)Of\["), r"\1["),
    (re.compile(r"\b_ArrayOf\[(.*)\]"), r"list[\1 | None]"),
)
_WORD: Final = re.compile(r"\b\w+\b")


@lru_cache(maxsize=4096)
def plain_annotation(annotation: str) -> str:
    """Return `int` for `_Integer`, `list[str | None]` for `_ArrayOf[_Text]`.

    Names of the project's own types stay: they are to be imported from its models.
    """
    for form, plain in _FORMS:
        annotation = form.sub(plain, annotation)
    return _WORD.sub(lambda word: _PLAIN.get(word[0], word[0]), annotation)
