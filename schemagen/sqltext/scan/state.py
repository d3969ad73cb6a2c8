"""What the scanner has seen, and where it is: frames for brackets and for CASE … END."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from schemagen.sqltext.cursor import Cursor
from schemagen.sqltext.tokens import SqlTextError, Token, TokenKind
from schemagen.sqltext.types import TypeName

SqlName: TypeAlias = tuple[str | None, str]
"""A name with what stands before its dot, None if nothing does."""

_QUERY_STARTS = frozenset(["select", "with", "values", "table"])
# Their arguments are no list of values.
_OWN_GRAMMAR = frozenset(
    """
    exists grouping json json_array json_arrayagg json_exists json_object json_objectagg
    json_query json_scalar json_serialize json_table json_value normalize treat xmlelement
    xmlexists xmlforest xmlparse xmlpi xmlroot xmlserialize xmltable
    """.split()
)


@dataclass(slots=True)
class Scan:
    """What was seen.

    Attributes:
        columns: qualifier, name and offset of every column; complete only if `exact`.
        functions: every name that is called, built-in ones included.
        types: every type that is named and not built in.
        claims: the names behind `claim.`.
        exact: whether all syntax was followed.
    """

    columns: list[tuple[str | None, str, int]] = field(default_factory=list)
    functions: set[SqlName] = field(default_factory=set)
    types: set[SqlName] = field(default_factory=set)
    claims: set[str] = field(default_factory=set)
    exact: bool = True


@dataclass(slots=True)
class Frame:
    """The inside of brackets, of CASE … END, or the whole text (`top`).

    Attributes:
        kind: `top`, `group`, `call`, `array`, `index` or `case`.
        start: the offset of what opened it.
        function: whose arguments these are, if it has no schema.
        wants_value: whether a value must come next.
        may_close: whether it may end although a value is wanted: `f()`, `x[1:]`.
        after_call: whether a call came last: `numeric(3)` may be followed by a string.
        open_betweens: how many BETWEEN still wait for their AND.
        loose: whether the syntax is not followed here.
    """

    kind: str
    start: int
    function: str = ""
    wants_value: bool = True
    may_close: bool = False
    after_call: bool = False
    open_betweens: int = 0
    loose: bool = False

    def value_read(self, *, after_call: bool = False) -> None:
        """Go on behind a value."""
        self.wants_value = False
        self.may_close = False
        self.after_call = after_call

    def want_value(self, *, may_close: bool = False) -> None:
        """Go on before a value."""
        self.wants_value = True
        self.may_close = may_close


class ScanState:
    """A cursor over the text, the frames that it is in, and what was found so far.

    Raises:
        SqlTextError: the text is empty, or lexically wrong, or a bracket has no partner.
    """

    def __init__(self, text: str, *, loose: bool) -> None:
        self.cursor = Cursor(text)
        self.found = Scan(exact=not loose)
        self.frames = [Frame("top", 0, loose=loose)]
        if self.cursor.at_end():
            raise SqlTextError("there is no SQL here", 0)

    def open(self, kind: str, function: str = "", *, may_close: bool = False) -> Frame:
        """Go into brackets, or into CASE; the cursor stands at what opens them."""
        cursor = self.cursor
        opener = cursor.take()
        loose = self.frames[-1].loose or function in _OWN_GRAMMAR or cursor.word in _QUERY_STARTS
        frame = Frame(kind, opener.start, function, may_close=may_close, loose=loose)
        if loose:
            self.found.exact = False
        self.frames.append(frame)
        return frame

    def open_loosely(self) -> None:
        """Go into brackets whose syntax is not followed."""
        self.open("group").loose = True
        self.found.exact = False

    def close(self, frame: Frame) -> None:
        """Leave brackets; the cursor stands at the one that closes them."""
        if frame.kind == "case":
            raise SqlTextError("'case' has no 'end'", frame.start)
        if not frame.loose:
            if frame.wants_value and not frame.may_close:
                raise self.no_value()
            self.check_betweens(frame)
        self.cursor.take()
        self.frames.pop()
        self.frames[-1].value_read(after_call=frame.kind == "call")

    def loosen(self) -> None:
        """Give up following the syntax inside the innermost brackets."""
        while self.frames[-1].kind == "case":
            self.frames.pop()
        self.frames[-1].loose = True
        self.found.exact = False

    def end_of_text(self) -> None:
        """Check that the text may end here."""
        frame = self.frames[-1]
        if frame.kind == "case":
            raise SqlTextError("'case' has no 'end'", frame.start)
        if not frame.loose:
            if frame.wants_value:
                raise self.no_value()
            self.check_betweens(frame)

    def check_betweens(self, frame: Frame) -> None:
        """Check that every BETWEEN got its upper bound."""
        if frame.open_betweens:
            raise SqlTextError("'between' has no 'and' with an upper bound", self.cursor.offset)

    def type_named(self, found: TypeName) -> None:
        """Remember a type, unless it is built in."""
        if not found.is_builtin:
            self.found.types.add((found.schema or None, found.name))

    def string_follows(self) -> bool:
        """Whether a string stands behind the next token."""
        following = self.cursor.tokens[self.cursor.index + 1 : self.cursor.index + 2]
        return bool(following) and following[0].kind is TokenKind.STRING

    def continues_string(self, token: Token) -> bool:
        """Whether a string goes on from the one before, on another line."""
        before = self.cursor.tokens[self.cursor.index - 1]
        between = self.cursor.text[before.end : token.start]
        return before.kind is TokenKind.STRING and ("\n" in between or "\r" in between)

    def no_value(self) -> SqlTextError:
        """Build the error for a place where a value must come."""
        index, token = self.cursor.index, self.cursor.token
        before = f" after '{self.cursor.tokens[index - 1].text}'" if index else ""
        if token is None:
            return SqlTextError(f"a value is missing{before}: the text ends", self.cursor.offset)
        return SqlTextError(f"a value is missing{before}, before '{token.text}'", token.start)

    def no_operator(self) -> SqlTextError:
        """Build the error for a value that comes right after another."""
        first, second = self.cursor.tokens[self.cursor.index - 1 : self.cursor.index + 1]
        message = f"an operator is missing between {shown(first)} and {shown(second)}"
        return SqlTextError(message, second.start)

    def unexpected(self) -> SqlTextError:
        """Build the error for a token that cannot stand where it stands."""
        token = self.cursor.tokens[self.cursor.index]
        return SqlTextError(f"{shown(token)} does not belong here", token.start)


def shown(token: Token) -> str:
    """Return a token as messages show it; strings bring their own quotes."""
    return token.text if token.kind is TokenKind.STRING else f"'{token.text}'"
