"""A trigger in PostgreSQL's own syntax: what follows the name in CREATE TRIGGER.

`on <table>` is left out, because the trigger stands at its table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemagen.sqltext.cursor import Cursor
from schemagen.sqltext.quoting import join_sql, quote_literal, quote_name, quote_names
from schemagen.sqltext.tokens import SqlTextError, TokenKind, string_value

_EVENTS = ("insert", "update", "delete", "truncate")


def read_trigger(text: str) -> dict[str, Any]:
    """Read `before update of a, b for each row when (…) execute function f(1, 'a')`.

    Keys are those of the mapping form, there only if the text says something about them.

    Raises:
        SqlTextError: the text is not a trigger.
    """
    cursor = Cursor(text)
    found: dict[str, Any] = {"timing": _timing(cursor), "events": [_event(cursor)]}
    while cursor.accept("or"):
        found["events"].append(_event(cursor))
    if cursor.word == "on":
        message = "the trigger stands at its table: leave out 'on' and the table's name"
        raise SqlTextError(message, cursor.offset)
    if cursor.accept("from"):
        found |= {"from": cursor.qualified_name("the name of a table"), "constraint": True}
    _deferral(cursor, found)
    if cursor.accept("referencing"):
        found["referencing"] = _transition_tables(cursor)
    if cursor.accept("for"):
        cursor.accept("each")
        if cursor.word not in ("row", "statement"):
            raise cursor.error("expected 'each row' or 'each statement' after 'for'")
        found["for_each"] = cursor.take().name
    if cursor.accept("when"):
        found["when"] = cursor.in_brackets("'when'")
    _function(cursor, found)
    return found


def write_trigger(mapping: Mapping[str, Any]) -> str:
    """Write the text for a mapping that `read_trigger` gives; both say the same."""
    referencing = mapping.get("referencing", {})
    tables = " ".join(
        f"{key.replace('_', ' ')} as {quote_name(name)}" for key, name in referencing.items()
    )
    arguments = ", ".join(map(_argument_text, mapping.get("arguments", ())))
    parts = [
        mapping["timing"],
        " or ".join(mapping["events"]),
        f"from {mapping['from']}" if "from" in mapping else "",
        _deferral_text(mapping),
        f"referencing {tables}" if tables else "",
        f"for each {mapping['for_each']}" if "for_each" in mapping else "",
        f"when ({mapping['when']})" if "when" in mapping else "",
        f"execute function {mapping['function']}({arguments})",
    ]
    return join_sql(parts)


def _deferral_text(mapping: Mapping[str, Any]) -> str:
    if mapping.get("initially_deferred"):
        return "deferrable initially deferred"
    if mapping.get("deferrable"):
        return "deferrable"
    # Of a constraint trigger something is said that others have not.
    return "not deferrable" if mapping.get("constraint") and "from" not in mapping else ""


def _argument_text(value: str) -> str:
    return value if value.isdigit() and value.isascii() else quote_literal(value)


def _timing(cursor: Cursor) -> str:
    for timing in ("before", "after", "instead of"):
        if cursor.accept(*timing.split()):
            return timing
    raise cursor.error("expected 'before', 'after' or 'instead of'")


def _event(cursor: Cursor) -> str:
    if cursor.word not in _EVENTS:
        raise cursor.error(f"expected one of {', '.join(_EVENTS)}")
    event = cursor.take().name
    if event != "update" or not cursor.accept("of"):
        return event
    columns = [cursor.name("a column", reserved=True)]
    while cursor.accept(","):
        columns.append(cursor.name("a column", reserved=True))
    return f"update of {quote_names(columns)}"


def _deferral(cursor: Cursor, found: dict[str, Any]) -> None:
    """Read what only a constraint trigger has."""
    while True:
        if cursor.accept("not", "deferrable"):
            found["deferrable"] = False
        elif cursor.accept("deferrable"):
            found["deferrable"] = True
        elif cursor.accept("initially", "deferred"):
            found["initially_deferred"] = True
        elif cursor.accept("initially", "immediate"):
            found["initially_deferred"] = False
        else:
            return
        found["constraint"] = True


def _transition_tables(cursor: Cursor) -> dict[str, str]:
    tables: dict[str, str] = {}
    while cursor.word in ("old", "new"):
        offset = cursor.offset
        key = f"{cursor.take().name}_table"
        if key in tables:
            raise SqlTextError(f"'{key.replace('_', ' ')}' is given twice", offset)
        cursor.expect("table", after="'old' or 'new'")
        cursor.accept("as")
        tables[key] = cursor.name("the name of the transition table")
    if not tables:
        raise cursor.error("expected 'old table' or 'new table' after 'referencing'")
    return tables


def _function(cursor: Cursor, found: dict[str, Any]) -> None:
    if not cursor.accept("execute"):
        raise cursor.error("expected 'execute function'")
    if not cursor.accept("procedure"):
        cursor.expect("function", after="'execute'")
    found["function"] = cursor.qualified_name("the name of a function")
    cursor.expect("(", after="the name of the function")
    arguments: list[str] = []
    while not cursor.accept(")"):
        arguments.append(_argument(cursor))
        if not cursor.accept(",") and cursor.word != ")":
            raise cursor.error("expected ',' or ')' after the argument")
    if arguments:
        found["arguments"] = arguments
    if not cursor.at_end():
        raise cursor.error("expected nothing after the function")


def _argument(cursor: Cursor) -> str:
    """Read a constant; a trigger's function gets every argument as text."""
    token = cursor.take()
    if token.kind is TokenKind.STRING:
        return string_value(token)
    if token.is_name or token.kind is TokenKind.NUMBER:
        return token.name
    raise SqlTextError("an argument of a trigger's function is a constant", token.start)
