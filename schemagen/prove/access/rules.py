"""What a spec says of access: for which rows each command is allowed to whom, and which privileges.

This is read from the rules of the spec and from the policies that a person wrote into it, not from
those that schemagen made of the rules. A row is let through by any permissive rule, and by all of
the restrictive ones (see CREATE POLICY).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from functools import cached_property
from typing import Final

from schemagen.app.scratch import OWNER
from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import AccessRule, Project
from schemagen.declare.predicate import EVERY_ROW
from schemagen.frozen import frozen
from schemagen.kinds.column import Column
from schemagen.kinds.policy import Policy
from schemagen.kinds.role import Role
from schemagen.kinds.table import Table
from schemagen.sqltext.quoting import Literal, Raw, dollar_quote, sql

PROOF: Final = "schemagen_proof."
"""What the settings of the proof's own begin with."""
NO_ROW: Final = "false"
CLAUSES: Final = {
    "select": ("select", "using"),
    "insert": ("insert", "with_check"),
    "update": ("update", "using"),
    "update to": ("update", "with_check"),
    "delete": ("delete", "using"),
}
"""What can be said of a row, by the command and the clause that say it."""
COLUMN_COMMANDS: Final = ("select", "insert", "update")


@frozen
class Who:
    """Somebody who connects.

    Attributes:
        name: what people call it: an actor, `owner` or `stranger`.
        role: its role in the database.
        is_actor: whether the spec declares it.
        is_owner: whether the tables are its own.
    """

    name: str
    role: str
    is_actor: bool = True
    is_owner: bool = False


@frozen(slots=False)
class Rules:
    """The rules of a project."""

    project: Project
    _by_key: Mapping[tuple[str, ObjectId, str], AccessRule] = field(default_factory=dict)

    @classmethod
    def of(cls, project: Project) -> Rules:
        """Read the rules of a project."""
        found = {(rule.actor, rule.table, rule.command): rule for rule in project.facts.access}
        return cls(project, found)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables that are the project's own and whose rows are here."""
        found = self.project.catalog.of(Table)
        return tuple(item for item in found if not item.external and item.server is None)

    @cached_property
    def settings(self) -> Mapping[str, str]:
        """The settings that claims are read from.

        What a function of the spec's own reads is not known: in the proof it reads one of these.
        """
        actors = self.project.facts.actors.values()
        return {
            claim: actor.settings.get(claim, PROOF + claim)
            for actor in actors
            for claim in actor.claims
        }

    @cached_property
    def own_readers(self) -> Mapping[str, tuple[str, str]]:
        """The functions of the spec's own that read claims, with the types of these."""
        actors = self.project.facts.actors.values()
        return {
            claim: (actor.readers[claim], kind)
            for actor in actors
            for claim, kind in actor.claims.items()
            if claim not in actor.settings
        }

    def reader_statements(self) -> Iterator[str]:
        """Yield what lets the functions of the spec's own that read claims read settings."""
        for claim, (reader, kind) in self.own_readers.items():
            setting = Literal(self.settings[claim])
            value = sql("SELECT nullif(current_setting({}, true), '')::{}", setting, Raw(kind))
            text = "CREATE OR REPLACE FUNCTION {}() RETURNS {} LANGUAGE sql STABLE AS {}"
            yield sql(text, Raw(reader), Raw(kind), Raw(dollar_quote(value)))

    @cached_property
    def policies(self) -> Mapping[ObjectId, tuple[Policy, ...]]:
        """The policies that a person wrote, by table."""
        made = self.project.facts.made_policies
        found: dict[ObjectId, list[Policy]] = defaultdict(list)
        for item in self.project.catalog.of(Policy):
            if item.id not in made:
                found[ObjectId("table", item.id.schema, item.id.table)].append(item)
        return {key: tuple(items) for key, items in found.items()}

    def predicate(self, who: Who, table: Table, about: str) -> str:
        """Return for which rows somebody may do something; `about` is a key of `CLAUSES`."""
        if not self._is_bound(who, table):
            return EVERY_ROW
        command, clause = CLAUSES[about]
        allowing: list[str] = []
        narrowing: list[str] = []
        rule = self._by_key.get((who.name, table.id, command)) if who.is_actor else None
        text = getattr(rule, clause) if rule else None
        if text is not None:
            allowing.append(text)
        for policy in self.policies.get(table.id, ()):
            if self._applies(policy, who, command):
                text = _clause(policy, clause)
                (allowing if policy.permissive else narrowing).append(text)
        return _combined(allowing, narrowing)

    def _is_bound(self, who: Who, table: Table) -> bool:
        role = self.project.catalog.get(ObjectId("role", "", who.role))
        if isinstance(role, Role) and role.bypass_rls:
            return False
        return table.row_security and (table.force_row_security or not owns(who, table))

    def _applies(self, policy: Policy, who: Who, command: str) -> bool:
        meant = {"PUBLIC", *self.roles_of(who.role)}
        return policy.command in ("all", command) and bool(meant & {*policy.roles})

    def roles_of(self, role: str) -> frozenset[str]:
        """Return a role with all that it is a member of."""
        found, waiting = {role}, [role]
        while waiting:
            item = self.project.catalog.get(ObjectId("role", "", waiting.pop()))
            more = {*item.member_of} - found if isinstance(item, Role) else set()
            found |= more
            waiting += sorted(more)
        return frozenset(found)

    def columns(self, who: Who, table: Table, command: str) -> frozenset[str] | None:
        """Return the columns that somebody has a privilege on, None for the whole table."""
        if owns(who, table):
            return None
        rule = self._by_key.get((who.name, table.id, command)) if who.is_actor else None
        if rule is not None and (rule.using is not None or rule.with_check is not None):
            return frozenset(rule.columns) or None
        if rule is not None:
            return frozenset()
        grantees = {"PUBLIC", *self.roles_of(who.role)}
        wanted = command.upper()
        if any(each.grantee in grantees and each.privilege == wanted for each in table.grants):
            return None
        return frozenset(
            column.id.name
            for column in self.project.catalog.belonging_to(table.id, Column)
            if any(each.grantee in grantees and each.privilege == wanted for each in column.grants)
        )

    def texts(self) -> Iterator[tuple[ObjectId, str]]:
        """Yield every predicate of the project, with its table."""
        for rule in self.project.facts.access:
            yield from ((rule.table, text) for text in (rule.using, rule.with_check) if text)
        for table, policies in self.policies.items():
            for policy in policies:
                yield from ((table, text) for text in (policy.using, policy.with_check) if text)


def owns(who: Who, table: Table) -> bool:
    """Tell whether a table is somebody's own."""
    return who.is_owner and who.role == (table.owner or OWNER)


def _clause(policy: Policy, clause: str) -> str:
    """Return a clause as PostgreSQL reads it: without WITH CHECK, USING holds for new rows too."""
    if clause == "with_check" and policy.with_check is not None:
        return policy.with_check
    return policy.using or EVERY_ROW


def _combined(allowing: Iterable[str], narrowing: Iterable[str]) -> str:
    any_of = tuple(dict.fromkeys(allowing))
    if not any_of:
        return NO_ROW
    parts = [" OR ".join(f"({text})" for text in any_of), *dict.fromkeys(narrowing)]
    if len(parts) == 1:
        return any_of[0] if len(any_of) == 1 else parts[0]
    return " AND ".join(f"({text})" for text in parts)
