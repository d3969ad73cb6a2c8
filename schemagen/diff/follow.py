"""Renames followed through SQL that PostgreSQL keeps as a tree: it shows the new names by itself.

Such text has every name with its schema. Text that PostgreSQL keeps as it was written, the body of
a function, is not for this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TypeAlias

from schemagen.frozen import frozen
from schemagen.sqltext.quoting import quote_literal, quote_name, quote_qualified
from schemagen.sqltext.tokens import SqlTextError, Token, TokenKind, string_value, tokenize

Qualified: TypeAlias = tuple[str, str]
"""A schema and a name."""

# Constants of these types are names.
_REFERENCES = frozenset({"regclass", "regtype", "regproc", "regprocedure", "regcollation"})


@frozen(slots=False)
class NewNames:
    """What is called otherwise now, by what it was called.

    Attributes:
        objects: relations, types and whatever else is named without arguments.
        functions: functions and aggregates.
        constants: of a type, by the type's former name.
    """

    objects: Mapping[Qualified, Qualified] = field(default_factory=dict)
    functions: Mapping[Qualified, Qualified] = field(default_factory=dict)
    constants: Mapping[Qualified, Mapping[str, str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.objects or self.functions or self.constants)

    def follow(self, text: str) -> str:
        """Return a text with the new names; what cannot be read stays as it is."""
        try:
            tokens = tokenize(text)
        except SqlTextError:
            return text
        for index in range(len(tokens) - 1, -1, -1):
            found = self._constant(tokens, index) or self._name(tokens, index)
            if found:
                start, end, new = found
                text = text[:start] + new + text[end:]
        return text

    def _name(self, tokens: tuple[Token, ...], index: int) -> tuple[int, int, str] | None:
        pair = _qualified(tokens, index)
        if pair is None:
            return None
        called = [token.text for token in tokens[index + 3 : index + 4]] == ["("]
        new = self.functions.get(pair) if called else None
        if not called:
            new = self.objects.get(pair) or self.functions.get(pair)
        return (tokens[index].start, tokens[index + 2].end, quote_qualified(*new)) if new else None

    def _constant(self, tokens: tuple[Token, ...], index: int) -> tuple[int, int, str] | None:
        token = tokens[index]
        if token.kind is not TokenKind.STRING or _texts(tokens, index + 1, 1) != ["::"]:
            return None
        value = string_value(token)
        if _texts(tokens, index + 2, 1)[:1] and tokens[index + 2].word in _REFERENCES:
            new = self.follow(value)
        else:
            of_type = _qualified(tokens, index + 2)
            new = self.constants.get(of_type, {}).get(value, value) if of_type else value
        return (token.start, token.end, quote_literal(new)) if new != value else None


def rename_columns(text: str, columns: Mapping[str, str]) -> str:
    """Return an expression with new names of columns; what cannot be read stays as it is."""
    try:
        tokens = tokenize(text)
    except SqlTextError:
        return text
    for token in reversed(tokens):
        if token.is_name and token.name in columns:
            text = text[: token.start] + quote_name(columns[token.name]) + text[token.end :]
    return text


def _qualified(tokens: tuple[Token, ...], index: int) -> Qualified | None:
    if index and tokens[index - 1].text == ".":
        return None
    parts = tokens[index : index + 3]
    if len(parts) < 3 or parts[1].text != "." or not (parts[0].is_name and parts[2].is_name):
        return None
    return parts[0].name, parts[2].name


def _texts(tokens: tuple[Token, ...], start: int, count: int) -> list[str]:
    return [token.text for token in tokens[start : start + count]]
