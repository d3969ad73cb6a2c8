"""The key `partition_by` of a table in a spec: by what its rows are told apart, and how often."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final
from typing import Literal as Choice

from pydantic import Field, model_validator

from schemagen.declare.base import NameList, ShortForm, spec_error
from schemagen.declare.draft import TableDraft
from schemagen.declare.expressions import check_expression
from schemagen.kinds.table.rotation import Rotation, read_keep
from schemagen.sqltext.quoting import name_parts
from schemagen.sqltext.tokens import SqlTextError
from schemagen.sqltext.types import read_type

_STRATEGY: Final = re.compile(r"(?is)\s*(range|list|hash)\s*\((.+)\)\s*")
_TIMES: Final = ("date", "timestamp without time zone", "timestamp with time zone")
_NUMBERS: Final = ("smallint", "integer", "bigint")


class PartitionBySpec(ShortForm):
    """By what a table is partitioned: `range (created_at)`, or a mapping that also says which
    partitions there are to be."""

    range_: str | None = Field(None, alias="range")
    """A column, or expressions."""
    list_: str | None = Field(None, alias="list")
    """A column, or an expression."""
    hash_: str | None = Field(None, alias="hash")
    """Columns, or expressions."""
    every: Choice["day", "week", "month", "year"] | Annotated[int, Field(gt=0)] | None = None
    """How wide the partitions of a range are: `month`, or so many numbers."""
    ahead: int = Field(3, ge=0, le=1000)
    """Partitions beyond the one in use."""
    keep: str | Annotated[int, Field(gt=0)] | None = None
    """How long rows are kept: `24 months`, or so many numbers; else for ever."""
    expired: Choice["detach", "archive", "drop"] = "detach"
    """What `schemagen maintain` does with older partitions."""
    default: bool = True
    """Whether a partition takes the rows of no other one."""
    manager: Choice["schemagen", "pg_partman"] = "schemagen"
    """What makes the partitions."""
    partitions: Annotated[int, Field(gt=0, le=1000)] | dict[str, NameList] | None = None
    """How many there are of a hash; by name the values of a list."""

    @classmethod
    def from_text(cls, text: str) -> dict[str, Any]:
        """Read `range (created_at)`."""
        found = _STRATEGY.fullmatch(text)
        if found is None:
            raise SqlTextError("this is neither range (…), list (…) nor hash (…)", 0)
        return {found[1].lower(): found[2].strip()}

    @property
    def strategy(self) -> tuple[str, str]:
        """The word and the columns or expressions: `("range", "created_at")`."""
        given = {"range": self.range_, "list": self.list_, "hash": self.hash_}
        return next((word, text) for word, text in given.items() if text is not None)

    @model_validator(mode="after")
    def _agree(self) -> PartitionBySpec:
        if [self.range_, self.list_, self.hash_].count(None) != 2:
            raise _unclear("rows are partitioned by one of `range`, `list` and `hash`")
        word, text = self.strategy
        rotating = ("ahead", "keep", "expired", "manager")
        stray = [key for key in rotating if key in self.model_fields_set and self.every is None]
        if self.every is not None and word != "range":
            raise _unclear(f"`every` is of ranges, and this is a {word}", "every")
        if stray:
            raise _unclear(f"`{stray[0]}` needs `every`", stray[0], hint="every: month")
        if self.every is not None and len(name_parts(text)) != 1:
            raise _unclear("partitions that come and go are by one column", "range")
        wanted = {"hash": int, "list": dict}.get(word, type(None))
        if self.partitions is not None and not isinstance(self.partitions, wanted):
            hint = "hash: a number; list: {eu: [de, fr]}; range: `every`"
            raise _unclear(f"`partitions` of a {word} are said otherwise", "partitions", hint=hint)
        _check_keep(self)
        return self


def _unclear(message: str, *at: str, hint: str = "") -> Exception:
    return spec_error("partition-by", message, hint=hint, at=at)


def _check_keep(spec: PartitionBySpec) -> None:
    if spec.keep is None:
        return
    by_number = isinstance(spec.every, int)
    if by_number != isinstance(spec.keep, int):
        hint = "keep: 5000000" if by_number else "keep: 24 months"
        raise _unclear("`keep` and `every` measure different things", "keep", hint=hint)
    try:
        if isinstance(spec.keep, str):
            read_keep(spec.keep)
    except ValueError:
        hint = "a number of days, weeks, months or years: 24 months"
        raise _unclear("this is no length of time", "keep", hint=hint) from None


def lower_strategy(spec: PartitionBySpec | None, table: TableDraft) -> str | None:
    """Return what stands behind PARTITION BY: `RANGE (created_at)`."""
    if spec is None:
        return None
    word, body = spec.strategy
    columns = table.project.names.columns.get(table.id)
    path = ("partition_by",) if spec.model_fields_set == {f"{word}_"} else ("partition_by", word)
    check_expression(f"({body})", table.project, table.path(*path), columns)
    return f"{word.upper()} ({body.strip()})"


def lower_rotation(spec: PartitionBySpec | None, table: TableDraft) -> Rotation | None:
    """Return how partitions come and go, None where they do not; records a column of another type
    than that takes."""
    if spec is None or spec.every is None or spec.range_ is None:
        return None
    column = name_parts(spec.range_)[0]
    text = (table.project.names.columns.get(table.id) or {}).get(column)
    found = _plain_type(text)
    counted = isinstance(spec.every, int)
    if text is not None and found not in (_NUMBERS if counted else _TIMES):
        wanted = "a number for a column that counts" if not counted else "day, week, month or year"
        table.problem(
            "partition-by",
            f'column "{column}" is of type {text}, which does not go with `every: {spec.every}`',
            "partition_by",
            "every",
            hint=f"write {wanted}"
            if found in (*_NUMBERS, *_TIMES)
            else "it takes date, timestamp, timestamptz, integer or bigint",
        )
    return Rotation(
        column=column,
        type=found,
        every=str(spec.every),
        ahead=spec.ahead,
        keep=None if spec.keep is None else str(spec.keep),
        expired=spec.expired,
        default=spec.default,
        manager=spec.manager,
    )


def _plain_type(text: str | None) -> str:
    try:
        return read_type(text).without_modifiers if text else ""
    except SqlTextError:
        return ""
