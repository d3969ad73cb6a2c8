"""What a migration keeps of what it takes away, and in which archive.

A relation that goes is one that moves: the plan towards a catalog that has it in an archive does
the rest, both ways. What goes from a relation that stays, or becomes one that holds less, leaves
its values there (`plan/keeping.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Final

from schemagen import kinds
from schemagen.catalog.archive import archive_schema
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.change import Alter, Drop
from schemagen.catalog.facets.owner import WHO_RUNS_IT
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.sizes import Sizes
from schemagen.diff.engine import Comparison, compare_fully
from schemagen.diff.renames import Renames, find_renames, renamed
from schemagen.frozen import frozen
from schemagen.kinds.archive import KeyPart, Shelf
from schemagen.plan.fitting import as_it_stands, fits, is_fixed, may_stand
from schemagen.plan.impact import Impact, find_impact, whole_of
from schemagen.sqltext.quoting import QualifiedName, fit_name

_SHELF: Final = ("values", "since", "reached")


@frozen
class Kept:
    """Values of an object that goes by itself, or that changes.

    Attributes:
        before: its id as it is.
        after: its id when everything has its new name.
        changed: whether it stays, and only its values become others.
        there: the shelf, with the key as it is called after all renames.
        back: the same, with the key as it is called now.
    """

    before: ObjectId
    after: ObjectId
    changed: bool
    there: Shelf
    back: Shelf


@frozen(slots=False)
class Archive:
    """Everything that a migration keeps.

    Attributes:
        moved: relations as they stand in an archive, with all that stays with them.
        kept: whose values are kept, sorted.
        refused: what is lost nevertheless, by its id when everything has its new name, and why.
        schemas: the archives, with what each of them keeps, in words.
        sources: the archives of schemas.
    """

    moved: tuple[CatalogObject, ...] = ()
    kept: tuple[Kept, ...] = ()
    refused: Mapping[ObjectId, str] = field(default_factory=dict)
    schemas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)


def find_archive(
    current: Catalog, desired: Catalog, stamp: str, sizes: Sizes | None = None
) -> Archive:
    """Decide what is kept on the way from one catalog to another.

    `stamp` tells the migration from all others (see `archive_schema`). From relations that are
    large by `sizes` values are copied while others go on to write.
    """
    comparison = compare_fully(current, desired)
    return _Finder(current, desired, stamp, comparison, sizes).find()


class _Finder:
    def __init__(
        self,
        current: Catalog,
        desired: Catalog,
        stamp: str,
        comparison: Comparison,
        sizes: Sizes | None,
    ) -> None:
        self._sizes = sizes
        self._current, self._desired, self._stamp = current, desired, stamp
        self._comparison = comparison
        self._impact: Impact = find_impact(comparison, desired)
        self._renames: Renames = find_renames(current, desired)
        self._refused: dict[ObjectId, str] = {}
        self._contents: dict[str, list[str]] = defaultdict(list)
        self._members: dict[tuple[str, str], list[CatalogObject]] = defaultdict(list)
        self._followers: dict[ObjectId, list[CatalogObject]] = defaultdict(list)
        self._along: dict[ObjectId, list[CatalogObject]] = defaultdict(list)
        for item in current:
            self._members[item.id.schema, item.id.table].append(item)
            if item.follows:
                self._followers[item.follows].append(item)
            for whole in () if item.id.table else whole_of(item):
                self._along[whole].append(item)

    def find(self) -> Archive:
        moved = tuple(self._moved())
        kept = tuple(self._kept())
        schemas = {name: tuple(listed) for name, listed in sorted(self._contents.items())}
        sources = {item.id.schema: self._schema(item) for item in self._current}
        return Archive(moved, kept, self._refused, schemas, sources)

    def _moved(self) -> Iterator[CatalogObject]:
        trees: list[tuple[list[CatalogObject], list[CatalogObject]]] = []
        for tree in self._trees():
            group = self._group(tree)
            if isinstance(group, str):
                self._refused |= {self._after(item.id): group for item in tree}
            else:
                trees.append((tree, group))
        stubs = [self._stub(each) for _, group in trees for each in group if not each.id.table]
        renames = find_renames(self._current, Catalog([*self._desired, *stubs]))
        for tree, group in trees:
            if any(renames.ids.get(item.id) != self._stub(item).id for item in tree):
                why = "its name cannot be followed"
                self._refused |= {self._after(item.id): why for item in tree}
                continue
            for item in tree:
                self._contents[self._schema(item)].append(str(item.id))
            for each in group:
                yield self._stub(each, renamed(each, renames))

    def _trees(self) -> Iterator[list[CatalogObject]]:
        """Yield relations that go and may be kept, each with what goes as a part of it."""
        going = {item.id: item for item in self._dropped() if may_stand(item)}
        trees: dict[ObjectId, list[CatalogObject]] = defaultdict(list)
        for item in going.values():
            root = item
            while wholes := [whole for whole in whole_of(root) if whole in going]:
                root = going[wholes[0]]
            trees[root.id].append(item)
        yield from trees.values()

    def _dropped(self) -> Iterator[CatalogObject]:
        for change in self._comparison.changes:
            if isinstance(change, Drop) and not change.current.external:
                yield change.current

    def _group(self, tree: Sequence[CatalogObject]) -> list[CatalogObject] | str:
        """Return relations with all that can stay with them, or why they cannot be kept."""
        members = [m for item in tree for m in self._members[item.id.schema, item.id.name]]
        parts = self._parts(members)
        own = {each.id for each in (*tree, *members, *parts)}
        if any(each.id not in own for key in own for each in self._followers[key]):
            return "other tables inherit from it"
        wholes = {key for item in tree for key in whole_of(item)}
        wholes |= {each.follows for each in members if each.follows}
        if any(self._is_unsteady(key) for key in wholes - own):
            return "what it is a part of gets another name, or is made anew"
        if any(self._after(each.id) in self._desired for each in parts):
            return "a sequence of it goes over to another table"
        stays = [each for each in members if kinds.BY_NAME[each.id.kind].archived]
        found = [(each, as_it_stands(each, own)) for each in (*tree, *stays)]
        kept = [(each, now) for each, now in found if not isinstance(now, str)]
        if why := [now for _, now in found if isinstance(now, str)]:
            return why[0]
        converted = {each.id for each, now in kept if now != each and each.id.table}
        if any(is_fixed(item, converted) for item in tree):
            return "it is partitioned by a column whose type may go away"
        return [*(now for _, now in kept if fits(now, own, converted)), *parts]

    def _is_unsteady(self, key: ObjectId) -> bool:
        return self._after(key) != key or self._impact.goes(key)

    def _parts(self, members: Iterable[CatalogObject]) -> list[CatalogObject]:
        """Return what goes along with members: the sequences of columns."""
        return [part for each in members for part in self._along[each.id]]

    def _stub(self, former: CatalogObject, item: CatalogObject | None = None) -> CatalogObject:
        """Return an object as it stands in the archive, for nobody but who made that."""
        key = former.id._replace(schema=self._schema(former))
        was = None if key.table else ".".join((former.id.schema, former.id.name))
        owner = WHO_RUNS_IT if former.owner else None
        return replace(item or former, id=key, was=was, owner=owner, grants=())

    def _schema(self, item: CatalogObject) -> str:
        return archive_schema(self._stamp, item.id.schema)

    def _after(self, key: ObjectId) -> ObjectId:
        return self._comparison.followed.get(key) or self._renames.follow(key)

    def _kept(self) -> Iterator[Kept]:
        taken = {(self._schema(item), item.id.name) for item in self._current}
        for item, wanted in self._lost():
            after = self._after(item.id)
            key = self._key(item) if _by_key(item) else ()
            if isinstance(key, str):
                self._refused[after] = key
                continue
            names = [part for part in (item.id.table, item.id.name) if part]
            values, since, reached = (self._free(item, names, what, taken) for what in _SHELF)
            shelf = Shelf(values, since, reached, watched=self._is_watched(item, wanted))
            self._contents[self._schema(item)].append(str(item.id))
            there = replace(shelf, key=tuple(part for _, part in key))
            back = replace(shelf, key=tuple(part for part, _ in key))
            changed = wanted is not None and after not in self._impact.rebuilt
            yield Kept(item.id, after, changed, there, back)

    def _is_watched(self, item: CatalogObject, wanted: CatalogObject | None) -> bool:
        """Tell whether values are copied while others write.

        No policy may hide rows meanwhile, and a trigger has to be possible.
        """
        if wanted is not None or not _by_key(item) or self._sizes is None:
            return False
        quiet = [kinds.BY_NAME[home.kind].quiet for home in self._homes(item)]
        homes = [self._current[home] for home in self._homes(item)]
        hides = any(put and put(home)[0] for put, home in zip(quiet, homes, strict=True))
        members = self._members[item.id.schema, item.id.table]
        spread = any(kinds.BY_NAME[each.id.kind].spread for each in members)
        return not (hides or spread) and self._sizes.is_large(item.id.schema, item.id.table)

    def _lost(self) -> Iterator[tuple[CatalogObject, CatalogObject | None]]:
        """Yield what has values that are lost while its relation stays, and what it becomes."""
        for change in self._comparison.changes:
            if not isinstance(change, Drop | Alter):
                continue
            item = change.current
            desired = change.desired if isinstance(change, Alter) else None
            keep = kinds.BY_NAME[item.id.kind].keep
            if keep is None or item.brought or item.external or self._goes_with_whole(item):
                continue
            present = self._comparison.renamed[self._after(item.id)]
            if keep.loses(present, desired, self._desired):
                yield item, desired

    def _goes_with_whole(self, item: CatalogObject) -> bool:
        homes = [*self._homes(item), *(h for key in whole_of(item) for h in self._homes_of(key))]
        return any(self._after(home) in self._impact.dropped for home in homes)

    def _homes(self, item: CatalogObject) -> list[ObjectId]:
        return self._homes_of(item.id)

    def _homes_of(self, key: ObjectId) -> list[ObjectId]:
        found = (ObjectId(kind.name, key.schema, key.table) for kind in kinds.ALL if kind.relation)
        return [home for home in found if home in self._current]

    def _key(self, item: CatalogObject) -> Sequence[tuple[KeyPart, KeyPart]] | str:
        """Return what tells the rows of a relation apart, now and after all renames; or why not."""
        if any(self._after(home) in self._impact.rebuilt for home in self._homes(item)):
            return "its table is made anew"
        heirs = self._followers[item.id]
        homes = [self._current[home] for each in heirs for home in self._homes(each)]
        if not all(whole_of(home) for home in homes):
            return "other tables inherit it"
        members = self._members[item.id.schema, item.id.table]
        for each in sorted(members, key=lambda each: (kinds.BY_NAME[each.id.kind].phase, each.id)):
            identifies = kinds.BY_NAME[each.id.kind].identifies
            names = identifies(each) if identifies else ()
            parts = [self._key_part(item.id._replace(name=name)) for name in names]
            found = [part for part in parts if part is not None]
            if parts and len(found) == len(parts):
                return found
        return "no key whose values stay tells the rows of its table apart"

    def _key_part(self, key: ObjectId) -> tuple[KeyPart, KeyPart] | None:
        """Return a column as part of a key, if its values stay what they are."""
        now, then = self._current[key], self._desired.get(self._after(key))
        key_part = kinds.BY_NAME[key.kind].key_part
        if then is None or key_part is None or self._after(key) in self._impact.rebuilt:
            return None
        same_key = kinds.BY_NAME[key.kind].same_key
        if same_key is None or not same_key(self._comparison.renamed[then.id], then):
            return None
        before, after = key_part(now), key_part(then)
        return (before, after) if before and after else None

    def _free(
        self, item: CatalogObject, names: Sequence[str], suffix: str, taken: set[tuple[str, str]]
    ) -> QualifiedName:
        """Return a name in the archive that nothing else has."""
        schema, number = self._schema(item), 1
        name = fit_name(*names, suffix=suffix)
        while (schema, name) in taken:
            number += 1
            name = fit_name(*names, suffix="_".join((suffix, str(number))))
        taken.add((schema, name))
        return QualifiedName(schema, name)


def _by_key(item: CatalogObject) -> bool:
    keep = kinds.BY_NAME[item.id.kind].keep
    return keep is not None and keep.by_key
