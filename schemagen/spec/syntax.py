"""The YAML library's syntax errors, said for a person who writes specs.

The library names what its grammar expected; here stands what was probably meant and what to do.
"""

from __future__ import annotations

import yaml

from schemagen.errors import Problem
from schemagen.frozen import frozen
from schemagen.spec.nodes import Document

CODE = "yaml-syntax"


@frozen
class _Rule:
    """How to say an error whose text holds `pattern`. `{char}` is the character at its place.

    `at_context` shows where the construct starts instead of where it went wrong.
    """

    pattern: str
    message: str
    hint: str = ""
    at_context: bool = False


_QUOTE = "put the value in quotes"
_INDENT = "check the indentation of this line and of those above"
_DIGITS = r"\x takes 2 hexadecimal digits, \u takes 4 and \U takes 8"

_RULES = (
    _Rule(
        "while scanning a block scalar: found a tab",
        "a tab where a space is expected",
        "indent with spaces",
    ),
    _Rule("found a tab character", "a tab where a space is expected", "indent with spaces"),
    _Rule("cannot start any token", 'a value cannot start with "{char}"', _QUOTE),
    _Rule(
        "mapping values are not allowed",
        '":" is not allowed here',
        f'put a text that holds ": " in quotes, or {_INDENT}',
    ),
    _Rule("quoted scalar: found unexpected end", "these quotes are never closed", at_context=True),
    _Rule(
        "quoted scalar: found unexpected document",
        "these quotes are not closed before the document ends",
        at_context=True,
    ),
    _Rule("expected hexdecimal", "the escape lacks hexadecimal digits", _DIGITS),
    _Rule("hexadecimal numbers", "the escape lacks hexadecimal digits", _DIGITS),
    _Rule("invalid Unicode character escape", "the escape names no character", _DIGITS),
    _Rule(
        "unknown escape",
        "double quotes do not know this escape",
        r"use single quotes, or write \\ for a backslash",
    ),
    _Rule("block collection", 'another list entry, "- …", is expected here', _INDENT),
    _Rule(
        "sequence entries are not allowed",
        "a list cannot start here",
        "put it on the lines below its key, or write [a, b]",
    ),
    _Rule("could not find expected ':'", '":" is missing after this key', at_context=True),
    _Rule("document start", "text behind the end of the document", "a spec is one document"),
    _Rule(
        "block mapping",
        "nothing may follow a value on its line",
        "put the whole value in one pair of quotes; a quote inside is written twice",
    ),
    _Rule("node content", "a value is expected here", _QUOTE),
    _Rule(
        "while scanning an alias",
        '"*" starts an alias, and its name is missing',
        'put the value in quotes if it is a text that starts with "*"',
        at_context=True,
    ),
    _Rule(
        "while scanning an anchor",
        '"&" starts an anchor, and its name is missing',
        'put the value in quotes if it is a text that starts with "&"',
        at_context=True,
    ),
    _Rule(
        "block scalar",
        'only a digit, "+", "-" or a comment may stand behind "|" or ">"',
        "start the text on the next line",
    ),
    _Rule("tag", "this is not a tag", 'put a text that starts with "!" in quotes', at_context=True),
    _Rule("incompatible YAML document", "this version of YAML is not known", "remove the line"),
    _Rule("directive", "this directive is not known", "remove the line", at_context=True),
)


def explain(error: yaml.MarkedYAMLError, document: Document) -> Problem:
    """Turn a syntax error into a problem in our own words."""
    said = f"{error.context or ''}: {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    offset = mark.index if mark else 0
    start = error.context_mark.index if error.context_mark else offset
    problem = _unclosed(said, document, offset, start) or _misplaced(said, document, offset)
    if problem:
        return problem
    for rule in _RULES:
        if rule.pattern in said:
            char = document.text[offset : offset + 1]
            if char == "\t":
                return Problem(CODE, _RULES[0].message, document.place(offset), _RULES[0].hint)
            place = document.place(start if rule.at_context else offset)
            return Problem(CODE, rule.message.replace("{char}", char), place, rule.hint)
    return Problem(CODE, error.problem or "this is not YAML", document.place(offset))


def _unclosed(said: str, document: Document, offset: int, start: int) -> Problem | None:
    """Say which bracket was left open, where it was."""
    for name, closing in (("flow sequence", "]"), ("flow mapping", "}")):
        if f"while parsing a {name}" not in said:
            continue
        if offset >= len(document.text.rstrip()):
            opening = document.text[start : start + 1]
            return Problem(CODE, f'"{opening}" is never closed', document.place(start))
        line, found = document.place(start).line, document.text[offset : offset + 1]
        hint = f'the "{document.text[start : start + 1]}" that it belongs to is in line {line}'
        if found in "[]{}" and line == document.place(offset).line:
            hint = f'put a text that holds "{found}" in quotes'
        return Problem(CODE, f'"," or "{closing}" is expected here', document.place(offset), hint)
    return None


def _misplaced(said: str, document: Document, offset: int) -> Problem | None:
    """Tell a line that is indented wrongly, or follows a key without a colon, from the rest."""
    place = document.place(offset)
    lines = document.text[: offset - place.column + 1].splitlines()
    above = next((line for line in reversed(lines) if line.strip()), "")
    starts_line = not place.excerpt[: place.column - 1].strip()
    if "while parsing a block mapping" in said and starts_line and place.excerpt.strip():
        message = "this line is indented like none of those that it could belong to"
        return Problem(CODE, message, place, "indent the keys of one mapping alike")
    if "mapping values are not allowed" in said and ":" not in f"{above}#".partition("#")[0]:
        hint = f'perhaps the line above lacks its ":": {above.strip()}'
        return Problem(CODE, '":" is not allowed here', place, hint) if above else None
    return None
