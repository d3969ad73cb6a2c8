"""A look at an expression that tells certain mistakes from what only PostgreSQL can judge.

The scanner follows the tokens and knows at each whether a value or something after a value must
come ("Value Expressions"). Where syntax begins that it does not follow (a query, the arguments of
XMLTABLE), it turns loose: there it claims no more than that two constants in a row are wrong. So a
mistake that it reports is one in every PostgreSQL, and what it says of names is exact unless it was
loose somewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from schemagen.sqltext.cursor import Cursor
from schemagen.sqltext.keywords import KEYWORDS, RESERVED
from schemagen.sqltext.tokens import SqlTextError, Token, TokenKind
from schemagen.sqltext.types import TypeName, parse_type

SqlName: TypeAlias = tuple[str | None, str]
"""A name with what stands before its dot, None if nothing does."""

_NAME_KINDS = (TokenKind.NAME, TokenKind.QUOTED_NAME)
_CONSTANT_KINDS = (TokenKind.STRING, TokenKind.NUMBER, TokenKind.PARAMETER)

# Operators that the grammar allows only between two values.
_INFIX = frozenset(["*", "/", "%", "^", "<", ">", "=", "<=", ">=", "<>", "!=", "=>"])
_QUERY_STARTS = frozenset(["select", "with", "values", "table"])
_VALUES = frozenset(
    """
    true false null default current_catalog current_date current_role current_schema current_time
    current_timestamp current_user localtime localtimestamp session_user system_user user
    """.split()
)
# Words that begin no value, whatever follows.
_NEVER_A_VALUE = frozenset(
    """
    and as asc check collate constraint desc else end foreign from group having in into limit
    offset on or order primary references then to union unique using when where
    """.split()
)
_OPERATOR_WORDS = frozenset(["is", "isnull", "like", "ilike", "notnull", "overlaps", "similar"])
_TYPE_WORDS = frozenset(
    """
    bit char character dec decimal double float int integer interval national nchar numeric real
    smallint bigint boolean time timestamp varchar
    """.split()
)
_INTERVAL_UNITS = frozenset(["year", "month", "day", "hour", "minute", "second"])
# Functions with words between their arguments, and the words after which a value follows.
_ARGUMENT_WORDS = {
    "substring": frozenset(["from", "for", "similar", "escape"]),
    "overlay": frozenset(["placing", "from", "for"]),
    "position": frozenset(["in"]),
    "trim": frozenset(["from"]),
}
_OWN_GRAMMAR = frozenset(
    """
    collation exists grouping json json_array json_arrayagg json_exists json_object json_objectagg
    json_query json_scalar json_serialize json_table json_value normalize treat xmlelement
    xmlexists xmlforest xmlparse xmlpi xmlroot xmlserialize xmltable
    """.split()
)
_IS_TESTS = frozenset(["null", "true", "false", "unknown", "document"])


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
class _Frame:
    """The inside of brackets, of CASE … END, or the whole text (`top`)."""

    kind: str
    start: int
    function: str = ""
    wants_value: bool = True
    may_close: bool = False
    after_call: bool = False
    open_betweens: int = 0
    loose: bool = False


def scan_expression(text: str) -> Scan:
    """Look at an expression.

    Raises:
        SqlTextError: no version of PostgreSQL can read it.
    """
    return _Scanner(text, loose=False).scan()


def scan_query(text: str) -> Scan:
    """Look at a query, or at several with `;` between them.

    Raises:
        SqlTextError: no version of PostgreSQL can read it.
    """
    return _Scanner(text, loose=True).scan()


class _Scanner:
    def __init__(self, text: str, *, loose: bool) -> None:
        self.cursor = Cursor(text)
        self.found = Scan(exact=not loose)
        self.frames = [_Frame("top", 0, loose=loose)]

    def scan(self) -> Scan:
        cursor = self.cursor
        if cursor.at_end():
            raise SqlTextError("nothing but white space stands here", 0)
        while not cursor.at_end():
            frame = self.frames[-1]
            if frame.loose:
                self._loose(frame)
            elif frame.wants_value:
                self._value(frame)
            else:
                self._after_value(frame)
        self._end_of_text()
        return self.found

    # Mistakes

    def _no_value(self) -> SqlTextError:
        index = self.cursor.index
        token = self.cursor.token
        before = f" after '{self.cursor.tokens[index - 1].text}'" if index else ""
        if token is None:
            return SqlTextError(f"a value is missing{before}: the text ends", self.cursor.offset)
        return SqlTextError(f"a value is missing{before}, before '{token.text}'", token.start)

    def _no_operator(self) -> SqlTextError:
        first, second = self.cursor.tokens[self.cursor.index - 1 : self.cursor.index + 1]
        message = f"an operator is missing between '{first.text}' and '{second.text}'"
        return SqlTextError(message, second.start)

    def _unexpected(self) -> SqlTextError:
        token = self.cursor.tokens[self.cursor.index]
        return SqlTextError(f"'{token.text}' does not belong here", token.start)

    # Frames

    def _open(self, kind: str, function: str = "", *, may_close: bool = False) -> None:
        """Go into brackets, or into CASE; the cursor stands at what opens them."""
        cursor = self.cursor
        opener = cursor.take()
        parent_is_loose = self.frames[-1].loose
        loose = parent_is_loose or function in _OWN_GRAMMAR or cursor.word in _QUERY_STARTS
        if loose:
            self.found.exact = False
        self.frames.append(_Frame(kind, opener.start, function, may_close=may_close, loose=loose))

    def _close(self, frame: _Frame) -> None:
        """Leave brackets; the cursor stands at the one that closes them."""
        if frame.kind == "case":
            raise SqlTextError("'case' has no 'end'", frame.start)
        if not frame.loose:
            if frame.wants_value and not frame.may_close:
                raise self._no_value()
            self._check_betweens(frame)
        self.cursor.take()
        self.frames.pop()
        self._value_read(self.frames[-1], after_call=frame.kind == "call")

    def _value_read(self, frame: _Frame, *, after_call: bool = False) -> None:
        frame.wants_value = False
        frame.may_close = False
        frame.after_call = after_call

    def _want_value(self, frame: _Frame, *, may_close: bool = False) -> None:
        frame.wants_value = True
        frame.may_close = may_close

    def _check_betweens(self, frame: _Frame) -> None:
        if frame.open_betweens:
            raise SqlTextError("'between' has no 'and' with an upper bound", self.cursor.offset)

    def _loosen(self) -> None:
        """Give up following the syntax inside the innermost brackets."""
        while self.frames[-1].kind == "case":
            self.frames.pop()
        self.frames[-1].loose = True
        self.found.exact = False

    def _end_of_text(self) -> None:
        frame = self.frames[-1]
        if frame.kind == "case":
            raise SqlTextError("'case' has no 'end'", frame.start)
        if frame.loose:
            self._check_loose_end(frame)
        elif frame.wants_value:
            raise self._no_value()
        else:
            self._check_betweens(frame)

    # Where a value must come

    def _value(self, frame: _Frame) -> None:
        cursor = self.cursor
        token = cursor.tokens[cursor.index]
        if token.kind in _NAME_KINDS:
            self._named_value(frame, token)
        elif token.kind in _CONSTANT_KINDS:
            cursor.take()
            self._value_read(frame)
        elif token.kind is TokenKind.OPERATOR:
            self._prefix(frame, token)
        elif token.text == "(":
            self._open("group")
        elif token.text == "[" and frame.kind == "array":
            self._open("array", may_close=True)
        elif token.text in ")]" and frame.may_close:
            self._close(frame)
        elif token.text == ":" and frame.kind == "index":
            cursor.take()
            self._want_value(frame, may_close=True)
        else:
            raise self._no_value()

    def _prefix(self, frame: _Frame, token: Token) -> None:
        if token.text not in _INFIX:
            self.cursor.take()
            self._want_value(frame)
        elif token.text == "*" and frame.kind == "call" and frame.may_close:
            self.cursor.take()
            self._value_read(frame)
        else:
            raise self._no_value()

    def _named_value(self, frame: _Frame, token: Token) -> None:
        cursor = self.cursor
        word = cursor.word
        following = cursor.words[cursor.index + 1 : cursor.index + 2]
        if token.kind is TokenKind.NAME and following != ["."]:
            if word in RESERVED:
                self._reserved_value(frame, word)
                return
            if word in _OPERATOR_WORDS and following != ["("] and not self._constant_follows():
                raise self._no_value()
            if word in _TYPE_WORDS and self._typed_constant(frame):
                return
            if word == "row" and following == ["("]:
                cursor.take()
                self._open("call", "row", may_close=True)
                return
            if word == "operator" and following == ["("]:
                self._operator_word()
                self._want_value(frame)
                return
        self._path(frame)

    def _constant_follows(self) -> bool:
        following = self.cursor.tokens[self.cursor.index + 1 : self.cursor.index + 2]
        return bool(following) and following[0].kind is TokenKind.STRING

    def _reserved_value(self, frame: _Frame, word: str) -> None:
        cursor = self.cursor
        if word in _VALUES:
            cursor.take()
            self._value_read(frame)
            if cursor.word == "(":
                cursor.skip_brackets()
        elif word == "not" or (word in ("variadic", "distinct", "all") and frame.may_close):
            cursor.take()
            self._want_value(frame)
        elif word == "case":
            self._open("case")
        elif word == "when" and frame.kind == "case" and cursor.words[cursor.index - 1] == "case":
            cursor.take()
        elif word == "array":
            self._array()
        elif word == "cast":
            self._path(frame)
        elif word in ("any", "all", "some"):
            cursor.take()
            if cursor.word != "(":
                raise self._no_value()
        elif word in _NEVER_A_VALUE:
            raise self._no_value()
        else:
            self._loosen()

    def _array(self) -> None:
        cursor = self.cursor
        cursor.take()
        if cursor.word == "[":
            self._open("array", may_close=True)
        elif cursor.word == "(":
            self._open("group")
        else:
            raise self._no_value()

    def _typed_constant(self, frame: _Frame) -> bool:
        """Read `interval '1 day'`, `timestamp with time zone '…'`; False if it is none."""
        cursor = self.cursor
        start, word = cursor.index, cursor.word
        try:
            parse_type(cursor)
        except SqlTextError:
            cursor.index = start
            return False
        if not cursor.kind_is(TokenKind.STRING):
            cursor.index = start
            return False
        cursor.take()
        if word == "interval" and cursor.word in _INTERVAL_UNITS:
            cursor.take()
            if cursor.accept("to") and cursor.word in _INTERVAL_UNITS:
                cursor.take()
            if cursor.word == "(":
                cursor.skip_brackets()
        self._value_read(frame)
        return True

    def _path(self, frame: _Frame) -> None:
        """Read a column, a call, a named argument or a constant of a named type."""
        cursor = self.cursor
        start = cursor.tokens[cursor.index]
        names = [cursor.take().name]
        last = start
        while cursor.accept("."):
            if cursor.accept("*"):
                self._value_read(frame)
                return
            if not cursor.kind_is(*_NAME_KINDS):
                raise self._no_value()
            last = cursor.take()
            names.append(last.name)
        name: SqlName = (".".join(names[:-1]) or None, names[-1])
        if cursor.word == "(":
            self._call(name)
        elif cursor.kind_is(TokenKind.STRING):
            self.found.types.add(name)
            cursor.take()
            self._value_read(frame)
        elif frame.kind == "call" and cursor.word in ("=>", ":=") and len(names) == 1:
            cursor.take()
            self._want_value(frame)
        else:
            self._column(start, name, last)
            self._value_read(frame)

    def _column(self, first: Token, name: SqlName, last: Token) -> None:
        if first.text.lower() == "claim" and name[0] == "claim":
            self.found.claims.add(name[1])
        else:
            self.found.columns.append((*name, last.start))

    def _call(self, name: SqlName) -> None:
        cursor = self.cursor
        self.found.functions.add(name)
        function = "" if name[0] else name[1]
        self._open("call", function, may_close=True)
        frame = self.frames[-1]
        if function == "extract":
            if cursor.words[cursor.index + 1 : cursor.index + 2] == ["from"]:
                cursor.index += 2
                frame.may_close = False
            else:
                self._loosen()
        elif function == "trim" and cursor.word in ("both", "leading", "trailing"):
            cursor.take()
            if cursor.word == "from":
                cursor.take()

    # After a value

    def _after_value(self, frame: _Frame) -> None:
        cursor = self.cursor
        token = cursor.tokens[cursor.index]
        if token.kind is TokenKind.OPERATOR:
            cursor.take()
            self._want_value(frame)
        elif token.kind is TokenKind.PUNCTUATION:
            self._after_value_symbol(frame, token)
        elif token.kind is TokenKind.NAME:
            self._after_value_word(frame, cursor.word)
        elif token.kind is TokenKind.STRING and (frame.after_call or self._continues(token)):
            cursor.take()
            self._value_read(frame)
        else:
            raise self._no_operator()

    def _continues(self, token: Token) -> bool:
        """Whether a string goes on from the one before, on another line."""
        before = self.cursor.tokens[self.cursor.index - 1]
        between = self.cursor.text[before.end : token.start]
        return before.kind is TokenKind.STRING and ("\n" in between or "\r" in between)

    def _after_value_symbol(self, frame: _Frame, token: Token) -> None:
        cursor = self.cursor
        match token.text:
            case ")" | "]":
                self._close(frame)
            case "[":
                self._open("index")
            case "::":
                cursor.take()
                self._type(parse_type(cursor))
                self._value_read(frame)
            case ",":
                if frame.kind in ("top", "case", "index"):
                    raise self._unexpected()
                self._check_betweens(frame)
                cursor.take()
                self._want_value(frame)
            case ".":
                cursor.take()
                if not cursor.accept("*"):
                    if not cursor.kind_is(*_NAME_KINDS):
                        raise self._no_value()
                    cursor.take()
                self._value_read(frame)
            case ":" if frame.kind == "index":
                cursor.take()
                self._want_value(frame, may_close=True)
            case "(":
                raise self._no_operator()
            case ";" | ":":
                raise self._unexpected()
            case _:
                self._loosen()

    def _after_value_word(self, frame: _Frame, word: str) -> None:
        cursor = self.cursor
        if word in _ARGUMENT_WORDS.get(frame.function, ()):
            cursor.take()
            self._want_value(frame)
        elif word == "as" and frame.function == "cast":
            cursor.take()
            self._type(parse_type(cursor))
            self._value_read(frame)
        elif word in ("when", "then", "else") and frame.kind == "case":
            self._check_betweens(frame)
            cursor.take()
            self._want_value(frame)
        elif word == "end":
            self._end_of_case(frame)
        elif not self._infix_word(frame, word):
            if word not in KEYWORDS:
                raise self._no_operator()
            self._loosen()

    def _type(self, found: TypeName) -> None:
        if not found.is_builtin:
            self.found.types.add((found.schema or None, found.name))

    def _end_of_case(self, frame: _Frame) -> None:
        if frame.kind != "case":
            raise self._unexpected()
        self._check_betweens(frame)
        self.cursor.take()
        self.frames.pop()
        self._value_read(self.frames[-1])

    def _infix_word(self, frame: _Frame, word: str) -> bool:
        """Read a word that joins or tests values; False if it is none of them."""
        cursor = self.cursor
        start = cursor.index
        if word == "not":
            cursor.take()
            word = cursor.word
            if word not in ("in", "like", "ilike", "similar", "between"):
                cursor.index = start
                return False
        match word:
            case "and":
                frame.open_betweens = max(0, frame.open_betweens - 1)
            case "or":
                self._check_betweens(frame)
            case "between":
                frame.open_betweens += 1
            case "is":
                return self._is(frame)
            case "at":
                return self._at(frame)
            case "collate":
                return self._collate(frame)
            case "operator":
                self._operator_word()
                self._want_value(frame)
                return True
            case "isnull" | "notnull":
                cursor.take()
                self._value_read(frame)
                return True
            case "in" | "like" | "ilike" | "similar" | "overlaps" | "escape":
                pass
            case _:
                return False
        cursor.take()
        if word == "similar":
            cursor.accept("to")
        elif word == "between" and cursor.word in ("symmetric", "asymmetric"):
            cursor.take()
        elif word == "in" and cursor.word != "(":
            raise cursor.error("expected '(' after 'in'")
        self._want_value(frame)
        return True

    def _is(self, frame: _Frame) -> bool:
        cursor = self.cursor
        start = cursor.index
        cursor.take()
        cursor.accept("not")
        if cursor.accept("distinct", "from"):
            self._want_value(frame)
            return True
        if cursor.word in _IS_TESTS:
            cursor.take()
            self._value_read(frame)
            return True
        if cursor.at_end():
            raise self._no_value()
        cursor.index = start
        return False

    def _at(self, frame: _Frame) -> bool:
        if self.cursor.accept("at", "local"):
            self._value_read(frame)
            return True
        if self.cursor.accept("at", "time", "zone"):
            self._want_value(frame)
            return True
        return False

    def _collate(self, frame: _Frame) -> bool:
        self.cursor.take()
        self.cursor.qualified_name("the name of a collation after 'collate'")
        self._value_read(frame)
        return True

    def _operator_word(self) -> None:
        """Read `operator(pg_catalog.+)`."""
        self.cursor.take()
        if self.cursor.word != "(":
            raise self.cursor.error("expected '(' after 'operator'")
        self.cursor.skip_brackets()

    # Inside syntax that is not followed

    def _loose(self, frame: _Frame) -> None:
        cursor = self.cursor
        token = cursor.tokens[cursor.index]
        if token.kind is TokenKind.PUNCTUATION:
            self._loose_symbol(frame, token)
        elif token.kind in _NAME_KINDS:
            self._loose_name(token)
        else:
            self._check_constants(token)
            cursor.take()

    def _loose_symbol(self, frame: _Frame, token: Token) -> None:
        cursor = self.cursor
        if token.text in "([":
            before = cursor.words[cursor.index - 1] if cursor.index else ""
            self._open("group", "cast" if before == "cast" else "")
        elif token.text in ")]":
            self._check_loose_end(frame)
            self._close(frame)
        else:
            cursor.take()
            if token.text == "::":
                self._type(parse_type(cursor))

    def _loose_name(self, token: Token) -> None:
        cursor = self.cursor
        qualifier = self._qualifier()
        following = cursor.words[cursor.index + 1 : cursor.index + 2]
        is_word = token.kind is TokenKind.NAME and not qualifier
        if following == ["("] and not (is_word and cursor.word in RESERVED):
            self.found.functions.add((qualifier, token.name))
        elif self._constant_follows() and not (is_word and token.name in KEYWORDS):
            self.found.types.add((qualifier, token.name))
        elif following == ["."] and token.text.lower() == "claim" and not qualifier:
            claim = cursor.tokens[cursor.index + 2 : cursor.index + 3]
            self.found.claims.update(item.name for item in claim if item.is_name)
        cursor.take()
        if is_word and token.name == "as" and self.frames[-1].function == "cast":
            self._type(parse_type(cursor))

    def _qualifier(self) -> str | None:
        tokens, index = self.cursor.tokens, self.cursor.index
        if index >= 2 and tokens[index - 1].text == "." and tokens[index - 2].is_name:
            return tokens[index - 2].name
        return None

    def _check_constants(self, token: Token) -> None:
        index = self.cursor.index
        if token.kind in _CONSTANT_KINDS and index:
            before = self.cursor.tokens[index - 1]
            if before.kind in _CONSTANT_KINDS and not self._continues(token):
                raise self._no_operator()

    def _check_loose_end(self, frame: _Frame) -> None:
        """Check that brackets, or the text, do not end with AND or OR."""
        tokens, index = self.cursor.tokens, self.cursor.index
        if index and tokens[index - 1].word in ("and", "or"):
            named = index >= 2 and tokens[index - 2].word in (".", "as")
            if not named and tokens[index - 1].start > frame.start:
                raise self._no_value()

