"""The words of a column: its type, and constraints in any order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from schemagen.declare.default_text import read_default
from schemagen.declare.sequence_text import read_sequence_options
from schemagen.declare.suggest import did_you_mean
from schemagen.sqltext.cursor import Cursor
from schemagen.sqltext.quoting import quote_names
from schemagen.sqltext.tokens import SqlTextError, TokenKind
from schemagen.sqltext.types import parse_type

_ACTIONS = ("no action", "restrict", "cascade", "set null", "set default")
_STORAGE = ("plain", "external", "extended", "main", "default")


def read_target(cursor: Cursor) -> dict[str, Any]:
    """Read a table and, where they follow, its columns."""
    found: dict[str, Any] = {"table": cursor.qualified_name("the name of a table")}
    if cursor.word == "(":
        found["columns"] = cursor.names_in_brackets("the table")
    return found


class ColumnReader:
    """Reads one column. `last` is the constraint that `deferrable` and the like belong to; `name`
    the one that CONSTRAINT gives to what follows."""

    def __init__(self, text: str) -> None:
        self.cursor = Cursor(text)
        self.found: dict[str, Any] = {}
        self.last = ""
        self.name: str | None = None
        self.offset = 0
        self.readers: dict[str, Callable[[], None]] = {
            "not": self._not,
            "null": self._null,
            "check": self._check,
            "default": self._default,
            "generated": self._generated,
            "unique": self._unique,
            "primary": self._primary_key,
            "references": self._references,
            "collate": self._collate,
            "compression": self._compression,
            "storage": self._storage,
            "deferrable": self._attribute,
            "initially": self._attribute,
            "enforced": self._attribute,
        }

    def read(self) -> dict[str, Any]:
        """Return the keys of the mapping form that the text says something about."""
        if self.cursor.at_end():
            raise SqlTextError("a column needs a type", 0)
        self._type()
        while not self.cursor.at_end():
            self._constraint()
        return self.found

    def _type(self) -> None:
        cursor = self.cursor
        if cursor.words[1:2] == ["<"] and cursor.word in ("json", "jsonb"):
            if cursor.take().name == "json":
                raise SqlTextError("only jsonb can have a shape: write jsonb<Shape>", 0)
            cursor.take()
            written = cursor.token
            cursor.name("the name of a shape")
            cursor.expect(">", after="the name of the shape")
            # A shape is no SQL name: it keeps its capital letters.
            self.found |= {"type": "jsonb", "shape": written.text.strip('"') if written else ""}
            return
        start = cursor.index
        parse_type(cursor)
        self.found["type"] = cursor.slice(start)

    def _constraint(self) -> None:
        cursor = self.cursor
        self.offset = cursor.offset
        self.name = None
        if cursor.accept("constraint"):
            self.name = cursor.name("the name of a constraint")
            if cursor.word in ("collate", "compression", "storage", "constraint", ""):
                raise cursor.error("expected a constraint after its name")
        reader = self.readers.get(cursor.word)
        if reader is None:
            self._unknown()
        reader()

    def _unknown(self) -> NoReturn:
        token = self.cursor.token
        if token is None or token.kind is not TokenKind.NAME:
            raise self.cursor.error("expected a constraint such as 'not null' or 'default'")
        hint = did_you_mean(token.name, [*self.readers, "constraint"]).replace('"', "'")
        message = f"unknown word '{token.text}'"
        raise SqlTextError(f"{message}; {hint}" if hint else message, token.start)

    def _set(self, key: str, value: Any, words: str = "") -> None:
        if key in self.found:
            raise SqlTextError(f"'{words or key}' is given twice", self.offset)
        self.found[key] = value
        self.last = key

    def _not(self) -> None:
        cursor = self.cursor
        if cursor.looks_at("not", "deferrable") or cursor.looks_at("not", "enforced"):
            self._attribute()
            return
        if cursor.looks_at("not", "valid"):
            message = "'not valid' stands only on constraints of the table"
            raise SqlTextError(message, self.offset)
        cursor.take()
        cursor.expect("null", after="'not'")
        if self.found.get("not_null") is False:
            raise SqlTextError("'null' and 'not null' contradict each other", self.offset)
        self._set("not_null", True, "not null")
        if self.name:
            self.found["not_null_name"] = self.name
        if cursor.looks_at("no", "inherit"):
            message = "'not null' of a column is always inherited: leave out 'no inherit'"
            raise SqlTextError(message, cursor.offset)

    def _null(self) -> None:
        self.cursor.take()
        if self.found.get("not_null"):
            raise SqlTextError("'not null' and 'null' contradict each other", self.offset)
        self._set("not_null", False, "null")

    def _check(self) -> None:
        self.cursor.take()
        check = {"expression": self.cursor.in_brackets("'check'")} | self._named()
        if self.cursor.accept("no", "inherit"):
            check["no_inherit"] = True
        self.found.setdefault("check", []).append(check)
        self._simplify_check()
        self.last = "check"

    def _simplify_check(self) -> None:
        if list(self.found["check"][-1]) == ["expression"]:
            self.found["check"][-1] = self.found["check"][-1]["expression"]

    def _named(self) -> dict[str, Any]:
        return {"name": self.name} if self.name else {}

    def _default(self) -> None:
        self.cursor.take()
        self._set("default", read_default(self.cursor))

    def _generated(self) -> None:
        cursor = self.cursor
        cursor.take()
        by_default = cursor.accept("by")
        if by_default:
            cursor.expect("default", after="'by'")
        elif not cursor.accept("always"):
            raise cursor.error("expected 'always' or 'by default' after 'generated'")
        cursor.expect("as", after="'by default'" if by_default else "'always'")
        if cursor.accept("identity"):
            options = read_sequence_options(cursor) if cursor.word == "(" else {}
            generation = "by default" if by_default else "always"
            self._set("identity", {"generation": generation, **options})
            return
        if by_default:
            raise cursor.error("expected 'identity' after 'generated by default as'")
        generated = {"expression": cursor.in_brackets("'generated always as'")}
        if cursor.word in ("stored", "virtual"):
            generated["storage"] = cursor.take().name
        self._set("generated", generated)

    def _unique(self) -> None:
        cursor = self.cursor
        cursor.take()
        options = self._named()
        if cursor.accept("nulls"):
            options["nulls_not_distinct"] = cursor.accept("not")
            cursor.expect("distinct", after="'nulls'")
        self._set("unique", options or True)
        self._no_index_parameters()

    def _primary_key(self) -> None:
        self.cursor.take()
        self.cursor.expect("key", after="'primary'")
        self._set("primary_key", True, "primary key")
        if self.name:
            self.found["primary_key_name"] = self.name
        self._no_index_parameters()

    def _no_index_parameters(self) -> None:
        if self.cursor.word in ("with", "using", "include"):
            self._only_on_table(self.cursor.word, self.cursor.offset)

    def _only_on_table(self, words: str, offset: int) -> NoReturn:
        message = f"'{words}' needs the constraint to stand under '{self.last}' of the table"
        raise SqlTextError(message, offset)

    def _references(self) -> None:
        cursor = self.cursor
        cursor.take()
        target = read_target(cursor) | self._named()
        if "references" in self.found:
            raise SqlTextError(
                "a second reference belongs under 'foreign_keys' of the table", self.offset
            )
        self._set("references", target)
        while cursor.word in ("match", "on"):
            self.offset = cursor.offset
            if cursor.accept("match"):
                if cursor.word not in ("simple", "full"):
                    raise cursor.error("expected 'simple' or 'full' after 'match'")
                self._set("match", cursor.take().name)
            else:
                self._action()
        self.last = "references"

    def _action(self) -> None:
        cursor = self.cursor
        cursor.take()
        if cursor.word not in ("delete", "update"):
            raise cursor.error("expected 'delete' or 'update' after 'on'")
        event = cursor.take().name
        self._set(f"on_{event}", read_action(cursor), f"on {event}")

    def _collate(self) -> None:
        self.cursor.take()
        self._set("collation", self.cursor.qualified_name("the name of a collation"), "collate")

    def _compression(self) -> None:
        self.cursor.take()
        self._set("compression", self.cursor.name("a method", reserved=True))

    def _storage(self) -> None:
        self.cursor.take()
        if self.cursor.word not in _STORAGE:
            raise self.cursor.error(f"expected one of {', '.join(_STORAGE)} after 'storage'")
        self._set("storage", self.cursor.take().name)

    def _attribute(self) -> None:
        """Read what says something about the constraint before it."""
        cursor = self.cursor
        start = cursor.index
        value = not cursor.accept("not")
        key = cursor.take().name
        if key == "initially":
            if cursor.word not in ("deferred", "immediate"):
                raise cursor.error("expected 'deferred' or 'immediate' after 'initially'")
            key, value = "initially_deferred", cursor.take().name == "deferred"
        words = cursor.slice(start)
        if self.last in ("unique", "primary_key") and key != "enforced":
            self._only_on_table(words, self.offset)
        if self.last == "references" and key != "enforced":
            self.found[key] = value
        elif self.last in ("references", "check") and key == "enforced":
            self._set_enforced(value)
        else:
            raise SqlTextError(f"'{words}' follows no constraint that it can change", self.offset)

    def _set_enforced(self, value: bool) -> None:
        if self.last == "references":
            self.found["references"]["enforced"] = value
            return
        check = self.found["check"][-1]
        known = check if isinstance(check, dict) else {"expression": check}
        self.found["check"][-1] = known | {"enforced": value}


def read_action(cursor: Cursor) -> str:
    """Read what a foreign key does on delete or update: `cascade`, `set null (a, b)`.

    Raises:
        SqlTextError: it is no such action.
    """
    for action in _ACTIONS:
        if cursor.accept(*action.split()):
            if action.startswith("set") and cursor.word == "(":
                columns = cursor.names_in_brackets(f"'{action}'")
                return f"{action} ({quote_names(columns)})"
            return action
    raise cursor.error(f"expected one of {', '.join(_ACTIONS)}")
