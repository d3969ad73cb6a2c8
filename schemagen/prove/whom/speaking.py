"""What the policies of both schemas speak of, as predicates on claims: rows are made after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import Actor, Project
from schemagen.frozen import frozen
from schemagen.kinds.column import Column
from schemagen.kinds.function import Function
from schemagen.kinds.policy import Policy
from schemagen.prove.access.mentions import spots
from schemagen.sqltext.claims import find_claims
from schemagen.sqltext.quoting import Name, Raw, sql
from schemagen.sqltext.tokens import tokenize

_SETTING: Final = re.compile(r"current_setting\(\s*'([^']+)'")
_READ: Final = ("sql", "plpgsql")
_DEEP: Final = 3
"""So many functions that call each other are followed."""


@frozen(slots=False)
class Speaking:
    """Reads the policies of a project and what its functions do for them."""

    project: Project
    catalog: Catalog

    def texts(self) -> Iterator[tuple[ObjectId, str]]:
        """Yield predicates with their tables, in which claims are written as in a spec."""
        for policy in self.catalog.of(Policy):
            table = ObjectId("table", policy.id.schema, policy.id.table)
            for text in (policy.using, policy.with_check):
                if text:
                    said = self._with_claims(text)
                    yield table, said
                    yield from self._of_functions(table, said, _DEEP)

    def _of_functions(
        self, table: ObjectId, text: str, deep: int
    ) -> Iterator[tuple[ObjectId, str]]:
        """Yield what is said by the functions that a predicate calls, of its columns as well."""
        words = {token.name for token in tokenize(text) if token.is_name}
        for item in self.catalog.of(Function):
            if item.name in words and item.language in _READ and deep:
                body = self._with_claims(item.body)
                if item.language == "sql":
                    yield table, sql("EXISTS ({})", Raw(body.strip().rstrip(";")))
                    yield from self._of_functions(table, body, deep - 1)
                claims = {use.name for use in find_claims(body)}
                yield from ((table, each) for each in self._compared(table, text, claims))

    def _compared(self, table: ObjectId, text: str, claims: set[str]) -> Iterator[str]:
        types = {
            c: kind for a in self.project.facts.actors.values() for c, kind in a.claims.items()
        }
        for spot in spots(text, table, self.catalog, self.project.schema):
            column = self.catalog.get(
                ObjectId("column", spot.relation.schema, spot.column, spot.relation.name)
            )
            for claim in sorted(claims & types.keys()):
                if isinstance(column, Column) and column.type == types[claim]:
                    yield f"{sql('{}', Name(spot.column))} = claim.{claim}"

    def _with_claims(self, text: str) -> str:
        for actor in self.project.facts.actors.values():
            for claim, reader in actor.readers.items():
                text = _reader(reader).sub(f"claim.{claim}", text)
        return text


def _reader(name: str) -> re.Pattern[str]:
    schema, _, plain = name.rpartition(".")
    qualified = rf'(?:"?{re.escape(schema)}"?\s*\.\s*)?"?{re.escape(plain)}"?\s*\(\s*\)'
    return re.compile(
        rf"\(\s*SELECT\s+{qualified}(?:\s+AS\s+\S+?)?\s*\)|{qualified}", re.IGNORECASE
    )


def settings_in(project: Project, catalog: Catalog) -> dict[str, Actor]:
    """Return the actors of a project with the settings that claims are read from in a catalog."""
    found = {}
    bodies = {f"{item.id.schema}.{item.name}": item.body for item in catalog.of(Function)}
    for name, actor in project.facts.actors.items():
        found[name] = replace(actor, settings={**actor.settings, **dict(_settings(actor, bodies))})
    return found


def _settings(actor: Actor, bodies: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for claim, reader in actor.readers.items():
        read = _SETTING.search(bodies.get(reader, ""))
        if read and claim in actor.settings:
            yield claim, read[1]
