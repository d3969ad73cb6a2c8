"""Plain scalars by the core schema of YAML 1.2.2 (section 10.3.2), and tags that say otherwise."""

from __future__ import annotations

import re

from schemagen.spec.nodes import Value

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLS = {
    word: truth
    for truth, words in ((True, "true True TRUE"), (False, "false False FALSE"))
    for word in words.split()
}
_WORDS: dict[str, Value] = {**dict.fromkeys(_NULLS), **_BOOLS}
_NUMBER_START = frozenset("0123456789+-.")
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_BASED = re.compile(r"0(?:o[0-7]+|x[0-9a-fA-F]+)\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z")
_NOT_A_NUMBER = frozenset({".nan", ".NaN", ".NAN"})

_TAG = "tag:yaml.org,2002:"
COLLECTION_TAGS = frozenset({None, "!", f"{_TAG}map", f"{_TAG}seq"})
"""The tags that a mapping or a list may bear; they change nothing."""


def resolve(text: str) -> Value:
    """Return the value of a plain scalar.

    Raises:
        ValueError: an integer of more digits than Python reads.
    """
    if text[:1] not in _NUMBER_START:
        return _WORDS.get(text, text)
    if _INTEGER.match(text):
        return int(text)
    if _FLOAT.match(text):
        return float(text)
    if _BASED.match(text):
        return int(text, 0)
    if _INFINITE.match(text):
        return float(text.replace(".", "", 1))
    return float("nan") if text in _NOT_A_NUMBER else text


def resolve_tagged(text: str, tag: str) -> Value:
    """Return the value of a scalar with a tag, `!!str 5`.

    Raises:
        ValueError: the tag is not of the core schema, or the text does not fit it.
    """
    if tag in ("!", f"{_TAG}str"):
        return text
    value = resolve(text)
    fits = {
        f"{_TAG}null": value is None,
        f"{_TAG}bool": isinstance(value, bool),
        f"{_TAG}int": isinstance(value, int) and not isinstance(value, bool),
        f"{_TAG}float": isinstance(value, int | float) and not isinstance(value, bool),
    }
    if not fits.get(tag):
        raise ValueError(tag)
    return float(value) if tag == f"{_TAG}float" and isinstance(value, int) else value
