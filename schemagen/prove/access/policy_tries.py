"""Tries of policies alone: everybody has all privileges, and no trigger fires.

Statements without WHERE and RETURNING come first: any other reads the rows, so that the policies
for SELECT hold too, and may hide that those for the command itself let too much through (see
"Policies Applied by Command Type" at CREATE POLICY).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Final, Unpack

from schemagen.frozen import frozen
from schemagen.prove.access.dimensions import Dimension
from schemagen.prove.access.expecting import Allowed, Expecting, Image
from schemagen.prove.access.personas import Persona, State
from schemagen.prove.access.tries import (
    READING,
    REFUSED,
    Details,
    Layer,
    Rows,
    Try,
    listed,
    refused_unless,
)
from schemagen.sqltext.quoting import Name, Names, Raw, sql

_NEW: Final = 24
"""So many rows are put in, or changed to something else, by one persona."""
_FEW: Final = 3


@frozen(slots=False)
class PolicyTries:
    """Makes the tries of one persona on one table."""

    expecting: Expecting
    persona: Persona
    rows: Rows
    allowed: Mapping[str, Allowed]
    dimensions: Sequence[Dimension]
    spoken_of: frozenset[str]
    constant: tuple[str, str] | None

    def all(self) -> Iterator[Try]:
        """Yield them, those that tell most first."""
        yield self._select()
        yield from self._delete()
        yield from self._update()
        telling = self._telling()
        few = telling[:_FEW] if self.persona.state.says_nothing else telling
        yield from self._insert(few)
        if self.persona.state in (State.OWN, State.CROSSED):
            yield from self._upsert(telling)
            yield from self._moves()

    def _try(self, command: str, words: str, statement: str, **more: Unpack[Details]) -> Try:
        return Try(
            self.persona,
            self.rows.table.id,
            command,
            words,
            Layer.POLICIES,
            statement,
            **more,
        )

    def _telling(self) -> list[str]:
        """Return rows of all sorts, in turn."""
        sorts: dict[Allowed, list[str]] = defaultdict(list)
        for row, allowed in sorted(self.allowed.items()):
            sorts[allowed].append(row)
        mixed = (row for some in zip_longest(*sorts.values()) for row in some if row)
        return list(mixed)[:_NEW]

    def _select(self) -> Try:
        seen = listed(row for row, each in self.allowed.items() if each.select)
        return self._try("select", "", self.rows.seen(), reads=True, expected=(seen,))

    def _delete(self) -> Iterator[Try]:
        for words, ending in (("", ""), (" of rows that it reads", READING)):
            gone = listed(
                r for r, e in self.allowed.items() if e.delete and (e.select or not ending)
            )
            yield self._try(
                "delete",
                words,
                self.rows.delete() + ending,
                measure=self.rows.touched(),
                expected=(gone,),
            )

    def _update(self) -> Iterator[Try]:
        mixed = any(each.update and not each.update_to for each in self.allowed.values())
        if self.constant is None or mixed:
            yield from self._update_each()
            return
        for words, ending in (("", ""), (" of rows that it reads", READING)):
            found = (r for r, e in self.allowed.items() if e.update and (e.select or not ending))
            yield self._try(
                "update",
                words,
                self.rows.update([self.constant]) + ending,
                measure=self.rows.touched(),
                expected=(listed(found),),
            )

    def _update_each(self) -> Iterator[Try]:
        name = next((each for each in self.rows.columns if each in self.rows.changeable), None)
        for row in self._telling() if name else ():
            each = self.allowed[row]
            outcome = "0" if not each.update else "1" if each.update_to else REFUSED
            yield self._try(
                "update",
                "",
                self.rows.update([(name or "", self.rows.value(row, name or ""))]),
                before=self.rows.only(row),
                expected=(outcome,),
                row=row,
            )

    def _insert(self, rows: Sequence[str]) -> Iterator[Try]:
        for place, row in enumerate(rows):
            each, statement = self.allowed[row], self.rows.insert(row)
            before = self.rows.without(row)
            yield self._try(
                "insert",
                "",
                statement,
                before=before,
                expected=refused_unless(each.insert),
                row=row,
            )
            if place < 2 * _FEW:
                yield self._try(
                    "insert",
                    " with RETURNING",
                    statement + " RETURNING tableoid",
                    before=before,
                    expected=refused_unless(each.insert and each.select),
                    row=row,
                )

    def _upsert(self, rows: Sequence[str]) -> Iterator[Try]:
        """Put rows in that are there already, and update them to what they are."""
        key = self.rows.key
        if not key or not {*key} <= self.rows.changeable:
            return
        first, role = Names(key[:1]), Name(self.persona.who.role)
        ending = sql(
            " ON CONFLICT ({}) DO UPDATE SET {first} = EXCLUDED.{first}", Names(key), first=first
        )
        for row in rows[: 2 * _FEW]:
            yield self._try(
                "insert",
                " with ON CONFLICT DO UPDATE",
                self.rows.insert(row) + ending,
                # Who may write all data may insert or update, and not both at once.
                before=sql("GRANT INSERT, UPDATE ON {} TO {}", self.rows.relation, role),
                expected=refused_unless(all(self.allowed[row][:4])),
                row=row,
            )

    def _moves(self) -> Iterator[Try]:
        """Change what may be changed to all that it could become."""
        start = [row for row in self._telling() if self.allowed[row].update][:_FEW]
        if not start:
            return
        images = [
            Image(each.columns, value)
            for each in self.dimensions
            for value in each.values
            if {*each.columns} <= self.rows.changeable
        ]
        images += self._other_values()
        columns = self.rows.columns
        new = self.expecting.images(self.persona, self.rows.table, "update to", images, columns)
        seen = self.expecting.images(self.persona, self.rows.table, "select", images, columns)
        for row in start:
            for place, image in enumerate(images):
                yield from self._move(row, image, new[row, place], seen[row, place])

    def _other_values(self) -> Iterable[Image]:
        """Give what predicates speak of the values of other rows, which may be somebody else's."""
        known = {name for each in self.dimensions for name in each.columns}
        for name in sorted(self.spoken_of - known):
            if name in self.rows.changeable:
                values = [self.rows.value(row, name) for row in sorted(self.rows.values)]
                yield from (Image((name,), (each,)) for each in list(dict.fromkeys(values))[:_FEW])

    def _move(self, row: str, image: Image, new: bool, seen: bool) -> Iterator[Try]:
        pairs = list(zip(image.columns, image.values, strict=True))
        shown = ", ".join(sql("{} = {}", Names((name,)), Raw(value)) for name, value in pairs)
        for words, ending, allowed in (("", "", new), (", reading the row", READING, new and seen)):
            if ending and not self.allowed[row].select:
                continue
            yield self._try(
                "update",
                f" to {shown}{words}",
                self.rows.update(pairs) + ending,
                before=self.rows.only(row),
                expected=refused_unless(allowed),
                row=row,
                columns=image.columns,
            )
