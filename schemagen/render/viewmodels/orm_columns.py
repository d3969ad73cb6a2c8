"""Columns for SQLAlchemy: as attributes of a class, and as columns of a table without one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from schemagen.frozen import frozen
from schemagen.kinds.column import Identity
from schemagen.kinds.counting import chosen_numbers
from schemagen.render.viewmodels.orm_types import OrmType
from schemagen.render.viewmodels.pycode import Argument, Call, bracketed, keyword, lay_out, sql_text
from schemagen.render.viewmodels.pytext import INDENT, WIDTH, string

_FETCHED = "sa.FetchedValue()"


class SaidColumn(NamedTuple):
    """What a table says of a column. In many tables it is the same, so that work is done once.

    Attributes:
        name: what the database calls it.
        choice: the name for the values that it may have.
        shape: the name for what it holds that is of a shape.
        is_key: whether it is all of the primary key.
        is_filled: whether a trigger fills it.
        is_touched: whether a trigger changes it on update.
    """

    name: str
    type: str
    not_null: bool
    default: str | None
    generated: str | None
    storage: str | None
    identity: Identity | None
    comment: str | None
    choice: str | None
    shape: str | None
    is_key: bool
    is_filled: bool
    is_touched: bool


@frozen
class OrmColumn:
    """A column as SQLAlchemy has it.

    Attributes:
        name: what the database calls it.
        code: the expression that makes its type.
        held: the annotation of a value that is not null.
        required: whether a value is never null.
        default: SQL, where what SQLAlchemy knows of it can be compared with a database.
        fetched: whether there is a default that cannot be, or a trigger that fills it.
        touched: whether a trigger changes it on update.
        generated: the expression that it is computed with, and whether it is stored.
    """

    name: str
    code: str
    held: str
    required: bool
    default: str | None = None
    fetched: bool = False
    touched: bool = False
    generated: tuple[str, bool] | None = None
    identity: Identity | None = None
    comment: str | None = None


def orm_column(said: SaidColumn, kind: OrmType, document: str | None) -> OrmColumn:
    """Return a column of a type; `document` is the expression for that of a shape."""
    default = said.default
    serial = default is not None and default.startswith("nextval(")
    # Nobody can compare values of json, and Alembic takes serials for no default. A serial
    # that is the primary key is what SQLAlchemy expects of one, and fastest to insert.
    unseen = default is not None and (serial or said.type == "json")
    fetched = unseen and not (serial and said.is_key)
    return OrmColumn(
        name=said.name,
        code=document or kind.code,
        held=said.choice or said.shape or kind.annotation,
        required=said.not_null or kind.not_null,
        default=None if unseen else default,
        fetched=fetched or kind.has_default or said.is_filled,
        touched=said.is_touched,
        generated=None if said.generated is None else (said.generated, said.storage != "virtual"),
        identity=said.identity,
        comment=said.comment,
    )


def column_field(attribute: str, column: OrmColumn) -> list[str]:
    """Return the lines of a column as an attribute of a class."""
    arguments = tuple(_arguments(column))
    if attribute != column.name:
        arguments = (string(column.name), *arguments)
    held = column.held if column.required else f"{column.held} | None"
    return field_lines(attribute, held, bracketed("mapped_column(", arguments))


def plain_column(column: OrmColumn) -> Call:
    """Return a column of a table without a class."""
    arguments = _arguments(column, says_null=True)
    return bracketed("sa.Column(", (string(column.name), *arguments))


def field_lines(attribute: str, held: str, code: Call) -> list[str]:
    """Return an attribute; what does not fit is broken behind the name, else inside the type."""
    before = f"{attribute}: Mapped[{held}] = "
    if len(INDENT) + len(before) + len(code.head) <= WIDTH:
        return lay_out(code, indent=len(INDENT), before=before)
    if len(INDENT) + len(before) < WIDTH:
        inner = lay_out(code, indent=2 * len(INDENT))
        return [f"{before}(", *(INDENT + line for line in inner), ")"]
    rest = lay_out(code, indent=len(INDENT), before="] = ")
    return [f"{attribute}: Mapped[", f"{INDENT}{held}", *rest]


def _arguments(column: OrmColumn, *, says_null: bool = False) -> Iterable[Argument]:
    """Yield the type first, then whatever else there is to be said.

    Whether it may be null is said by an annotation, where there is one.
    """
    yield column.code
    if column.identity is not None:
        yield _identity(column.identity)
    if column.generated is not None:
        expression, stored = column.generated
        persisted = keyword("persisted", str(stored))
        yield bracketed("sa.Computed(", (*sql_text(expression).items, persisted))
    if says_null and column.required:
        yield keyword("nullable", "False")
    if column.default is not None:
        yield keyword("server_default", sql_text(column.default))
    elif column.fetched:
        yield keyword("server_default", _FETCHED)
    if column.touched:
        yield keyword("server_onupdate", _FETCHED)
    if column.comment:
        yield keyword("comment", string(column.comment))


def _identity(item: Identity) -> Call:
    arguments = [keyword("always", "True")] if item.generation == "always" else []
    words = {"minimum": "minvalue", "maximum": "maxvalue"}
    numbers = chosen_numbers(item).items()
    arguments += [keyword(words.get(name, name), str(number)) for name, number in numbers]
    arguments += [keyword("cycle", "True")] if item.cycle else []
    return bracketed("sa.Identity(", tuple(arguments))
