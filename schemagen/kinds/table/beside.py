"""How a large table comes to be partitioned, or partitioned no more, and keeps nobody waiting.

A table of the desired form is made beside it, in a schema of its own, where everything has its
final name. A trigger writes there what is written to the present one, and batches copy the rest.
What is in both is compared before the one takes the place of the other in a moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from schemagen.catalog.hazard import Hazard, HazardType
from schemagen.catalog.lock import Work
from schemagen.catalog.statement import Statement, Transaction
from schemagen.kinds.effects import (
    ACCESS_EXCLUSIVE,
    ACCESS_SHARE,
    NO_LOCK,
    ROW_EXCLUSIVE,
    SHARE_ROW_EXCLUSIVE,
    locking,
)
from schemagen.kinds.online import Elsewhere
from schemagen.kinds.support import qualified, statement
from schemagen.kinds.table import alters
from schemagen.kinds.table.model import Table
from schemagen.kinds.table.periods import make_periods
from schemagen.sqltext.quoting import (
    Literal,
    Name,
    Names,
    QualifiedName,
    Raw,
    dollar_quote,
    fit_name,
    join_sql,
    quote_qualified,
    sql,
)


def _begin(current: Table, other: Table) -> Iterator[Statement]:
    """Make the schema; let the owner see all rows."""
    schema = Name(other.id.schema)
    yield statement(current, "CREATE SCHEMA {}", schema, effect=NO_LOCK)
    if current.force_row_security:
        yield from alters.force_row_security(current, replace(current, force_row_security=False))


def _aside(item: Table) -> Table:
    """Return a table as it stands until rows are in it: policies hold for nobody."""
    return replace(
        item,
        row_security=False,
        force_row_security=False,
        replica_identity="default",
        cluster_on=None,
        owner=None,
        comment=None,
    )


def _follow(
    current: Table, other: Table, columns: Sequence[str], key: Sequence[str]
) -> Iterator[Statement]:
    """Have what is written from now on written to the other table too."""
    if other.rotation is not None:
        effect = locking(current, ACCESS_SHARE, Work.SCAN, transaction=Transaction.OWN)
        yield statement(current, "{}", Raw(make_periods(current, other)), effect=effect)
    function, table = _follower(other), qualified(current.id)
    same = Raw(join_sql([sql("{} = OLD.{}", Name(name), Name(name)) for name in key], " AND "))
    values = Raw(join_sql([sql("NEW.{}", Name(name)) for name in columns], ", "))
    body = sql(
        _BODY,
        other=qualified(other.id),
        same=same,
        columns=Names(tuple(columns)),
        values=values,
    )
    made = sql("CREATE FUNCTION {}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER", function)
    text = Raw(sql("{} SET search_path = '' AS {}", Raw(made), Raw(dollar_quote(body))))
    yield statement(current, "{}", text, effect=NO_LOCK)
    locked = locking(current, SHARE_ROW_EXCLUSIVE)
    for name, fired in _triggers(current):
        how = "CREATE TRIGGER {} AFTER {} EXECUTE FUNCTION {}()"
        yield statement(current, how, name, Raw(sql(fired, table)), function, effect=locked)
        always = "ALTER TABLE {} ENABLE ALWAYS TRIGGER {}"
        yield statement(current, always, table, name, effect=locked)


_BODY: Final = """
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        TRUNCATE {other};
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM {other} WHERE {same};
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO {other} ({columns}) OVERRIDING SYSTEM VALUE VALUES ({values});
    END IF;
    RETURN NULL;
