"""The way from one catalog to another, and the way back (how: `planner.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.catalog.sizes import Sizes
from schemagen.catalog.statement import Statement
from schemagen.diff.engine import compare_fully, with_what_exists
from schemagen.diff.renames import find_renames
from schemagen.frozen import frozen
from schemagen.plan.archive import Archive, find_archive
from schemagen.plan.elsewhere import Move, find_moves, told_why
from schemagen.plan.impact import is_relation
from schemagen.plan.keeping import Bringing, Saving
from schemagen.plan.opening import opened
from schemagen.plan.places import find_misplaced
from schemagen.plan.planner import Planner
from schemagen.plan.undo import Undo, by_hand, find_undo
from schemagen.plan.way_back import remembering_renames


@frozen
class Transition:
    """The way from one catalog to another and the way back, in the order in which they run.

    `misplaced` is what the way back puts behind what it was in front of, `remade` what it makes;
    `archives` are the schemas that keep what the way there takes away, with what each keeps.
    """

    statements: tuple[Statement, ...]
    undo: tuple[Statement, ...]
    misplaced: frozenset[ObjectId] = frozenset()
    remade: frozenset[ObjectId] = frozenset()
    archives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def undo_of_each(self) -> tuple[Undo, ...]:
        """Return what undoes each of the statements, and what that cannot bring back."""
        return find_undo(self.statements, self.undo, self.misplaced, self.remade)


def plan_transition(
    current: Catalog, desired: Catalog, *, sizes: Sizes | None = None, stamp: str = ""
) -> Transition:
    """Plan the way from `current` to `desired`, and back.

    `sizes` are those of the relations of `current`. Without them every relation is taken for large
    where hazards are told, and changed in the plain way nevertheless. With a `stamp`, which tells
    this plan from all others, rows and values that go are archived, and the way back restores them.

    Raises:
        CycleError: objects need each other.
    """
    current = with_what_exists(current, desired)
    moves = find_moves(current, desired, sizes)
    if made := [each for each in moves if not each.refused]:
        return _with_moves(made, current, desired, sizes, stamp)
    archive = find_archive(current, desired, stamp, sizes) if stamp else Archive()
    desired = Catalog([*desired, *archive.moved]) if archive.moved else desired
    comparison = compare_fully(current, desired)
    moved = _under_new_names(sizes, current, desired) if sizes else None
    there = Planner(comparison, desired, moved)
    goal = remembering_renames(current, comparison)
    back = Planner(compare_fully(desired, goal), goal, sizes)
    remade = back.impact.created | back.impact.rebuilt
    misplaced = find_misplaced(goal, remade)
    gone = back.impact.dropped | back.impact.rebuilt
    statements = told_why(
        there.statements(Saving(archive, current, there.current, there.desired)), moves
    )
    undo = by_hand(back.statements(Bringing(archive, back.current, back.desired, gone)))
    return Transition(
        opened(statements, current, desired),
        opened(undo, current, desired),
        misplaced,
        frozenset(back.impact.created),
        archive.schemas,
    )


def _with_moves(
    moves: list[Move], current: Catalog, desired: Catalog, sizes: Sizes | None, stamp: str
) -> Transition:
    """Plan the way for everything but some relations, and theirs behind it."""
    before, after = current, desired
    for move in moves:
        before, after = move.without(before), move.without(after)
    plan = plan_transition(before, after, sizes=sizes, stamp=stamp)
    there = (each for move in moves for each in move.statements())
    back = (each for move in reversed(moves) for each in move.turned.statements())
    statements, undo = (*plan.statements, *there), (*back, *plan.undo)
    return replace(plan, statements=statements, undo=undo)


def _under_new_names(sizes: Sizes, current: Catalog, desired: Catalog) -> Sizes:
    renames = find_renames(current, desired)
    relations = [item.id for item in current if is_relation(item.id)]
    followed = [(key, renames.follow(key)) for key in relations]
    return sizes.renamed({(old.schema, old.name): (new.schema, new.name) for old, new in followed})
