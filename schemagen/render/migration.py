"""The files of a migration: `up.sql`, `down.sql` and what `plan.json` says about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from schemagen import kinds
from schemagen.catalog.statement import Effect, Statement, Transaction
from schemagen.migrate.plan_file import Fact, Way, checksum
from schemagen.migrate.script import BATCH_SIZE, batches_of, write_steps
from schemagen.migrate.step import Action, Alone, Direction, Step, together
from schemagen.render.templates import PACKAGED, Templates


def steps_of(statements: Iterable[Statement]) -> tuple[Step, ...]:
    """Put statements into the transactions that they may share, in their order."""
    return tuple(_grouped(statements))


def _grouped(statements: Iterable[Statement]) -> Iterator[Step]:
    for transaction, listed in groupby(statements, key=lambda item: item.transaction):
        match transaction:
            case Transaction.SHARED:
                items = list(listed)
                undone = [(item.effect or Effect()).cleanup for item in items]
                yield together(list(map(_action, items)), undone)
            case Transaction.OWN:
                yield from map(_own, listed)
            case Transaction.NONE:
                yield from map(_alone, listed)


def _own(item: Statement) -> Step:
    effect = item.effect or Effect()
    if not effect.batches:
        return together([_action(item)], [effect.cleanup])
    made = batches_of(item.sql, effect.batches, effect.batch_size or BATCH_SIZE)
    return replace(made, hazards=_action(item).hazards, repeats=True)


def _alone(item: Statement) -> Alone:
    effect = item.effect or Effect()
    return Alone(_action(item), effect.settled, effect.cleanup)


def render_script(
    name: str,
    project: str,
    direction: Direction,
    statements: Sequence[Statement],
    notes: Sequence[str] = (),
    templates: Templates = PACKAGED,
) -> str:
    """Render one way of a migration; `notes` are lines that a reviewer should see first."""
    titles = {item.sql: _title(item) for item in statements}
    return (
        templates.fill(
            "migrations/migration.sql.jinja",
            id=name,
            project=project,
            direction=str(direction),
            notes=list(notes),
            steps=write_steps(steps_of(statements), lambda action: titles.get(action.sql, "")),
        ).rstrip("\n")
        + "\n"
    )


def way_of(script: str, statements: Iterable[Statement]) -> Way:
    """Return what a plan says of one way."""
    return Way(checksum(script), _facts(statements))


def _facts(statements: Iterable[Statement]) -> Mapping[str, Fact]:
    return {
        item.sql: Fact(
            target=str(item.target),
            hazards=_hazards(item),
            lock=str(item.locks[0].mode) if item.locks else "",
            locks=tuple(replace(lock, brief=False) for lock in item.locks),
            fails_if=item.effect.fails_if if item.effect else "",
            remedy=item.effect.remedy if item.effect else "",
            settled=_alone(item).settled,
            cleanup=_alone(item).cleanup,
        )
        for item in statements
    }


def _action(item: Statement) -> Action:
    lock = str(item.locks[0].mode) if item.locks else ""
    return Action(item.sql, str(item.target), _hazards(item), lock, item.failure)


def _hazards(item: Statement) -> dict[str, str]:
    return {str(each.type): each.message for each in item.hazards}


def _title(item: Statement) -> str:
    return (item.heading or kinds.BY_NAME[item.target.kind].plural).capitalize()
