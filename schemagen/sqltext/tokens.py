"""The tokens of SQL text, as PostgreSQL's scanner sees them ("Lexical Structure").

Comments and white space are skipped. A token keeps its offsets, so that a message can point at it
and a slice of the text can be taken out unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from typing import NamedTuple


class SqlTextError(ValueError):
    """SQL text that is not understood. `offset` counts characters from the start of the text."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


class TokenKind(Enum):
    """What a token is; a keyword is a name."""

    NAME = "name"
    QUOTED_NAME = "quoted name"
    STRING = "string"
    NUMBER = "number"
    OPERATOR = "operator"
    PUNCTUATION = "punctuation"
    PARAMETER = "parameter"


class Token(NamedTuple):
    """One token: its text as written, from `start` up to and without `end`."""

    kind: TokenKind
    text: str
    start: int
    end: int

    @property
    def name(self) -> str:
        """The name as the catalog has it: folded to lower case, or without its quotes."""
        if self.kind is TokenKind.NAME:
            return fold_name(self.text)
        if self.kind is TokenKind.QUOTED_NAME:
            return unquote_name(self.text)
        return self.text

    @property
    def word(self) -> str:
        """The text to compare with keywords and symbols: a quoted name never equals a keyword."""
        return fold_name(self.text) if self.kind is TokenKind.NAME else self.text

    @property
    def is_name(self) -> bool:
        """Whether it is a name, quoted or not, keywords included."""
        return self.kind is TokenKind.NAME or self.kind is TokenKind.QUOTED_NAME


