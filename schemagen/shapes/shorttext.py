"""The short form of a type as text: `string(..200) | null`, `[Person](1..5)`, `map<uuid>`.

Grammar:

    union    = part { "|" part }
    part     = "[" union "]" [ "(" range ")" ] | "(" union ")" | "map<" union ">"
             | word [ "(" limits ")" ] | quoted text | number | "true" | "false"
    limits   = range | "/" pattern "/" | range "," "/" pattern "/"
    range    = [ number ] ".." [ number ]
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from schemagen.frozen import frozen
from schemagen.shapes.problem import did_you_mean
from schemagen.shapes.regex import RegexError, parse_regex
from schemagen.shapes.regextext import postgres_regex
from schemagen.shapes.unions import unite

FORMATS = ("uuid", "date", "date-time", "email", "uri")
"""The formats that are also type words."""

TYPE_WORDS: Mapping[str, Mapping[str, Any] | bool] = {
    "string": {"type": "string"},
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "null": {"type": "null"},
    "any": True,
    **{name: {"type": "string", "format": name} for name in FORMATS},
}
"""Every word that means a type, with its JSON Schema."""

_NUMBER = r"[+-]?(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_TOKEN = re.compile(
    rf"""\s*(?:(?P<quoted>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')
    |(?P<number>{_NUMBER})(?![A-Za-z_])
    |(?P<word>[A-Za-z_][\w:-]*(?:\.\w[\w:-]*)*)
    |(?P<mark>[\[\]()<>|,]|\.\.))""",
    re.VERBOSE,
)
_RANGE = re.compile(rf"\s*(?P<low>{_NUMBER})?\s*\.\.\s*(?P<high>{_NUMBER})?\s*")
_LIMITS = {
    "string": ("minLength", "maxLength"),
    "number": ("minimum", "maximum"),
    "integer": ("minimum", "maximum"),
    "array": ("minItems", "maxItems"),
}


class ShortTextError(Exception):
    """Text that is not a type; `offset` counts characters from its start."""

    def __init__(self, message: str, offset: int, *, hint: str = "", code: str = "syntax") -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.hint = hint
        self.code = code


@frozen
class _Part:
    """One alternative: its schema, and the bare word that it is, if it is one."""

    schema: Mapping[str, Any] | bool
    offset: int
    word: str | None = None


def read_short_text(text: str, known: Collection[str]) -> Mapping[str, Any] | bool:
    """Return the JSON Schema that a type in short form means.

    Raises:
        ShortTextError: the text is not understood, or names a shape that is not in `known`.
    """
    return _Parser(text, known).whole()


class _Parser:
    def __init__(self, text: str, known: Collection[str]) -> None:
        self.text = text
        self.known = known
        self.at = 0

    def whole(self) -> Mapping[str, Any] | bool:
        if not self.text.strip():
            raise self.error(
                "a type is missing here", 0, hint="write `any` where everything is allowed"
            )
        schema = self.union()
        if self.text[self.at :].strip():
            raise self.error(
                f'"{self.text[self.at :].strip()[0]}" is not understood here', self.start()
            )
        return schema

    def start(self) -> int:
        """Return the offset of the next character that is not a space."""
        rest = self.text[self.at :]
        return self.at + len(rest) - len(rest.lstrip())

    def error(
        self, message: str, offset: int | None = None, *, hint: str = "", code: str = "syntax"
    ) -> ShortTextError:
        return ShortTextError(
            message, self.start() if offset is None else offset, hint=hint, code=code
        )

    def take(self, mark: str) -> bool:
        start = self.start()
        if self.text.startswith(mark, start):
            self.at = start + len(mark)
            return True
        return False

    def expect(self, mark: str, opened: int) -> None:
        if not self.take(mark):
            raise self.error(f'"{mark}" is missing', hint=f'for "{self.text[opened]}" before it')

    def union(self) -> Mapping[str, Any] | bool:
        parts = [self.part()]
        while self.take("|"):
            parts.append(self.part())
        self.check_words(parts)
        return unite([part.schema for part in parts])

    def check_words(self, parts: list[_Part]) -> None:
        """Refuse a bare word that is more likely a misspelt type than a constant."""
        words = [part for part in parts if part.word is not None]
        self.check_shapes([part for part in words if part.word and part.word[0].isupper()])
        types = [*TYPE_WORDS, "map", *self.known]
        for part in words:
            word = part.word or ""
            near = did_you_mean(word, types, likeness=0.75)
            if len(parts) == 1 or (len(words) == 1 and near):
                raise self.error(
                    f'unknown type "{word}"',
                    part.offset,
                    hint=near or f"a constant goes in quotes: '\"{word}\"'",
                    code="unknown-type",
                )

    def check_shapes(self, unknown: list[_Part]) -> None:
        """Refuse what is written like shapes, all at once: constants come several at a time."""
        if not unknown:
            return
        names = [part.word or "" for part in unknown]
        near = (did_you_mean(name, self.known) for name in names)
        message = f"unknown shape{'s' if len(names) > 1 else ''} "
        raise self.error(
            message + ", ".join(f'"{name}"' for name in names),
            unknown[0].offset,
            hint=next(filter(None, near), "a constant goes in quotes"),
            code="unknown-shape",
        )

    def part(self) -> _Part:
        offset = self.start()
        match = _TOKEN.match(self.text, self.at)
        if match is None:
            raise self.error(
                "a type is missing here"
                if offset >= len(self.text)
                else f'"{self.text[offset]}" is not understood here',
                offset,
            )
        self.at = match.end()
        if match["quoted"]:
            return _Part({"const": self.unquote(match["quoted"], offset)}, offset)
        if match["number"]:
            return _Part({"const": _number(match["number"])}, offset)
        if match["mark"]:
            return _Part(self.marked(match["mark"], offset), offset)
        return self.word(match["word"], offset)

    def checked(self, pattern: str, offset: int) -> str:
        try:
            postgres_regex(parse_regex(pattern))
        except RegexError as error:
            raise self.error(f"pattern: {error}", offset, hint=error.hint) from None
        return pattern

    def unquote(self, text: str, offset: int) -> str:
        if text[0] == "'":
            return text[1:-1].replace("''", "'")
        try:
            return str(json.loads(text))
        except ValueError:
            raise self.error(
                "this is not a JSON string", offset, hint="or use single quotes"
            ) from None

    def marked(self, mark: str, offset: int) -> Mapping[str, Any] | bool:
        if mark == "[":
            items = self.union()
            self.expect("]", offset)
            array: dict[str, Any] = {"type": "array", "items": items}
            return self.limits(array, "array") if self.follows("(") else array
        if mark == "(":
            inner = self.union()
            self.expect(")", offset)
            return inner
        raise self.error(f'"{mark}" is not understood here', offset)

    def follows(self, mark: str) -> bool:
        return self.text.startswith(mark, self.start())

    def word(self, word: str, offset: int) -> _Part:
        if word == "map" and self.follows("<"):
            opened = self.start()
            self.take("<")
            values = self.union()
            self.expect(">", opened)
            return _Part({"type": "object", "additionalProperties": values}, offset)
        if word in self.known:
            return _Part({"$ref": f"#/$defs/{word}"}, offset)
        if word in ("true", "false"):
            return _Part({"const": word == "true"}, offset)
        if word not in TYPE_WORDS:
            if self.follows("("):
                raise self.error(
                    f'unknown type "{word}"',
                    offset,
                    hint=did_you_mean(word, TYPE_WORDS),
                    code="unknown-type",
                )
            return _Part({"const": word}, offset, word)
        schema = TYPE_WORDS[word]
        if not self.follows("("):
            return _Part(schema, offset)
        if word not in _LIMITS or isinstance(schema, bool):
            raise self.error(f"{word} takes no limits", hint="string, number, integer and lists do")
        return _Part(self.limits(schema, word), offset)

    def limits(self, schema: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
        opened = self.start()
        self.take("(")
        found: dict[str, Any] = dict(schema)
        while True:
            if kind == "string" and self.follows("/"):
                found["pattern"] = self.pattern()
            else:
                found.update(self.range(kind))
            if not self.take(","):
                break
        self.expect(")", opened)
        return found

    def range(self, kind: str) -> dict[str, Any]:
        match = _RANGE.match(self.text, self.at)
        offset = self.start()
        if match is None or not (match["low"] or match["high"]):
            raise self.error(
                "limits are written 1..5, 1.. or ..5",
                hint="a pattern stands between slashes: (/^[a-z]+$/)" if kind == "string" else "",
            )
        low, high = _LIMITS[kind]
        found = {}
        for key, text in ((low, match["low"]), (high, match["high"])):
            if text:
                value = _number(text)
                if kind in ("string", "array") and (not isinstance(value, int) or value < 0):
                    raise self.error(f"{text} is not a count", offset)
                found[key] = value
        if len(found) == 2 and found[low] > found[high]:
            raise self.error(
                f"the limits are the wrong way round: {match['low']} is above {match['high']}",
                offset,
            )
        self.at = match.end()
        return found

    def pattern(self) -> str:
        start = self.start() + 1
        position, in_class = start, False
        while position < len(self.text):
            character = self.text[position]
            if character == "\\":
                position += 1
            elif character == "/" and not in_class:
                self.at = position + 1
                return self.checked(self.text[start:position].replace("\\/", "/"), start)
            elif character in "[]":
                in_class = character == "["
            position += 1
        raise self.error('"/" is missing at the end of the pattern', start - 1)


def _number(text: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        value = float(text)
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