END
"""


def _follower(other: Table) -> QualifiedName:
    return QualifiedName(other.id.schema, fit_name(other.id.name, suffix="follow"))


def _triggers(current: Table) -> Iterator[tuple[Name, str]]:
    rows = "INSERT OR UPDATE OR DELETE ON {} FOR EACH ROW"
    yield Name(fit_name("~", current.id.name, suffix="follow")), rows
    emptied = "TRUNCATE ON {} FOR EACH STATEMENT"
    yield Name(fit_name("~", current.id.name, suffix="empty")), emptied


def _copy(
    current: Table, other: Table, columns: Sequence[str], key: Sequence[str]
) -> Iterator[Statement]:
    """Copy what was written before, some rows at a time, and see that nothing is missing."""
    costs = f"writing the rows of {current.id.schema}.{current.id.name} anew takes disk and log"
    risks = (Hazard(HazardType.IMPACTS_DATABASE_PERFORMANCE, costs),)
    effect = locking(current, ROW_EXCLUSIVE, Work.SCAN, risks=risks, transaction=Transaction.OWN)
    listed = Names(tuple(columns))
    yield statement(
        current,
        "INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM {} ON CONFLICT DO NOTHING",
        qualified(other.id),
        listed,
        Raw(join_sql([sql("{}.{}", qualified(current.id), Name(name)) for name in columns], ", ")),
        qualified(current.id),
        effect=replace(effect, batches=tuple(key)),
    )
    seen = locking(current, ACCESS_SHARE, Work.SCAN, transaction=Transaction.OWN)
    yield statement(current, "ANALYZE {}", qualified(other.id), effect=replace(seen, locks=()))
    body = sql(
        _SAME,
        columns=Raw(join_sql([sql("present.{}", Name(name)) for name in columns], ", ")),
        here=qualified(current.id),
        there=qualified(other.id),
        message=Literal(f"not all rows of {current.id.name} are in the table that was made of it"),
    )
    yield statement(current, "DO {}", Raw(dollar_quote(body)), effect=seen)


# One statement sees one moment, in which a row and its copy are both there or both not.
_SAME: Final = """
BEGIN
    IF (
        SELECT (
            SELECT ROW(count(*), sum(pg_catalog.hashtextextended(ROW({columns})::text, 0)))
            FROM {here} AS present
        ) IS DISTINCT FROM (
            SELECT ROW(count(*), sum(pg_catalog.hashtextextended(ROW({columns})::text, 0)))
            FROM {there} AS present
        )
    ) THEN
        RAISE EXCEPTION USING MESSAGE = {message};
    END IF;
END
"""


def _abandon(current: Table, other: Table) -> Iterator[str]:
    yield sql("DROP SCHEMA IF EXISTS {} CASCADE", Name(other.id.schema))
    if current.force_row_security:
        yield sql("ALTER TABLE {} FORCE ROW LEVEL SECURITY", qualified(current.id))


def _let_go(current: Table) -> Iterator[Statement]:
    """Keep everybody out, for the moment in which the tables change places."""
    effect = locking(current, ACCESS_EXCLUSIVE)
    text = "LOCK TABLE {} IN ACCESS EXCLUSIVE MODE"
    yield statement(current, text, qualified(current.id), effect=effect)


def _take_place(other: Table, desired: Table) -> Iterator[Statement]:
    """Put a table with its partitions where it belongs, and guard those that nobody lists."""
    yield statement(desired, "DROP FUNCTION {}()", _follower(other), effect=NO_LOCK)
    guards = [
        sql("EXECUTE pg_catalog.format('ALTER TABLE %s {} ROW LEVEL SECURITY', part);", Raw(word))
        for word, on in (
            ("ENABLE", desired.row_security),
            ("FORCE", desired.force_row_security),
        )
        if on and desired.rotation
    ]
    move = sql(
        _MOVE,
        whole=Literal(quote_qualified(other.id.schema, other.id.name)),
        schema=Name(desired.id.schema),
        guards=Raw("".join(f"\n        {text}" for text in guards)),
    )
    yield statement(desired, "DO {}", Raw(dollar_quote(move)), effect=NO_LOCK)
    yield statement(desired, "DROP SCHEMA {}", Name(other.id.schema), effect=NO_LOCK)


_MOVE: Final = """
DECLARE
    whole CONSTANT regclass := {whole};
    part regclass;
BEGIN
    FOR part IN SELECT relid FROM pg_catalog.pg_partition_tree(whole) WHERE relid <> whole LOOP
        EXECUTE pg_catalog.format('ALTER TABLE %s SET SCHEMA {schema}', part);{guards}
    END LOOP;
    EXECUTE pg_catalog.format('ALTER TABLE %s SET SCHEMA {schema}', whole);
END
"""


def _guard(aside: Table, desired: Table) -> Iterator[Statement]:
    """Let policies hold again."""
    for field in ("row_security", "force_row_security"):
        if getattr(aside, field) != getattr(desired, field):
            yield from alters.ALTERS[field](aside, desired) or ()


def _refuses(current: Table, desired: Table) -> str:
    """Return why a table is not made elsewhere; empty if nothing is in the way."""
    if len(desired.id.name) > _LONGEST:
        return f"names of partitions of {desired.id.name} would be cut"
    if desired.rotation is not None and desired.rotation.manager != "schemagen":
        return "its partitions are made by pg_partman"
    if current.server or current.inherits or current.of_type or current.partition_of:
        return "it is a foreign table, a partition, typed, or inherits"
    return ""


_LONGEST: Final = 40

ELSEWHERE: Final = Elsewhere(
    fields=frozenset({"partition_by"}),
    refuses=_refuses,
    begin=_begin,
    aside=_aside,
    follow=_follow,
    copy=_copy,
    abandon=_abandon,
    let_go=_let_go,
    take_place=_take_place,
    guard=_guard,
)
"""How a table is partitioned while everybody goes on with it."""