# White space is ASCII only: to PostgreSQL a no-break space is part of a name. What is in a name is
# told by the ASCII that is not, since sets of other characters take a while to compile.
_PATTERN = re.compile(
    r"""
    (?:[ \t\n\r\f\v]+|--[^\n\r]*|/\*(?:[^*/]|\*(?!/)|/(?!\*))*\*/)*
    (?:
      (?P<STRING>
          (?:[bBxXnN]|[uU]&)?'(?:[^']|'')*'(?:[ \t\f\v]*[\n\r][ \t\n\r\f\v]*'(?:[^']|'')*')*
        | [eE]'(?:[^'\\]|''|\\.)*'(?:[ \t\f\v]*[\n\r][ \t\n\r\f\v]*'(?:[^'\\]|''|\\.)*')*
        | \$(?P<tag>(?:[^\x00-@\[-^`{-\x7f][^\x00-/:-@\[-^`{-\x7f]*)?)\$.*?\$(?P=tag)\$
      )
    | (?P<QUOTED_NAME>(?:[uU]&)?"(?:[^"]|"")+")
    | (?P<NAME>[^\x00-@\[-^`{-\x7f][^\x00-#%-/:-@\[-^`{-\x7f]*)
    | (?P<NUMBER>
          0[xX](?:_?[0-9a-fA-F])+ | 0[oO](?:_?[0-7])+ | 0[bB](?:_?[01])+
        | (?:[0-9](?:_?[0-9])*(?:\.(?!\.)(?:[0-9](?:_?[0-9])*)?)?|\.[0-9](?:_?[0-9])*)
          (?:[eE][+-]?[0-9](?:_?[0-9])*)?
      )
    | (?P<PARAMETER>\$[0-9]+)
    | (?P<PUNCTUATION>::|:=|\.\.|[,()\[\].;:])
    | (?P<OPERATOR>
          (?:(?!--|/\*)[+\-*/<>=])*(?!--|/\*)[~!@\#%^&|`?](?:(?!--|/\*)[~!@\#%^&|`?+\-*/<>=])*
        | (?:(?!--|/\*)[+\-*/<>=])*(?!--|/\*)[*/<>=]
        | (?!--)[+\-]
      )
    | (?P<COMMENT>/\*)
    | (?P<END>\Z)
    | (?P<STRAY>.)
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_COMMENT_EDGE = re.compile(r"/\*|\*/")
_UPPER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_UNICODE_ESCAPE = re.compile(r"\\(?:\\|([0-9A-Fa-f]{4})|\+([0-9A-Fa-f]{6}))")
_SIMPLE_ESCAPE = re.compile(
    r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL
)
_LETTER_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_CONTINUATION = re.compile(r"'[ \t\f\v]*[\n\r][ \t\n\r\f\v]*'")
_BRACKETS = {")": "(", "]": "["}


@lru_cache(maxsize=16384)
def tokenize(text: str) -> tuple[Token, ...]:
    """Split SQL text into tokens.

    Raises:
        SqlTextError: a string, a quoted name or a comment does not end, or a character has no
            meaning in SQL.
    """
    tokens: list[Token] = []
    position = 0
    while True:
        for match in _PATTERN.finditer(text, position):
            kind = match.lastgroup
            if kind in _KINDS:
                start, end = match.span(kind)
                tokens.append(Token(_KINDS[kind], match[kind], start, end))
            elif kind == "END":
                return tuple(tokens)
            elif kind == "COMMENT":
                position = _comment_end(text, match.start(kind))
                break
            else:
                raise _stray(text, match.start("STRAY"))


_KINDS = {kind.name: kind for kind in TokenKind}


def fold_name(text: str) -> str:
    """Fold an unquoted name as PostgreSQL does in UTF-8 databases: only ASCII letters."""
    return text.lower() if text.isascii() else text.translate(_UPPER)


def check_balanced(tokens: Iterable[Token]) -> None:
    """Check that every bracket has its partner.

    Raises:
        SqlTextError: one does not; the offset is that of the bracket.
    """
    still_open: list[Token] = []
    for token in tokens:
        text = token.text
        if token.kind is not TokenKind.PUNCTUATION:
            continue
        if text in "([":
            still_open.append(token)
        elif text in _BRACKETS and (not still_open or still_open.pop().text != _BRACKETS[text]):
            raise SqlTextError(f"'{text}' closes nothing", token.start)
    if still_open:
        raise SqlTextError(f"'{still_open[-1].text}' is never closed", still_open[-1].start)


def string_value(token: Token) -> str:
    """Return what a string constant holds; of B'' and X'' the digits."""
    text = token.text
    if text.startswith("$"):
        marker = text[: text.index("$", 1) + 1]
        return text[len(marker) : -len(marker)]
    quote = text.index("'")
    inner = _CONTINUATION.sub("", text[quote + 1 : -1])
    match text[:quote].lower():
        case "e":
            return _pair(_SIMPLE_ESCAPE.sub(_simple_escape, inner.replace("''", "'")))
        case "u&":
            return _pair(_UNICODE_ESCAPE.sub(_unicode_escape, inner.replace("''", "'")))
    return inner.replace("''", "'")


def unquote_name(text: str) -> str:
    """Return the name that is written in quotes, with `U&` before them or not."""
    if text.startswith('"'):
        return text[1:-1].replace('""', '"')
    return _pair(_UNICODE_ESCAPE.sub(_unicode_escape, text[3:-1].replace('""', '"')))


def _pair(text: str) -> str:
    """Join surrogate pairs that were written as two escapes; a lone one has no character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unicode_escape(match: re.Match[str]) -> str:
    digits = match[1] or match[2]
    return chr(int(digits, 16)) if digits and int(digits, 16) < 0x110000 else match[0][:1]


def _simple_escape(match: re.Match[str]) -> str:
    octal, short, *wide, letter = match.groups()
    digits = short or wide[0] or wide[1]
    if octal:
        return chr(int(octal, 8))
    if digits:
        return chr(int(digits, 16)) if int(digits, 16) < 0x110000 else match[0]
    return _LETTER_ESCAPES.get(letter, letter)


def _comment_end(text: str, start: int) -> int:
    """Find the end of a comment; comments nest."""
    depth = 0
    for edge in _COMMENT_EDGE.finditer(text, start):
        depth += 1 if edge[0] == "/*" else -1
        if depth == 0:
            return edge.end()
    raise SqlTextError("the comment that starts here is never closed with */", start)


def _stray(text: str, offset: int) -> SqlTextError:
    character = text[offset]
    if character == "'":
        return SqlTextError("the string that starts here is never closed with '", offset)
    if text.startswith('""', offset):
        return SqlTextError("a quoted name must not be empty", offset)
    if character == '"':
        return SqlTextError('the name that starts here is never closed with "', offset)
    if character == "$":
        return SqlTextError("the dollar-quoted string that starts here is never closed", offset)
    return SqlTextError(f"'{character}' has no meaning in SQL", offset)
