"""Statements about aggregates."""

from __future__ import annotations

from collections.abc import Iterable

from schemagen.catalog.statement import Statement
from schemagen.kinds.aggregate.model import FUNCTIONS, Aggregate
from schemagen.kinds.effects import NO_LOCK
from schemagen.kinds.kind import CreateContext
from schemagen.kinds.support import function_name, statement
from schemagen.sqltext.quoting import Literal, Name, QualifiedName, Raw, join_sql, sql


def identity(item: Aggregate) -> str:
    """Return how statements name an aggregate."""
    arguments = Raw(item.arguments or "*")
    return sql("{}({})", QualifiedName(item.id.schema, item.name), arguments)


def granted_on(item: Aggregate) -> tuple[str, None]:
    """Return what GRANT names."""
    name = QualifiedName(item.id.schema, item.name)
    return sql("FUNCTION {}({})", name, Raw(item.input_types)), None


def create(item: Aggregate, _: CreateContext) -> Iterable[Statement]:
    """Make an aggregate."""
    yield _made(item)


def _made(item: Aggregate, *, replacing: bool = False) -> Statement:
    return statement(
        item,
        "CREATE {}AGGREGATE {} (\n    {}\n)",
        Raw("OR REPLACE " if replacing else ""),
        Raw(identity(item)),
        Raw(_definition(item)),
        effect=NO_LOCK,
    )


def _definition(item: Aggregate) -> str:
    raw = ("sfunc", "stype", "sspace", "finalfunc")
    moving = ("msfunc", "minvfunc", "mstype", "msspace", "mfinalfunc")
    parallel = item.parallel if item.parallel != "unsafe" else None
    return join_sql(
        [
            *(_option(field, getattr(item, field)) for field in raw),
            "FINALFUNC_EXTRA" if item.finalfunc_extra else "",
            _option("finalfunc_modify", item.finalfunc_modify),
            *(_option(field, getattr(item, field)) for field in FUNCTIONS[2:5]),
            _constant("initcond", item.initcond),
            *(_option(field, getattr(item, field)) for field in moving),
            "MFINALFUNC_EXTRA" if item.mfinalfunc_extra else "",
            _option("mfinalfunc_modify", item.mfinalfunc_modify),
            _constant("minitcond", item.minitcond),
            _option("sortop", item.sortop),
            _option("parallel", parallel),
            "HYPOTHETICAL" if item.hypothetical else "",
        ],
        ",\n    ",
    )


def _option(field: str, value: str | int | None) -> str:
    return "" if value is None else sql("{} = {}", Raw(field.upper()), Raw(str(value)))


def _constant(field: str, value: str | None) -> str:
    return "" if value is None else sql("{} = {}", Raw(field.upper()), Literal(value))


def drop(item: Aggregate) -> Iterable[Statement]:
    """Remove an aggregate."""
    yield statement(item, "DROP AGGREGATE {}", Raw(identity(item)), effect=NO_LOCK)


def replace(_: Aggregate, desired: Aggregate) -> Iterable[Statement]:
    """Make it anew in its place, as CREATE OR REPLACE AGGREGATE can."""
    yield _made(desired, replacing=True)


def rename(current: Aggregate, desired: Aggregate) -> Iterable[Statement]:
    """Give an aggregate another name."""
    former, name = Raw(identity(current)), Name(function_name(desired.id, desired.input_types))
    yield statement(desired, "ALTER AGGREGATE {} RENAME TO {}", former, name, effect=NO_LOCK)
