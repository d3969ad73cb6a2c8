"""The statements that keep what a plan takes away, and those that restore it on its way back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from schemagen import kinds
from schemagen.catalog.archive import ARCHIVED, is_archive
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.hazard import Hazard, HazardType, correctness, deletes
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.statement import Effect, Statement
from schemagen.diff.engine import differences
from schemagen.kinds.archive import AnyKeep
from schemagen.kinds.effects import NO_LOCK
from schemagen.kinds.support import schema_id
from schemagen.plan.archive import Archive, Kept
from schemagen.plan.whole import create_object
from schemagen.sqltext.quoting import Literal, Name, Raw, dollar_quote, sql


class Keeping:
    """Keeps nothing: what a plan does without an archive."""

    @property
    def keys(self) -> Collection[ObjectId]:
        """What is kept, or changed so that values are."""
        return ()

    def begin(self) -> Iterable[Statement]:
        """Do what comes before everything else."""
        return ()

    def save(self, _: Collection[ObjectId] = ()) -> Iterable[Statement]:
        """Do what comes when everything has its new name, and is else as it was; not for these."""
        return ()

    def save_late(self, _: Collection[ObjectId]) -> Iterable[Statement]:
        """Do the same for these, right before they go."""
        return ()

    def make(self, _: CatalogObject) -> Iterable[Statement] | None:
        """Make an object with its values, or None for one that has none to come back."""
        return None

    def altered(self, _: ObjectId) -> Iterable[Statement]:
        """Do what follows the change of an object in its place."""
        return ()

    def end(self) -> Iterable[Statement]:
        """Do what comes when everything stands."""
        return ()

    def settle(self, statement: Statement) -> Statement:
        """Return a statement of the plan with what it loses now."""
        return statement


class Saving(Keeping):
    """The way there; `current` and `desired` have everything under its new name, `before` not."""

    def __init__(
        self, archive: Archive, before: Catalog, current: Catalog, desired: Catalog
    ) -> None:
        self._before = before
        self._archive, self._current, self._desired = archive, current, desired
        self._kept = {kept.after: kept for kept in archive.kept}
        self._former = {schema: former for former, schema in archive.sources.items()}

    @property
    def keys(self) -> Collection[ObjectId]:
        """What is kept, as it is called after renames."""
        return self._kept.keys()

    def begin(self) -> Iterable[Statement]:
        """Make the archives, and copy into them what takes its time."""
        for schema in self._archive.schemas:
            yield from _make(schema)
        for kept in self._archive.kept:
            copy = _keep(kept).copy
            if kept.there.watched and copy is not None:
                yield from copy(self._before[kept.before], kept.back)

    def save(self, later: Collection[ObjectId] = ()) -> Iterable[Statement]:
        """Copy values while everything is there, but of what goes later."""
        return self._save(kept for kept in self._archive.kept if kept.after not in later)

    def save_late(self, keys: Collection[ObjectId]) -> Iterable[Statement]:
        """Copy values of what others have read until now; it may have been written until now."""
        return self._save(kept for kept in self._archive.kept if kept.after in keys)

    def _save(self, listed: Iterable[Kept]) -> Iterator[Statement]:
        """Copy values; all of what hides rows is put off at once."""
        saves: dict[str, Statement] = {}
        off: dict[str, Statement] = {}
        on: dict[str, Statement] = {}
        for kept in listed:
            item, desired = self._current[kept.after], self._desired.get(kept.after)
            before, after = _quiet(_homes(self._current, item))
            off |= {each.sql: each for each in before}
            on |= {each.sql: each for each in after}
            saves |= {each.sql: each for each in _keep(kept).save(item, desired, kept.there)}
        yield from (*off.values(), *saves.values(), *on.values())

    def altered(self, key: ObjectId) -> Iterable[Statement]:
        """Note what values have become."""
        kept = self._kept.get(key)
        if kept is not None and kept.changed:
            item = self._desired[key]
            off, on = _quiet(_homes(self._desired, item))
            yield from (*off, *_keep(kept).note(item, kept.there), *on)

    def settle(self, statement: Statement) -> Statement:
        """Return a statement of the plan with what is lost nevertheless, and why."""
        kept = self._kept.get(statement.target)
        if kept is not None:
            return _as_kept(statement, kept)
        if is_archive(statement.target.schema):
            return self._of_archive(statement)
        reason = self._archive.refused.get(statement.target)
        return _explained(statement, reason) if reason else statement

    def _of_archive(self, statement: Statement) -> Statement:
        """Return a statement under the name that its object had, for nobody but its owner."""
        key = statement.target
        schema = self._former.get(key.schema, key.schema)
        alone = statement.without(HazardType.AUTHZ_UPDATE).without(HazardType.INDEX_DROPPED)
        return replace(alone, target=key._replace(schema=schema))


class Bringing(Keeping):
    """The way back; `goes` is what is not there all the time."""

    def __init__(
        self, archive: Archive, current: Catalog, desired: Catalog, goes: Collection[ObjectId]
    ) -> None:
        self._archive, self._current, self._desired = archive, current, desired
        self._goes = goes
        self._kept = {kept.before: kept for kept in archive.kept}
        self._back = {item.was: item for item in archive.moved if item.was and not item.id.table}

    @property
    def keys(self) -> Collection[ObjectId]:
        """What comes back, or has its values again."""
        return self._kept.keys()

    def save(self, _: Collection[ObjectId] = ()) -> Iterable[Statement]:
        """Forget what was written anew since."""
        for kept in self._archive.kept:
            if kept.changed:
                item = self._current[kept.before]
                off, on = _quiet(_homes(self._current, item))
                yield from (*off, *_keep(kept).sift(item, kept.back), *on)

    def make(self, item: CatalogObject) -> Iterable[Statement] | None:
        """Make an object with room for its values, and put them back."""
        kept = self._kept.get(item.id)
        if kept is None or not _keep(kept).by_key:
            return None
        blank = _keep(kept).blank(item)
        alters = kinds.BY_NAME[item.id.kind].alters
        rest = (alters[each.field](blank, item) or () for each in differences(blank, item))
        return (
            *create_object(blank, (), self._desired),
            *self._bring(kept),
            *(statement for each in rest for statement in each),
        )

    def altered(self, key: ObjectId) -> Iterable[Statement]:
        """Put back the values of an object that has changed back."""
        kept = self._kept.get(key)
        return self._bring(kept) if kept is not None and _keep(kept).by_key else ()

    def _bring(self, kept: Kept) -> Iterator[Statement]:
        """Put values back while nothing else sees to it: what stays is quiet meanwhile."""
        item = self._desired[kept.before]
        beside = self._desired.beside(item.id) if item.id.table else ()
        here = sorted((*_homes(self._desired, item), *beside), key=lambda each: each.id)
        stays = [each for each in here if each.id in self._current and each.id not in self._goes]
        off, on = _quiet(stays)
        yield from (*off, *_keep(kept).bring(item, kept.back), *on)

    def end(self) -> Iterable[Statement]:
        """Let sequences go on where they were, and remove the archives."""
        for kept in self._archive.kept:
            if not kept.changed:
                yield from _keep(kept).finish(self._desired[kept.before], kept.back)
        for schema in self._archive.schemas:
            text = sql("DROP SCHEMA {}", Name(schema))
            yield Statement(text, schema_id(schema), effect=NO_LOCK)

    def settle(self, statement: Statement) -> Statement:
        """Return a statement of the plan: what comes back gets the access that it had."""
        key = statement.target
        home = ".".join((key.schema, key.table or key.name))
        return statement.without(HazardType.AUTHZ_UPDATE) if home in self._back else statement


def _keep(kept: Kept) -> AnyKeep:
    keep = kinds.BY_NAME[kept.before.kind].keep
    if keep is None:
        raise TypeError(f"{kept.before} has no values")
    return keep


def _homes(catalog: Catalog, member: CatalogObject) -> Sequence[CatalogObject]:
    """Return what has the name of the relation that a member belongs to."""
    key = member.id
    return catalog.named(key.schema, key.table) if key.table else ()


def _quiet(items: Iterable[CatalogObject]) -> tuple[list[Statement], list[Statement]]:
    off: list[Statement] = []
    on: list[Statement] = []
    for item in items:
        quiet = kinds.BY_NAME[item.id.kind].quiet
        before, after = quiet(item) if quiet else ((), ())
        off += before
        on += after
    return off, on


def _as_kept(statement: Statement, kept: Kept) -> Statement:
    """Take back that something is lost; that values become others stays to be told."""
    alone = statement.without(HazardType.DELETES_DATA)
    lost = [each for each in statement.hazards if each.type is HazardType.DELETES_DATA]
    if not kept.changed or not lost:
        return alone
    risks = tuple(correctness(f"{risk.message}; the archive has what they were") for risk in lost)
    effect = alone.effect or Effect()
    return replace(alone, effect=replace(effect, risks=(*effect.risks, *risks)))


def _explained(statement: Statement, reason: str) -> Statement:
    """Say why what is lost is not archived, or may be where a person says how values change."""
    if statement.effect is None:
        return statement
    risks = tuple(_because(risk, reason) for risk in statement.effect.risks)
    if statement.has(HazardType.IS_USER_GENERATED) and not statement.has(HazardType.DELETES_DATA):
        risks += (_because(deletes(f"what {statement.target} loses is lost"), reason),)
    return replace(statement, effect=replace(statement.effect, risks=risks))


def _because(risk: Hazard, reason: str) -> Hazard:
    if risk.type is not HazardType.DELETES_DATA:
        return risk
    return replace(risk, message=f"{risk.message}, and cannot be archived: {reason}")


def _make(schema: str) -> Iterator[Statement]:
    """Make an archive that nobody but its owner can look into, whatever default privileges say."""
    key = schema_id(schema)
    yield Statement(sql("CREATE SCHEMA {}", Name(schema)), key, effect=NO_LOCK)
    body = sql(
        _CLOSED,
        name=Literal(schema),
        comment=Literal(sql("COMMENT ON SCHEMA {} IS %L", Name(schema))),
        revoke=Literal(sql("REVOKE ALL ON SCHEMA {} FROM %s", Name(schema))),
        archived=Literal(ARCHIVED),
    )
    yield Statement(sql("DO {}", Raw(dollar_quote(body))), key, effect=NO_LOCK)


_CLOSED = """
DECLARE
    other text;
BEGIN
    EXECUTE pg_catalog.format(
        {comment},
        {archived} || pg_catalog.to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || '+00'
    );
    FOR other IN
        SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::pg_catalog.regrole::text END
        FROM pg_catalog.pg_namespace AS n, pg_catalog.aclexplode(n.nspacl) AS a
        WHERE n.nspname = {name} AND a.grantee <> n.nspowner
    LOOP
        EXECUTE pg_catalog.format({revoke}, other);
    END LOOP;
END
"""
