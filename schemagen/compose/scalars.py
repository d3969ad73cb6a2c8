"""Texts as YAML scalars: plain where that is read as the same text, quoted where it is not.

See YAML 1.2.2, chapter 7 ("Flow Style Productions") and section 8.1 ("Block Scalar Styles").
"""

from __future__ import annotations

import re
from typing import Any, Final

from schemagen.spec.scalars import resolve

_PLAIN_START: Final = re.compile(r"[\w(./$<+^=]")
_FLOW_INDICATORS: Final = re.compile(r"[,\[\]{}]")
_ENDS_PLAIN: Final = re.compile(r": | #|:$|^(?:---|\.\.\.)")
_UNPRINTABLE: Final = re.compile(
    r"[^\t\n -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_SHORT_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def scalar(value: Any, *, flow: bool = False) -> str:
    """Return a value on one line. `flow` tells that it stands inside brackets or braces."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    text = str(value)
    if _is_plain(text, flow):
        return text
    if _UNPRINTABLE.search(text) or "\n" in text or "\t" in text:
        return _escaped(text)
    return "'" + text.replace("'", "''") + "'"


def _escaped(text: str) -> str:
    return '"' + "".join(map(_character, text)) + '"'


def _character(each: str) -> str:
    if each in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[each]
    return f"\\U{ord(each):08x}" if _UNPRINTABLE.match(each) else each


def _is_plain(text: str, flow: bool) -> bool:
    if text == "<<" or not _PLAIN_START.match(text):
        return False
    if text != text.strip() or _ENDS_PLAIN.search(text):
        return False
    if _UNPRINTABLE.search(text) or "\n" in text or "\t" in text:
        return False
    if flow and (_FLOW_INDICATORS.search(text) or ":" in text or "#" in text):
        return False
    try:
        return resolve(text) == text and isinstance(resolve(text), str)
    except ValueError:
        return False


def is_block(value: Any) -> bool:
    """Tell whether a value is a text of several lines that a block can hold."""
    if not isinstance(value, str) or "\n" not in value or not value.strip():
        return False
    return not _UNPRINTABLE.search(value)


def block(text: str, indent: int) -> list[str]:
    """Return a text of several lines as a literal block: its header, then its lines."""
    body = text.rstrip("\n")
    ending = len(text) - len(body)
    header = "|" + ("2" if _needs_indentation(body) else "") + {0: "-", 1: ""}.get(ending, "+")
    lines = body.split("\n") + [""] * max(ending - 1, 0)
    return [header, *(" " * indent + line if line else "" for line in lines)]


def _needs_indentation(text: str) -> bool:
    first = next((line for line in text.split("\n") if line.strip(" ")), "")
    before = text.partition(first)[0] if first else ""
    return first.startswith((" ", "\t")) or " " in before
