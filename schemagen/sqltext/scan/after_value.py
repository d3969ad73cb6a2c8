"""After a value: operators, casts, subscripts, and the words that join or test values."""

from __future__ import annotations

from schemagen.sqltext.scan.state import Frame, ScanState
from schemagen.sqltext.scan.value import NAME_KINDS, read_operator_word
from schemagen.sqltext.tokens import Token, TokenKind
from schemagen.sqltext.types import parse_type

# Functions with words between their arguments, after which a value follows.
_ARGUMENT_WORDS = {
    "substring": frozenset(["from", "for", "similar", "escape"]),
    "overlay": frozenset(["placing", "from", "for"]),
    "position": frozenset(["in"]),
    "trim": frozenset(["from"]),
}
_IS_TESTS = frozenset(["null", "true", "false", "unknown", "document", "normalized"])
_UNICODE_FORMS = frozenset(["nfc", "nfd", "nfkc", "nfkd"])
_JSON_KINDS = frozenset(["value", "array", "object", "scalar"])
_NEGATED = frozenset(["in", "like", "ilike", "similar", "between"])


def read_after_value(state: ScanState, frame: Frame) -> None:
    """Read what stands after a value.

    Raises:
        SqlTextError: nothing that comes next may stand there.
    """
    cursor = state.cursor
    token = cursor.tokens[cursor.index]
    if token.kind is TokenKind.OPERATOR:
        cursor.take()
        frame.want_value()
    elif token.kind is TokenKind.PUNCTUATION:
        _symbol(state, frame, token)
    elif token.kind is TokenKind.NAME:
        _word(state, frame, cursor.word)
    elif token.kind is TokenKind.STRING and (frame.after_call or state.continues_string(token)):
        cursor.take()
        frame.value_read()
    else:
        raise state.no_operator()


def _symbol(state: ScanState, frame: Frame, token: Token) -> None:
    cursor = state.cursor
    match token.text:
        case ")" | "]":
            state.close(frame)
        case "[":
            state.open("index")
        case "::":
            cursor.take()
            state.type_named(parse_type(cursor))
            frame.value_read()
        case "," if frame.kind in ("group", "call", "array"):
            state.check_betweens(frame)
            cursor.take()
            frame.want_value()
        case ".":
            cursor.take()
            if not cursor.accept("*"):
                if not cursor.kind_is(*NAME_KINDS):
                    raise state.no_value()
                cursor.take()
            frame.value_read()
        case ":" if frame.kind == "index":
            cursor.take()
            frame.want_value(may_close=True)
        case "(":
            raise state.no_operator()
        case _:
            raise state.unexpected()


def _word(state: ScanState, frame: Frame, word: str) -> None:
    cursor = state.cursor
    if word in _ARGUMENT_WORDS.get(frame.function, ()):
        cursor.take()
        frame.want_value()
    elif word == "as" and frame.function == "cast":
        cursor.take()
        state.type_named(parse_type(cursor))
        frame.value_read()
    elif word in ("when", "then", "else") and frame.kind == "case":
        state.check_betweens(frame)
        cursor.take()
        frame.want_value()
    elif word == "end" and frame.kind == "case":
        state.check_betweens(frame)
        cursor.take()
        state.frames.pop()
        state.frames[-1].value_read()
    elif not (_infix(state, frame, word) or _test(state, frame, word) or _aggregate(state, word)):
        _other_word(state, frame, word)


def _other_word(state: ScanState, frame: Frame, word: str) -> None:
    if word == "order" and frame.kind == "call":
        state.loosen()
        return
    previous = state.cursor.tokens[state.cursor.index - 1]
    if word in ("not", "then", "else", "when", "end") or previous.word in ("is", "not"):
        raise state.unexpected()
    raise state.no_operator()


def _infix(state: ScanState, frame: Frame, word: str) -> bool:
    """Read a word that joins two values; False if it is none."""
    cursor = state.cursor
    if word == "not" and cursor.words[cursor.index + 1 : cursor.index + 2]:
        word = cursor.words[cursor.index + 1]
        if word not in _NEGATED:
            return False
        cursor.take()
    match word:
        case "and":
            frame.open_betweens = max(0, frame.open_betweens - 1)
        case "or":
            state.check_betweens(frame)
        case "between":
            frame.open_betweens += 1
        case "in" | "like" | "ilike" | "similar" | "overlaps" | "escape":
            pass
        case "operator":
            read_operator_word(state)
            frame.want_value()
            return True
        case "at":
            return _time_zone(state, frame)
        case _:
            return False
    cursor.take()
    if word == "similar":
        cursor.expect("to", after="'similar'")
    elif word == "between" and cursor.word in ("symmetric", "asymmetric"):
        cursor.take()
    elif word == "in" and cursor.word != "(":
        raise cursor.error("expected '(' after 'in'")
    frame.want_value()
    return True


def _time_zone(state: ScanState, frame: Frame) -> bool:
    cursor = state.cursor
    cursor.take()
    if cursor.accept("local"):
        frame.value_read()
        return True
    cursor.expect("time", "zone", after="'at'")
    frame.want_value()
    return True


def _test(state: ScanState, frame: Frame, word: str) -> bool:
    """Read a word that says something about one value; False if it is none."""
    cursor = state.cursor
    if word in ("isnull", "notnull"):
        cursor.take()
    elif word == "uescape":
        cursor.take()
        if not cursor.kind_is(TokenKind.STRING):
            raise cursor.error("expected a string after 'uescape'")
        cursor.take()
    elif word == "collate":
        cursor.take()
        cursor.qualified_name("the name of a collation after 'collate'")
    elif word == "is":
        cursor.take()
        cursor.accept("not")
        if cursor.accept("distinct", "from"):
            frame.want_value()
            return True
        _is(state)
    else:
        return False
    frame.value_read()
    return True


def _is(state: ScanState) -> None:
    cursor = state.cursor
    if cursor.word in _IS_TESTS:
        cursor.take()
    elif cursor.word in _UNICODE_FORMS:
        form = cursor.take().name
        cursor.expect("normalized", after=f"'{form}'")
    elif cursor.accept("json"):
        if cursor.word in _JSON_KINDS:
            cursor.take()
        if cursor.accept("with", "unique") or cursor.accept("without", "unique"):
            cursor.accept("keys")
    else:
        raise cursor.error("expected 'null', 'true', 'distinct from' or another test after 'is'")


def _aggregate(state: ScanState, word: str) -> bool:
    """Read FILTER (…), WITHIN GROUP (…) and OVER (…); False if it is none."""
    cursor = state.cursor
    if word == "within" and cursor.accept("within", "group"):
        pass
    elif word in ("filter", "over") and state.frames[-1].after_call:
        cursor.take()
    else:
        return False
    if cursor.word == "(":
        state.open_loosely()
        # What comes after the brackets still belongs to the call.
        return True
    if word == "over":
        cursor.name("the name of a window after 'over'")
        state.frames[-1].value_read()
        return True
    raise cursor.error(f"expected '(' after '{word}'")
