"""Mutants: a database in which one thing that protects rows is weaker than the spec says.

A proof that finds nothing in such a database would not find the mistake either. So each mutant has
to be noticed. One that changes nothing for anybody says why, and is told of by that reason.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import field, replace
from typing import Any, Final

from schemagen import kinds
from schemagen.app.scratch import OWNER
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, Grant, ObjectId
from schemagen.catalog.statement import Statement
from schemagen.declare.facts import Project
from schemagen.frozen import frozen
from schemagen.kinds.aggregate import Aggregate
from schemagen.kinds.column import Column
from schemagen.kinds.function import Function
from schemagen.kinds.kind import CreateContext
from schemagen.kinds.materialized_view import MaterializedView
from schemagen.kinds.schema import Schema
from schemagen.kinds.sequence import Sequence
from schemagen.kinds.table import Table
from schemagen.kinds.trigger import Trigger
from schemagen.kinds.view import View
from schemagen.kinds.view_column import ViewColumn
from schemagen.plan.facets import privileges_of_new, without_privileges
from schemagen.prove.access.asked_tries import OF_SCHEMAS, OF_SEQUENCES, OF_TABLES
from schemagen.prove.access.personas import State
from schemagen.prove.access.privilege_tries import is_callable
from schemagen.prove.access.rules import COLUMN_COMMANDS, Rules
from schemagen.prove.access.tries import Layer
from schemagen.sqltext.tokens import tokenize

_PRIVILEGES: Final = (Layer.PRIVILEGES,)
_EVERYTHING: Final = (Layer.POLICIES, Layer.ALL, Layer.PRIVILEGES)
_OF_VIEWS: Final = (View, MaterializedView, ViewColumn)
_ASKING: Final = frozenset(
    {"current_user", "session_user", "current_role", "user", "current_setting"}
)


@frozen(slots=False)
class Mutant:
    """One thing made weaker.

    Attributes:
        words: what, for people.
        statements: what makes it so.
        tables: the tables or functions whose access may change; empty for any.
        layers: where it is to be looked for, in order.
        roles: those whose access may change; empty for any.
        command: what it is about, if it is about one command.
        meant: those whose access was meant before; the others are looked at first.
        states: the states of sessions in which it shows; empty for any.
        equal: why it changes nothing for anybody; empty if it does.
        alike: finds out why it changes nothing for anybody, where it is not noticed.
        hint: what to do where it is not noticed.
    """

    words: str
    statements: tuple[str, ...]
    tables: frozenset[ObjectId] = frozenset()
    layers: tuple[Layer, ...] = _EVERYTHING
    roles: frozenset[str] = field(default_factory=frozenset)
    command: str = ""
    meant: frozenset[str] = field(default_factory=frozenset)
    states: frozenset[State] = field(default_factory=frozenset)
    equal: str = ""
    alike: Callable[[], str] | None = None
    hint: str = ""


def recreated(item: CatalogObject, other: CatalogObject, catalog: Catalog) -> tuple[str, ...]:
    """Return the statements that put another object in the place of one."""
    kind = kinds.BY_NAME[item.id.kind]
    made = (*kind.drop(item), *kind.create(other, CreateContext(catalog)))
    return texts_of(made)


def texts_of(statements: Iterable[Statement]) -> tuple[str, ...]:
    """Return what statements are as SQL."""
    return tuple(each.sql for each in statements)


def table_mutants(rules: Rules, owned: Collection[ObjectId]) -> Iterator[Mutant]:
    """Yield what lifts row-level security; of `owned` tables policies give the owner every row."""
    for table in rules.tables:
        yield from _lifted(table, "policies give its owner every row" if table.id in owned else "")


def _lifted(table: Table, equal: str) -> Iterator[Mutant]:
    kind = kinds.BY_NAME[table.id.kind]
    called = f"{table.id.schema}.{table.id.name}"
    for attribute, words in (
        ("force_row_security", "does not bind its owner"),
        ("row_security", "is off"),
    ):
        if table.row_security and getattr(table, attribute):
            lifted: dict[str, Any] = {attribute: False}
            other = replace(table, **lifted)
            made = kind.alters[attribute](table, other) or ()
            yield Mutant(
                f"row-level security of {called} {words}",
                texts_of(made),
                frozenset({table.id}),
                (Layer.POLICIES, Layer.ALL),
                frozenset({table.owner or OWNER} if attribute == "force_row_security" else ()),
                equal=equal if attribute == "force_row_security" else "",
                hint="a table without rows cannot show it: let it take rows",
            )


def grant_mutants(rules: Rules) -> Iterator[Mutant]:
    """Yield each privilege taken away, and privileges that nobody was given."""
    project = rules.project
    for item in project.catalog:
        if item.external or isinstance(item, _OF_VIEWS):
            continue
        for grant in item.grants:
            bare = replace(item, grants=(grant,), revoked=())
            words = f"{_privilege(item, grant)} is taken from {grant.grantee}"
            yield _of_grant(item, words, without_privileges([bare]), grant)
        for grant in item.revoked:
            bare = replace(item, grants=(grant,), revoked=())
            words = f"{_privilege(item, grant)} is given to {grant.grantee}"
            yield _of_grant(item, words, privileges_of_new([bare]), grant)
        yield from _widened(item, rules)


def _widened(item: CatalogObject, rules: Rules) -> Iterator[Mutant]:
    roles = [actor.role for actor in rules.project.facts.actors.values()]
    there = {(each.grantee, each.privilege) for each in (*item.grants, *item.revoked)}
    for role in (*roles, "PUBLIC"):
        for command in _privileges_on(item):
            grant = Grant(role, command.upper(), False)
            if (role, grant.privilege) not in there:
                bare = replace(item, grants=(grant,), revoked=())
                words = f"{_privilege(item, grant)} is given to {role}"
                yield _of_grant(item, words, privileges_of_new([bare]), grant)


def _privileges_on(item: CatalogObject) -> tuple[str, ...]:
    match item:
        case Table(server=None):
            return (*COLUMN_COMMANDS, "delete", "truncate", *OF_TABLES)
        case Sequence():
            return OF_SEQUENCES
        case Schema():
            return OF_SCHEMAS
    return ()


def _privilege(item: CatalogObject, grant: Grant) -> str:
    return f"{grant.privilege} on {item.id}"


def _of_grant(
    item: CatalogObject,
    words: str,
    statements: Iterable[Statement],
    grant: Grant,
) -> Mutant:
    roles = frozenset() if grant.grantee == "PUBLIC" else frozenset({grant.grantee})
    made = texts_of(statements)
    hint = "no table needs it: take it out of the spec"
    tables: frozenset[ObjectId] = frozenset()
    layers: tuple[Layer, ...] = _PRIVILEGES
    match item:
        case Column():
            tables = frozenset({ObjectId("table", item.id.schema, item.id.table)})
        case Table() | Function() | Aggregate():
            tables = frozenset({item.id})
        case Sequence(owned_by=ObjectId() as column):
            tables = frozenset({item.id, ObjectId("table", column.schema, column.table)})
            layers = (Layer.ALL, Layer.PRIVILEGES)
        case Sequence() | Schema():
            tables = frozenset({item.id})
    return Mutant(
        words,
        made,
        tables,
        layers,
        roles,
        grant.privilege.lower(),
        equal=_equal_grant(item, grant),
        hint=hint,
    )


def _equal_grant(item: CatalogObject, grant: Grant) -> str:
    """Return why a privilege makes no difference, if it makes none."""
    match item:
        case Schema() if (item.id.name, grant.privilege) == ("public", "USAGE") and not any(
            each.grantee == "PUBLIC" for each in item.revoked
        ):
            return "everybody may use the schema public from the start"
        case Function() if not is_callable(item) and not item.procedure:
            return "triggers call it, without asking for the privilege"
    return ""


def trigger_mutants(rules: Rules) -> Iterator[Mutant]:
    """Yield each trigger dropped."""
    project = rules.project
    tables = {table.id for table in rules.tables}
    for item in project.catalog.of(Trigger):
        table = ObjectId("table", item.id.schema, item.id.table)
        made = texts_of(kinds.BY_NAME[item.id.kind].drop(item))
        equal = "" if table in tables else "its table belongs to somebody else"
        if not equal and not _guards(item, table, project) and not _asks(item, project):
            equal = "it asks neither who is there nor for a claim, and keeps no row from changing"
        yield Mutant(
            f"the trigger {item.id.name} of {table.schema}.{table.name} is gone",
            made,
            frozenset({table}),
            (Layer.ALL, Layer.POLICIES),
            equal=equal,
            hint="say in `access` what the trigger is to refuse",
        )


def _guards(item: Trigger, table: ObjectId, project: Project) -> bool:
    """Tell whether a trigger is about commands that nobody may run, as rows are there to stay."""
    commands = {each.event.lower() for each in item.events}
    return table in project.facts.unchanging and bool(commands & {"update", "delete", "truncate"})


def _asks(item: Trigger, project: Project) -> bool:
    """Tell whether the function of a trigger asks who is there."""
    for function in project.catalog.of(Function):
        if item.function in (f"{function.id.schema}.{function.name}", function.name):
            words = {token.word for token in tokenize(function.body)}
            readers = {
                name.rpartition(".")[2]
                for actor in project.facts.actors.values()
                for name in actor.readers.values()
            }
            return bool(words & (_ASKING | readers))
    return True
