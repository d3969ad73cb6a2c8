"""The statements about functions and procedures."""

from __future__ import annotations

import re
from collections.abc import Iterable

from schemagen.catalog.hazard import authz, untracked
from schemagen.catalog.lock import Lock
from schemagen.catalog.statement import Effect, Statement
from schemagen.kinds.effects import NO_LOCK, ROW_EXCLUSIVE
from schemagen.kinds.function.model import RELATIONS, STANDARD_BODY, Function
from schemagen.kinds.function.reading import tells_all
from schemagen.kinds.kind import CreateContext
from schemagen.kinds.support import function_name, statement
from schemagen.sqltext.quoting import (
    Literal,
    Name,
    QualifiedName,
    Raw,
    dollar_quote,
    sql,
)

_READ_BY_POSTGRESQL = frozenset({"c", "internal", "sql"})
_FOR_TRIGGERS = frozenset({"trigger", "event_trigger"})


# Lists, which hold their items with quotes where they need any (GUC_LIST_QUOTE); a quoted constant;
# a word or a number.
_LISTS = frozenset(
    ["local_preload_libraries", "search_path", "session_preload_libraries", "temp_tablespaces"]
)
_PLAIN_VALUE = re.compile(r"'.*'|[a-z_][a-z0-9_]*|-?[0-9]+(\.[0-9]+)?", re.IGNORECASE | re.DOTALL)


def _setting(key: str, value: str) -> str:
    if key in _LISTS and value == '""':
        return "''"  # an empty item is a constant; no name is empty
    if key in _LISTS or _PLAIN_VALUE.fullmatch(value):
        return value
    return sql("{}", Literal(value))


def noun(item: Function) -> str:
    """Return what statements call it."""
    return "PROCEDURE" if item.procedure else "FUNCTION"


def identity_text(item: Function) -> str:
    """Return how a statement names it, with the types of its arguments."""
    return sql("{}({})", QualifiedName(item.id.schema, item.name), Raw(item.input_types))


def create(item: Function, _: CreateContext) -> Iterable[Statement]:
    """Make a function."""
    yield _made(item)


def _made(item: Function, *, replacing: bool = False) -> Statement:
    lines = [
        sql(
            "CREATE {}{} {}({})",
            Raw("OR REPLACE " if replacing else ""),
            Raw(noun(item)),
            QualifiedName(item.id.schema, item.name),
            Raw(item.arguments),
        )
    ]
    if item.returns:
        lines.append(sql("    RETURNS {}", Raw(item.returns)))
    lines.append("    " + " ".join(_attributes(item)))
    lines += [
        sql("    SET {} = {}", Name(key), Raw(_setting(key, value))) for key, value in item.settings
    ]
    if item.language == "sql" and STANDARD_BODY.match(item.body):
        lines.append(item.body)
    elif item.object_file is not None:
        lines.append(sql("AS {}, {}", Literal(item.object_file), Literal(item.body)))
    else:
        lines.append("AS " + dollar_quote(item.body, "function" if "$$" in item.body else ""))
    return statement(item, "{}", Raw("\n".join(lines)), effect=_making(item))


def _making(item: Function) -> Effect:
    """Return what is to be known of a function that is made or replaced."""
    risks = []
    if item.security_definer:
        risks.append(authz(f"{identity_text(item)} does for everyone what its owner may do"))
    if item.language not in _READ_BY_POSTGRESQL and not _is_read(item):
        risks.append(untracked(f"what the body of {identity_text(item)} needs is known to nobody"))
    return Effect(tuple(_read_for(item)), tuple(risks))


def _is_read(item: Function) -> bool:
    return item.language == "plpgsql" and tells_all(item.body)


def _read_for(item: Function) -> Iterable[Lock]:
    """Yield locks for reading a body of the SQL standard, which may change rows."""
    if STANDARD_BODY.match(item.body):
        relations = {
            (key.schema, key.table or key.name)
            for key in item.depends_on
            if key.table or key.kind in RELATIONS
        }
        for schema, relation in sorted(relations):
            yield Lock(ROW_EXCLUSIVE, schema, relation)


def _attributes(item: Function) -> Iterable[str]:
    yield sql("LANGUAGE {}", Name(item.language))
    if item.transforms:
        yield "TRANSFORM " + ", ".join(sql("FOR TYPE {}", Raw(name)) for name in item.transforms)
    if item.window:
        yield "WINDOW"
    if item.volatility != "volatile":
        yield item.volatility.upper()
    if item.leakproof:
        yield "LEAKPROOF"
    if item.strict:
        yield "STRICT"
    if item.security_definer:
        yield "SECURITY DEFINER"
    if item.parallel != "unsafe":
        yield sql("PARALLEL {}", Raw(item.parallel.upper()))
    if item.cost is not None:
        yield sql("COST {}", Literal(item.cost))
    if item.rows is not None:
        yield sql("ROWS {}", Literal(item.rows))
    if item.support:
        yield sql("SUPPORT {}", Raw(item.support))


def drop(item: Function) -> Iterable[Statement]:
    """Remove a function; one for triggers is called by nobody else."""
    risk = untracked(f"functions and applications that call {identity_text(item)} by name break")
    effect = Effect(risks=() if item.returns in _FOR_TRIGGERS else (risk,))
    yield statement(item, "DROP {} {}", Raw(noun(item)), Raw(identity_text(item)), effect=effect)


def or_replace(_: Function, desired: Function) -> Iterable[Statement]:
    """Put another function in its place, with everything that depends on it."""
    yield _made(desired, replacing=True)


def rename(current: Function, desired: Function) -> Iterable[Statement]:
    """Give a function another name."""
    yield statement(
        desired,
        "ALTER {} {} RENAME TO {}",
        Raw(noun(current)),
        Raw(identity_text(current)),
        Name(function_name(desired.id, desired.input_types)),
        effect=NO_LOCK,
    )
