"""What predicates ask of rows: which columns they speak of, and which keys their claims are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from schemagen.catalog.object import ObjectId
from schemagen.prove.access.dimensions import Asked, constant_text
from schemagen.prove.access.mentions import Mention
from schemagen.prove.access.personas import is_text
from schemagen.seeding.reading import Shelf, Table


def table_id(table: Table) -> ObjectId:
    """Return the id of a table that was read from the database."""
    return ObjectId("table", table.row.schema, table.row.name)


class Asking:
    """Gathers what predicates mention; `types` are those of claims.

    Attributes:
        of: what is asked of the columns of each table.
        roots: for claims that columns are compared with, the key that those refer to in the end.
        claims: the values that claims are compared with themselves.
    """

    def __init__(self, shelf: Shelf, mentions: Iterable[Mention], types: Mapping[str, str]) -> None:
        self._shelf = shelf
        self._by_id = {table_id(table): table for table in shelf.tables.values()}
        self.of: dict[ObjectId, dict[str, Asked]] = defaultdict(dict)
        self.roots: dict[str, tuple[ObjectId, str]] = {}
        self.claims: dict[str, list[str]] = {}
        self._read(mentions, types)

    def _read(self, mentions: Iterable[Mention], types: Mapping[str, str]) -> None:
        roots: dict[str, Counter[tuple[ObjectId, str]]] = defaultdict(Counter)
        for each in mentions:
            if each.column and each.relation in self._by_id:
                self._ask(each.relation, each.column, Asked(each.claims, each.constants, each.null))
                root = self.root(each.relation, each.column)
                self._ask(*root, Asked((), each.constants))
                for claim in each.claims:
                    roots[claim][root] += 1
                    if is_text(types.get(claim, "")):
                        # An empty claim must not be taken for the one of a row with an empty text.
                        self._ask(*root, Asked((), ("''",)))
            for claim in each.claims:
                if not each.column:
                    texts = [constant_text(text) for text in each.constants]
                    self.claims.setdefault(claim, []).extend(texts)
        self.roots = {claim: counted.most_common(1)[0][0] for claim, counted in roots.items()}

    def _ask(self, table: ObjectId, column: str, asked: Asked) -> None:
        known = self.of[table].get(column, Asked())
        self.of[table][column] = known.and_also(asked)

    def root(self, key: ObjectId, column: str) -> tuple[ObjectId, str]:
        """Return the column that a column refers to in the end, itself if it refers to none."""
        passed: set[tuple[ObjectId, str]] = set()
        while (key, column) not in passed:
            passed.add((key, column))
            table = self._by_id[key]
            for each in sorted(table.of("f"), key=lambda item: len(item.columns or ())):
                columns = table.names(each.columns)
                parent = self._shelf.tables.get(each.other)
                if column in columns and parent is not None and parent is not table:
                    others = parent.names(each.other_columns)
                    key, column = table_id(parent), others[columns.index(column)]
                    break
        return key, column
