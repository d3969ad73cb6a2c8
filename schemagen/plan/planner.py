"""The statements that turn one catalog into another.

What is in the way of a change is taken down before it and put up again after it:

1. rename;
2. take down, in the reverse order of creation: what goes and what must be rebuilt is dropped, and
   what survives lets go of what is about to be replaced (a default of its function);
3. put up, in the order of creation of the desired catalog: what is new or rebuilt is created, what
   survives is altered and takes hold again;
4. finish, privileges, and what needs them to read rows;
5. drop what altered objects needed until now.

What rows may refuse comes before all that where it can (`demands.py`).

The way back is planned in the same manner, from the desired catalog to the current one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.change import Alter
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.sizes import Sizes
from schemagen.catalog.statement import Statement
from schemagen.diff.engine import Comparison
from schemagen.diff.late import made_by_itself
from schemagen.kinds.kind import CreateContext
from schemagen.plan.altering import altered_fields, once, reached
from schemagen.plan.besides import find_naming
from schemagen.plan.carry import Carriage
from schemagen.plan.demands import Demands
from schemagen.plan.facets import (
    alter_facet,
    describe_new,
    is_facet,
    privileges_of_new,
    without_presets,
)
from schemagen.plan.impact import find_impact, is_relation
from schemagen.plan.joining import before_joining, wholes_left
from schemagen.plan.keeping import Keeping
from schemagen.plan.lasting import needed_until_altered
from schemagen.plan.online import Recipes
from schemagen.plan.order import creation_order
from schemagen.plan.renaming import moved_into, rename_all
from schemagen.plan.settle import (
    Setting,
    made_way,
    relation_made,
    with_older_parts,
)
from schemagen.plan.takedown import Takedown
from schemagen.plan.whole import (
    create_object,
    fill_object,
    finish_object,
    shell_of,
)


class Planner:
    """Plans one way; `current` and `sizes` have everything under its new name.

    `keeping` archives what goes on the way there, and restores it on the way back.
    """

    def __init__(
        self, comparison: Comparison, desired: Catalog, sizes: Sizes | None = None
    ) -> None:
        self.comparison = comparison
        self.current = comparison.renamed
        self.desired = desired = made_by_itself(self.current, desired)
        self.impact = find_impact(comparison, desired)
        self.joining = before_joining(self.current, desired, self.impact)
        self.recipes = Recipes(self.current, desired, self.impact, sizes)
        self.demands = Demands(comparison, desired, self.impact, self.recipes)
        filling = self.recipes.filling.values()
        self.read = self.impact.dropped & {key for recipe in filling for key in recipe.reads}
        self.late = needed_until_altered(self.current, desired, self.impact, self.read)
        self.early = moved_into(comparison)
        self.later: list[Statement] = []
        self.keeping = Keeping()
        self.carriage = Carriage(self.current, desired, self.impact)
        left = wholes_left(self.current, desired, self.impact)
        self.takedown = Takedown(self.current, desired, self.impact, left, self.carriage.saved)
        created = frozenset(self.impact.created)
        made = {found for key in (*created, *self.impact.rebuilt) if (found := relation_made(key))}
        self.before = Setting(self.current, sizes=sizes)
        self.after = Setting(desired, made - with_older_parts(desired, made), created, sizes)

    def statements(self, keeping: Keeping) -> Iterator[Statement]:
        """Yield all statements in order."""
        self.keeping = keeping
        changes = self.comparison.changes
        changed = {each.desired.id for each in changes if isinstance(each, Alter) and each.fields}
        yield from made_way(map(keeping.settle, self._settled()), self.impact.rebuilt - changed)

    def _settled(self) -> Iterator[Statement]:
        yield from map(self.after.settle, self.demands.statements())
        yield from map(self.before.settle, self._first_half())
        yield from map(self.after.settle, self._put_up())
        yield from map(self.before.settle, self.keeping.save_late(self.read))
        yield from map(self.before.settle, self.takedown.run(self.late, {}))
        for _, recipe in sorted(self.recipes.dropped.items()):
            yield from map(self.after.settle, recipe.later)
        yield from map(self.after.settle, self.keeping.end())

    def _first_half(self) -> Iterator[Statement]:
        naming = find_naming(self.comparison, self.desired, self.impact.altered)
        yield from naming.aside
        yield from self.keeping.begin()
        for item in self.early.values():
            yield from kinds.BY_NAME[item.id.kind].create(item, CreateContext(self.desired))
        yield from rename_all(self.comparison)
        yield from self.keeping.save(self.read)
        yield from self.takedown.free()
        yield from naming.first
        yield from self.carriage.save()
        kept = {*self.late, *self.recipes.replaced, *self.recipes.dropped}
        yield from self.takedown.run(self.takedown.gone() - kept, self.impact.released)
        yield from naming.last

    def _put_up(self) -> Iterator[Statement]:
        made = self.impact.created | self.impact.rebuilt
        relations = {key for key in made if is_relation(key)}
        order = creation_order(self.desired, relations, made | self._touched())
        fresh: list[CatalogObject] = []
        waiting: list[CatalogObject] = []
        done: set[ObjectId] = set()
        for item in order.objects:
            if item.id not in made:
                yield from self._alter(item)
            elif self._waits(item, waiting):
                waiting.append(item)
                self.later += self._create_later(item)
            else:
                hollow = (each for each in order.shells.get(item.id, ()) if each.id in made)
                yield from map(shell_of, hollow)
                members = order.inlined.get(item.id, ())
                fresh += [item, *members]
                yield from self._create(item, members)
            done.add(item.id)
            yield from self.carriage.bring(done)
        for item in self.desired:
            if item.external:
                yield from self._alter(item)
        yield from self._complete(fresh, {item.id for item in waiting})
        for recipe in self.recipes.beside.values():
            yield from recipe.later
        yield from self.later
        if waiting:
            yield from self._complete(waiting)

    def _touched(self) -> set[ObjectId]:
        """Return what is there before and after, and changes or is looked at on the way."""
        altered, released = self.impact.altered, self.impact.released
        return {
            *altered,
            *released,
            *self.keeping.keys,
            *(item.id for item in self.desired.following if item.follows in altered),
            *(
                ObjectId(kind.name, *home)
                for kind in kinds.ALL
                if kind.relation
                for home in self.joining
            ),
            *(place for key in self.carriage.waiting for place in self.carriage.places(key)),
        }

    def _waits(self, item: CatalogObject, waiting: Iterable[CatalogObject]) -> bool:
        """Tell whether an object is made at the end, or needs one that is."""
        if item.id in self.demands:
            return False
        recipe = self.recipes.replaced.get(item.id) or self.recipes.created.get(item.id)
        if recipe is not None and not recipe.now:
            return True
        if any(other.id in item.depends_on for other in waiting):
            return True
        is_online = kinds.BY_NAME[item.id.kind].online is not None
        # Its rows have no values yet that an index or a constraint could be made of.
        if is_online and any(key in self.recipes.filling for key in item.depends_on):
            return True
        # A declared foreign key says which table it refers to, and not by which of its keys.
        homes = {(other.id.schema, other.id.table) for other in waiting}
        homes.discard((item.id.schema, item.id.table))
        return is_online and any(
            is_relation(key) and (key.schema, key.name) in homes for key in item.depends_on
        )

    def _create(self, item: CatalogObject, members: Iterable[CatalogObject]) -> Iterator[Statement]:
        if item.id in self.early or item.id in self.demands:
            yield from describe_new(item)
            return
        recipe, brought = self.recipes.created.get(item.id), self.keeping.make(item)
        if recipe is None or brought is not None:
            yield from create_object(item, members, self.desired) if brought is None else brought
            return
        yield from recipe.now
        yield from describe_new(item)
        self.later += recipe.later

    def _create_later(self, item: CatalogObject) -> Iterator[Statement]:
        recipe = self.recipes.replaced.get(item.id) or self.recipes.created.get(item.id)
        if recipe is None:
            yield from create_object(item, (), self.desired)
            return
        yield from (*recipe.now, *recipe.later)
        yield from describe_new(item)

    def _complete(
        self, fresh: Sequence[CatalogObject], waiting: Collection[ObjectId] | None = None
    ) -> Iterator[Statement]:
        """Do what is left to do when new objects stand: all but those that wait, or these."""
        for item in fresh:
            yield from finish_object(item)
        yield from self._name_members({item.id for item in fresh}, waiting)
        defaults = [
            item
            for kind in kinds.ALL
            if kind.preset
            for item in self.current.of(kind.model)
            if item.id not in self.impact.dropped
        ]
        yield from without_presets(fresh, defaults)
        yield from privileges_of_new(fresh)
        for item in fresh:
            yield from fill_object(item)

    def _name_members(
        self, fresh: Collection[ObjectId], waiting: Collection[ObjectId] | None
    ) -> Iterator[Statement]:
        """Set the fields that name a member, and set them again where the member is a new one."""
        missing = {(key.schema, key.table, key.name) for key in waiting or ()}
        homes = {(key.schema, key.table) for key in fresh if key.table}
        naming = sorted((each for each in kinds.ALL if each.members), key=lambda kind: kind.name)
        for item in (each for kind in naming for each in self.desired.of(kind.model)):
            if item.id in fresh or item.id not in self.current:
                continue
            kind = kinds.BY_NAME[item.id.kind]
            here = (item.id.schema, item.id.name)
            altered = {each.field for each in self.impact.altered.get(item.id, ())}
            names = {key.name for key in fresh if (key.schema, key.table) == here and here in homes}
            for field, member in kind.members.items():
                due = field in altered and waiting is not None
                if (*here, member(item)) not in missing and (due or member(item) in names):
                    yield from self._change(self.current[item.id], item, field)

    def _alter(self, item: CatalogObject) -> Iterator[Statement]:
        if item.follows not in self.impact.released:
            for release in self.impact.released.get(item.id, ()):
                yield from release.restore
        late = kinds.BY_NAME[item.id.kind].members
        current = self.current.get(item.id)
        if current is not None:
            if is_relation(item.id):
                yield from self.joining.get((item.id.schema, item.id.name), ())
            current = reached(current, item, self.impact, self.desired)
            beside = self.recipes.beside.get(item.id)
            done = item.id in self.demands
            yield from once(
                self._change_online(current, item, field)
                for field in altered_fields(item, self.impact, self.desired)
                if field not in late and (is_facet(field) or not (beside or done))
            )
            yield from self.keeping.altered(item.id)

    def _change_online(
        self, current: CatalogObject, desired: CatalogObject, field: str
    ) -> Iterable[Statement]:
        recipe = self.recipes.alter(current, desired, field)
        if recipe is None:
            return self._change(current, desired, field)
        self.later += recipe.later
        return recipe.now

    def _change(
        self, current: CatalogObject, desired: CatalogObject, field: str
    ) -> Iterable[Statement]:
        if is_facet(field):
            return alter_facet(current, desired, field)
        return kinds.BY_NAME[desired.id.kind].alters[field](current, desired) or ()
