r"""Regular expressions of ECMA-262, as JSON Schema has them, read into a tree.

Read in Unicode mode, where a pattern means the same in every engine; a needless escape of
punctuation (`\-`) is let pass. What PostgreSQL cannot do or does differently (back references) is
refused with a reason.
"""

from __future__ import annotations

from schemagen.shapes.regexproperties import property_ranges
from schemagen.shapes.regextree import (
    CLASSES,
    MAX_CHARACTER,
    NOT_DOT,
    Assertion,
    Choice,
    Class,
    Look,
    Node,
    Ranges,
    Repeat,
    Sequence,
    complement,
    normal_ranges,
)

_CONTROLS = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13}


class RegexError(Exception):
    """A pattern that is not understood, or that PostgreSQL cannot hold to."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def parse_regex(pattern: str) -> Node:
    """Read a pattern.

    Raises:
        RegexError: it is not a pattern, or one that cannot be held to.
    """
    parser = _Parser(pattern)
    tree = parser.choice()
    if parser.at < len(pattern):
        raise parser.error('")" without "("')
    return tree


class _Parser:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def error(self, message: str, *, hint: str = "") -> RegexError:
        return RegexError(f"{message} at character {self.at + 1} of {self.pattern}", hint=hint)

    def take(self, text: str) -> bool:
        if self.pattern.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def next(self, wanted: str) -> str:
        if self.at >= len(self.pattern):
            raise self.error(f"{wanted} is missing")
        self.at += 1
        return self.pattern[self.at - 1]

    def choice(self) -> Node:
        items = [self.sequence()]
        while self.take("|"):
            items.append(self.sequence())
        return items[0] if len(items) == 1 else Choice(tuple(items))

    def sequence(self) -> Node:
        items: list[Node] = []
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            items.append(self.quantified())
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def quantified(self) -> Node:
        atom = self.atom()
        bounds = self.quantifier()
        if bounds is None:
            return atom
        if isinstance(atom, Assertion | Look):
            raise self.error("an assertion cannot be repeated")
        self.take("?")
        if self.quantifier() is not None:
            raise self.error("a quantifier cannot follow another")
        return Repeat(atom, *bounds)

    def quantifier(self) -> tuple[int, int | None] | None:
        for mark, bounds in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self.take(mark):
                return bounds
        if not self.take("{"):
            return None
        low, comma, high = self.pattern[self.at :].partition("}")[0].partition(",")
        if not low.isdecimal() or (high and not high.isdecimal()):
            raise self.error(
                "a repeat count is expected", hint="a brace that is meant is written \\{"
            )
        self.at += len(low) + len(comma) + len(high)
        if not self.take("}"):
            raise self.error('"}" is missing')
        last = (int(high) if high else None) if comma else int(low)
        if last is not None and last < int(low):
            raise self.error("the repeat counts are the wrong way round")
        return int(low), last

    def atom(self) -> Node:
        character = self.next("a character")
        match character:
            case "^":
                return Assertion("start")
            case "$":
                return Assertion("end")
            case ".":
                return Class(NOT_DOT, negated=True)
            case "(":
                return self.group()
            case "[":
                return self.bracket()
            case "\\":
                return self.escape()
            case "*" | "+" | "?" | "{":
                raise self.error(f'nothing stands before "{character}"')
            case "]" | "}":
                raise self.error(f'"{character}" without its opening', hint=f"write \\{character}")
        return Class(((ord(character), ord(character)),))

    def group(self) -> Node:
        for operator in ("?=", "?!", "?<=", "?<!"):
            if self.take(operator):
                return Look(operator, self.closed())
        if self.take("?:"):
            return self.closed()
        if self.take("?<"):
            name, end, rest = self.pattern[self.at :].partition(">")
            if not end or not name.isidentifier():
                raise self.error("a group name is expected")
            self.at = len(self.pattern) - len(rest)
        elif self.take("?"):
            raise self.error(
                "this sort of group is not in ECMA-262", hint="flags have no place here"
            )
        return self.closed()

    def closed(self) -> Node:
        inner = self.choice()
        if not self.take(")"):
            raise self.error('")" is missing')
        return inner

    def escape(self) -> Node:
        character = self.next("an escape")
        if character in "bB":
            return Assertion("word" if character == "b" else "not word")
        if character.lower() in CLASSES:
            return Class(CLASSES[character.lower()], negated=character.isupper())
        if character in "123456789k":
            raise self.error(
                "back references are not supported",
                hint="PostgreSQL and ECMA-262 disagree on groups that took no part",
            )
        if character in "pP":
            return Class(self.property(), negated=character == "P")
        code = self.character_escape(character)
        return Class(((code, code),))

    def property(self) -> Ranges:
        name, end, _ = self.pattern[self.at :].removeprefix("{").partition("}")
        if not self.pattern.startswith("{", self.at) or not end:
            raise self.error("the name of a property is expected in braces")
        ranges = property_ranges(name)
        if ranges is None:
            raise self.error(
                f"the property {name} is not supported",
                hint="use a general category (L, Lu, Nd, Letter), or list the ranges",
            )
        self.at += len(name) + 2
        return ranges

    def character_escape(self, character: str) -> int:
        if character in _CONTROLS:
            return _CONTROLS[character]
        if character == "c":
            return ord(self.next("a control letter")) % 32
        if character == "x":
            return self.hexadecimal(2)
        if character == "u":
            return self.unicode_escape()
        if character == "0":
            raise self.error("U+0000 cannot occur in PostgreSQL's text")
        if character.isalnum():
            raise self.error(f"\\{character} is not an escape of ECMA-262")
        return ord(character)

    def unicode_escape(self) -> int:
        if self.take("{"):
            digits = self.pattern[self.at :].partition("}")[0]
            code = self.hexadecimal(len(digits))
            self.take("}")
            return code
        high = self.digits(4)
        if not 0xD800 <= high < 0xE000:
            return self.checked(high)
        low = self.digits(4) if self.take("\\u") else 0
        if high >= 0xDC00 or not 0xDC00 <= low < 0xE000:
            raise self.error("half a surrogate pair is no character")
        return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)

    def hexadecimal(self, length: int) -> int:
        return self.checked(self.digits(length))

    def digits(self, length: int) -> int:
        digits = self.pattern[self.at : self.at + length]
        if not digits or len(digits) < length or set(digits) - set("0123456789abcdefABCDEF"):
            raise self.error("the code of a character is expected, in hexadecimal")
        self.at += length
        return int(digits, 16)

    def checked(self, code: int) -> int:
        if code == 0:
            raise self.error("U+0000 cannot occur in PostgreSQL's text")
        if code > MAX_CHARACTER or 0xD800 <= code < 0xE000:
            raise self.error("there is no such character")
        return code

    def bracket(self) -> Node:
        negated = self.take("^")
        ranges: list[tuple[int, int]] = []
        while not self.take("]"):
            low = self.member()
            if isinstance(low, tuple):
                ranges += low
                continue
            high = low
            if self.pattern.startswith("-", self.at) and not self.pattern.startswith("-]", self.at):
                self.at += 1
                upper = self.member()
                if isinstance(upper, tuple) or upper < low:
                    raise self.error("the range is the wrong way round")
                high = upper
            ranges.append((low, high))
        if not ranges and not negated:
            raise self.error("an empty class matches nothing")
        return Class(normal_ranges(ranges), negated)

    def member(self) -> int | Ranges:
        character = self.next('"]"')
        if character != "\\":
            return ord(character)
        escaped = self.next("an escape")
        if escaped.lower() in CLASSES:
            ranges = CLASSES[escaped.lower()]
            return complement(ranges) if escaped.isupper() else ranges
        if escaped in "pP":
            ranges = self.property()
            return complement(ranges) if escaped == "P" else ranges
        return 8 if escaped == "b" else self.character_escape(escaped)
