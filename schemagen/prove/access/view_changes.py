"""Tries to change what is below a view, through the view.

The policies and privileges of whom the view asks for hold for the table, and only rows of the view
can be changed. With `check_option` a new row has to be one, too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, Unpack

from schemagen.frozen import frozen
from schemagen.prove.access.dimensions import Dimension
from schemagen.prove.access.expecting import Allowed, Image
from schemagen.prove.access.personas import Persona, State
from schemagen.prove.access.tries import CHECKED, REFUSED, Details, Layer, Rows, Try, listed
from schemagen.prove.access.view_below import Below, may_change
from schemagen.prove.access.view_sight import Sight
from schemagen.sqltext.quoting import Name, Names, QualifiedName, Raw, join_sql, sql

_NEW: Final = 8
"""So many rows are put in, or changed to something else, by one persona."""

_OTHERS: Final = 3
"""So many values of other rows are tried."""


@frozen(slots=False)
class ViewChanges:
    """Makes the tries of one persona; `constant` means nothing to any rule.

    `rows` and `dimensions` are those of the table, `chosen` rows that stand for the others, and
    `spoken_of` the columns that rules and views speak of.
    """

    sight: Sight
    persona: Persona
    below: Below
    rows: Rows
    dimensions: Sequence[Dimension]
    chosen: Sequence[str]
    constant: tuple[str, str] | None
    spoken_of: Collection[str]
    layers: Collection[Layer]

    def all(self) -> Iterator[Try]:
        """Yield them, those of some layers."""
        if not self.sight.views.may_call(self.persona.who, self.below.chain[0]):
            return
        if Layer.PRIVILEGES in self.layers and self.persona.state is State.OWN:
            yield from self._privileges()
        if Layer.POLICIES in self.layers and self.persona.state is not State.MALFORMED:
            yield from self._rows()

    def _rows(self) -> Iterator[Try]:
        members = self.sight.members(self.persona, self.below, self.rows)
        allowed = self.sight.of_base(self.persona, self.below)
        yield from self._delete(members, allowed)
        yield from self._update(members, allowed)
        if self.persona.state is State.OWN and self.below.is_plain:
            yield from self._inserts()
            yield from self._moves([row for row in members if allowed[row].update])

    def _try(
        self, command: str, words: str, layer: Layer, text: str, **more: Unpack[Details]
    ) -> Try:
        view = self.below.chain[0].id
        return Try(
            self.persona,
            view,
            command,
            words,
            layer,
            text,
            of=self.below.table.id,
            **more,
        )

    @property
    def _relation(self) -> QualifiedName:
        view = self.below.chain[0].id
        return QualifiedName(view.schema, view.name)

    def _delete(self, members: Sequence[str], allowed: Mapping[str, Allowed]) -> Iterator[Try]:
        gone = listed(row for row in members if allowed[row].delete)
        yield self._try(
            "delete",
            "",
            Layer.POLICIES,
            sql("DELETE FROM {}", self._relation),
            measure=self.rows.touched(),
            expected=(gone,),
        )

    def _update(self, members: Sequence[str], allowed: Mapping[str, Allowed]) -> Iterator[Try]:
        columns = self.below.columns
        mixed = any(each.update and not each.update_to for each in allowed.values())
        if self.constant is None or self.constant[0] not in columns or mixed:
            return
        name, value = self.constant
        yield self._try(
            "update",
            "",
            Layer.POLICIES,
            self._set([(name, value)]),
            measure=self.rows.touched(),
            expected=(listed(row for row in members if allowed[row].update),),
        )

    def _set(self, pairs: Sequence[tuple[str, str]]) -> str:
        columns = self.below.columns
        changes = (sql("{} = {}", Name(columns[name]), Raw(value)) for name, value in pairs)
        return sql("UPDATE {} SET {}", self._relation, Raw(join_sql(changes, ", ")))

    def _inserts(self) -> Iterator[Try]:
        columns = self.below.columns
        given = [name for name in self.rows.settable if name in columns]
        given = sorted(name for name in given if name not in self.rows.filled)
        if not given:
            return
        left = tuple(name for name in self.rows.columns if name not in given)
        image = Image(left, tuple(self.rows.defaults[name] for name in left))
        new = self._images("insert", [image])
        for row in self.chosen[:_NEW]:
            values = [self.rows.value(row, name) for name in given]
            text = sql(
                "INSERT INTO {} ({}) VALUES ({})",
                self._relation,
                Names(tuple(columns[name] for name in given)),
                Raw(join_sql(values, ", ")),
            )
            fits = self.sight.fits(self.persona, self.below, self.rows, row, image)
            before = self.rows.without(row)
            yield self._new("insert", "", text, row, before, new[row, 0], fits)

    def _moves(self, start: Sequence[str]) -> Iterator[Try]:
        usable = self.rows.changeable & self.below.columns.keys()
        images = [
            Image(each.columns, values)
            for each in self.dimensions
            for values in each.values
            if {*each.columns} <= usable
        ]
        known = {name for each in self.dimensions for name in each.columns}
        named = self.below.named if self.below.checks else frozenset()
        for name in sorted({*self.spoken_of, *named} & usable - known):
            values = [self.rows.value(row, name) for row in sorted(self.rows.values)]
            images += [Image((name,), (value,)) for value in list(dict.fromkeys(values))[:_OTHERS]]
        new = self._images("update to", images)
        for row in start[:2]:
            for place, image in enumerate(images):
                pairs = list(zip(image.columns, image.values, strict=True))
                shown = ", ".join(sql("{} = {}", Name(n), Raw(v)) for n, v in pairs)
                fits = self.sight.fits(self.persona, self.below, self.rows, row, image)
                only = self.rows.only(row)
                words = f" to {shown}"
                text = self._set(pairs)
                yield self._new("update", words, text, row, only, new[row, place], fits)

    def _images(self, about: str, images: Sequence[Image]) -> Mapping[tuple[str, int], bool]:
        asking = self.sight.asking(self.persona, self.below.chain[-1])
        columns = self.rows.columns
        return self.sight.expecting.images(asking, self.below.table, about, images, columns)

    def _new(
        self, command: str, words: str, text: str, row: str, before: str, allowed: bool, fits: bool
    ) -> Try:
        fits = fits or not self.below.checks
        expected = (CHECKED,) if allowed else (REFUSED,) if fits else (REFUSED, CHECKED)
        return self._try(
            command,
            words,
            Layer.POLICIES,
            text,
            before=before,
            expected=("1",) if allowed and fits else expected,
            row=row,
        )

    def _privileges(self) -> Iterator[Try]:
        for own, name in self.below.columns.items():
            nothing = Raw(sql("NULL::{}", Raw(self.rows.types[own])))
            if own in self.rows.settable:
                text = sql(
                    "INSERT INTO {} ({}) SELECT {} WHERE false",
                    self._relation,
                    Name(name),
                    nothing,
                )
                yield self._privilege("insert", text, own, name)
            if own in self.rows.changeable:
                text = sql("UPDATE {} SET {} = {} WHERE false", self._relation, Name(name), nothing)
                yield self._privilege("update", text, own, name)
        yield self._privilege("delete", sql("DELETE FROM {} WHERE false", self._relation))

    def _privilege(self, command: str, text: str, own: str = "", name: str = "") -> Try:
        allowed = may_change(self.sight.views, self.persona.who, self.below, command, own)
        return self._try(
            command,
            f" of the column {name}" if name else "",
            Layer.PRIVILEGES,
            text,
            expected=() if allowed else (REFUSED,),
            columns=(name,) if name else (),
            allowed=allowed,
        )
