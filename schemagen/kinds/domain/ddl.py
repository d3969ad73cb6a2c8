"""Statements about domains."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from schemagen.catalog.lock import Work
from schemagen.catalog.object import ObjectId
from schemagen.catalog.statement import Effect, Statement
from schemagen.kinds.domain.model import Domain, DomainCheck
from schemagen.kinds.effects import NO_LOCK, SHARE, users_of
from schemagen.kinds.kind import CreateContext, Release
from schemagen.kinds.support import qualified, qualified_text, rename_object, statement
from schemagen.sqltext.quoting import Literal, Name, Raw, join_sql, sql


def create(item: Domain, _: CreateContext) -> Iterable[Statement]:
    """Build CREATE DOMAIN, and what its statement cannot say of checks."""
    parts = [
        sql("CREATE DOMAIN {} AS {}", qualified(item.id), Raw(item.type)),
        sql("COLLATE {}", Raw(item.collation)) if item.collation else "",
        sql("DEFAULT {}", Raw(item.default)) if item.default is not None else "",
        "NOT NULL" if item.not_null else "",
        *(_check_text(check) for check in item.checks if not check.not_valid),
    ]
    yield statement(item, "{}", Raw(join_sql(parts)), effect=NO_LOCK)
    for check in item.checks:
        if check.not_valid:
            yield _add(item, check)
        if check.comment:
            yield _describe(item, check)


def _check_text(check: DomainCheck) -> str:
    return sql("CONSTRAINT {} CHECK ({})", Name(check.name), Raw(check.expression))


def _add(item: Domain, check: DomainCheck) -> Statement:
    text = "ALTER DOMAIN {} ADD {}{}"
    ending = Raw(" NOT VALID" if check.not_valid else "")
    fails_if = f"a value of {qualified_text(item)} breaks {check.name}"
    effect = NO_LOCK if check.not_valid else _checking(item, fails_if)
    what = Raw(_check_text(check))
    return statement(item, text, qualified(item.id), what, ending, effect=effect)


def _remove(item: Domain, check: DomainCheck) -> Statement:
    text = "ALTER DOMAIN {} DROP CONSTRAINT {}"
    return statement(item, text, qualified(item.id), Name(check.name), effect=NO_LOCK)


def _describe(item: Domain, check: DomainCheck) -> Statement:
    text = "COMMENT ON CONSTRAINT {} ON DOMAIN {} IS {}"
    name, comment = Name(check.name), Literal(check.comment)
    return statement(item, text, name, qualified(item.id), comment, effect=NO_LOCK)


def drop(item: Domain) -> Iterable[Statement]:
    """Build DROP DOMAIN."""
    yield statement(item, "DROP DOMAIN {}", qualified(item.id), effect=NO_LOCK)


def set_default(_: Domain, desired: Domain) -> Iterable[Statement]:
    """Change the default of columns of the domain."""
    if desired.default is None:
        text = "ALTER DOMAIN {} DROP DEFAULT"
        yield statement(desired, text, qualified(desired.id), effect=NO_LOCK)
    else:
        text, default = "ALTER DOMAIN {} SET DEFAULT {}", Raw(desired.default)
        yield statement(desired, text, qualified(desired.id), default, effect=NO_LOCK)


def set_not_null(_: Domain, desired: Domain) -> Iterable[Statement]:
    """Let values be null, or not."""
    what = Raw("SET" if desired.not_null else "DROP")
    effect = NO_LOCK
    if desired.not_null:
        effect = _checking(desired, f"a row has no value of {qualified_text(desired)}")
    text = "ALTER DOMAIN {} {} NOT NULL"
    yield statement(desired, text, qualified(desired.id), what, effect=effect)


def _checking(item: Domain, fails_if: str) -> Effect:
    """Return the effect of what reads every table that uses the domain."""
    return Effect(fails_if=fails_if, reach=users_of(item.id, SHARE, Work.SCAN))


def set_checks(current: Domain, desired: Domain) -> Iterable[Statement]:
    """Drop, add, validate and describe checks."""
    before = {check.name: check for check in current.checks}
    after = {check.name: check for check in desired.checks}
    for name, check in before.items():
        if name not in after or _is_other(check, after[name]):
            yield _remove(desired, check)
    for name, check in after.items():
        there = before.get(name)
        new = there is None or _is_other(there, check)
        if new:
            yield _add(desired, check)
        elif there and there.not_valid and not check.not_valid:
            fails_if = f"a value of {qualified_text(desired)} breaks {name}"
            yield statement(
                desired,
                "ALTER DOMAIN {} VALIDATE CONSTRAINT {}",
                qualified(desired.id),
                Name(name),
                effect=_checking(desired, fails_if),
            )
        if check.comment != (None if new or there is None else there.comment):
            yield _describe(desired, check)


def _is_other(there: DomainCheck, check: DomainCheck) -> bool:
    """Tell whether a check has to be made anew: PostgreSQL cannot make one not valid."""
    return there.expression != check.expression or (check.not_valid and not there.not_valid)


def release(_: Domain, item: Domain, other: ObjectId) -> Release:
    """Do without the checks and the default that call what is being replaced."""
    called = other.name.partition("(")[0]
    checks = [check for check in item.checks if called in check.expression]
    default = item.default if item.default is not None and called in item.default else None
    if "(" not in other.name or not (checks or default):
        return Release((), (), impossible=True)
    without = replace(item, default=None)
    return Release(
        (
            *(_remove(item, check) for check in checks),
            *(set_default(item, without) if default else ()),
        ),
        (
            *(set_default(without, item) if default else ()),
            *(_add(item, check) for check in checks),
            *(_describe(item, check) for check in checks if check.comment),
        ),
    )


def rename(current: Domain, desired: Domain) -> Iterable[Statement]:
    """Build ALTER DOMAIN … RENAME TO."""
    yield rename_object("DOMAIN", current, desired, NO_LOCK)
