"""Candidates for the values of a type, the most plausible first.

Values follow from the number of the row and the name of the column alone, so that the same tables
always get the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from schemagen.frozen import frozen
from schemagen.seeding.base_types import is_foreign, values_of_base
from schemagen.seeding.candidate import NUMBER, Candidate, constant, in_turn, typed
from schemagen.seeding.constants import told_by
from schemagen.seeding.reading import Type
from schemagen.sqltext.quoting import Raw, join_sql, sql


@frozen
class Values:
    """Makes candidates for the columns of one database."""

    types: Mapping[int, Type]

    def of(self, oid: int, modifier: int, label: str) -> Iterator[Candidate]:
        """Yield candidates for a type; `label` is the name of the column."""
        found = self.types.get(oid)
        if found is None:
            return
        if found.element:
            yield from self._array(found, label)
            return
        match found.sort:
            case "d":
                inner = found.modifier if found.modifier >= 0 else modifier
                yield from self.of(found.base, inner, label)
                base = self.base_of(oid)
                if base is not None:
                    for check in found.checks:
                        yield from told_by(check, base)
            case "e":
                yield from _enum(found)
            case "c":
                yield from self._composite(found, label)
            case "r":
                yield from self._range(found, label)
            case "m":
                for each in self.of(found.range, -1, label):
                    text = sql("{}({})", Raw(found.name), Raw(each.sql))
                    yield Candidate(text, each.distinct)
            case _:
                yield from values_of_base(found, modifier, label)

    def base_of(self, oid: int) -> Type | None:
        """Return the type that is left when domains are taken off."""
        found = self.types.get(oid)
        while found is not None and found.sort == "d":
            found = self.types.get(found.base)
        return found

    def checks_of(self, oid: int) -> Iterator[str]:
        """Yield the checks of a domain and of the domains below it, over VALUE."""
        found = self.types.get(oid)
        while found is not None and found.sort == "d":
            yield from found.checks
            found = self.types.get(found.base)

    def is_made_of_others(self, oid: int) -> bool:
        """Tell whether a type has rules of its own for what a value consists of."""
        found = self.types.get(oid)
        return found is not None and (bool(found.element) or found.sort not in "be")

    def is_foreign(self, oid: int) -> bool:
        """Tell whether only the server knows what a value of a type is written like."""
        found = self.base_of(oid)
        return found is not None and found.sort == "b" and is_foreign(found)

    def needs_value(self, oid: int) -> bool:
        """Tell whether a domain does not take NULL."""
        found = self.types.get(oid)
        while found is not None and found.sort == "d":
            if found.not_null:
                return True
            found = self.types.get(found.base)
        return False

    def _array(self, found: Type, label: str) -> Iterator[Candidate]:
        for each in self.of(found.element, -1, label):
            text = sql("ARRAY[{}]::{}", Raw(each.sql), Raw(found.name))
            yield Candidate(text, each.distinct)
        yield Candidate(sql("'{{}}'::{}", Raw(found.name)))

    def _composite(self, found: Type, label: str) -> Iterator[Candidate]:
        parts = []
        for oid, modifier in zip(found.attributes, found.modifiers, strict=True):
            parts.append(next(self.of(oid, modifier, label), Candidate("NULL")))
        listed = Raw(join_sql([part.sql for part in parts], ", "))
        text = sql("ROW({})::{}", listed, Raw(found.name))
        yield Candidate(text, any(part.distinct for part in parts))

    def _range(self, found: Type, label: str) -> Iterator[Candidate]:
        """Ranges of rows that follow each other do not overlap."""
        for each in self.of(found.subtype, -1, label):
            if not each.distinct:
                continue
            lower = each.of_row(Raw(sql("({} * 2)", NUMBER)))
            upper = each.of_row(Raw(sql("({} * 2 + 1)", NUMBER)))
            yield Candidate(
                sql("{}({}, {})", Raw(found.name), Raw(lower.sql), Raw(upper.sql)), distinct=True
            )
        yield Candidate(sql("'empty'::{}", Raw(found.name)))


def _enum(found: Type) -> Iterator[Candidate]:
    labels = [typed(constant(label), found.name) for label in found.labels]
    if labels:
        yield in_turn(labels)
    yield from labels
