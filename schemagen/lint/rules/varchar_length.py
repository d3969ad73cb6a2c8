"""Lengths of texts that come from habit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from schemagen.catalog.catalog import Catalog
from schemagen.kinds.column import Column
from schemagen.lint.rule import Found, Rule

_TYPE = re.compile(r"character(?: varying)?\((\d+)\)(\[\])*")
_HABITS: Final = frozenset({191, 255, 256, 511, 512, 1023, 1024, 2048, 4000, 4096, 8000, 65535})
"""Limits of other databases, and powers of two: no rule of anybody's business is that."""

_WHY = """\
In PostgreSQL `varchar(255)` is stored exactly as `text` is, and is not faster. 255 is what other
databases could index; here it only means that one day a name, an address or a token of 256
characters is refused in production. Views, functions and other tables repeat the number, and each
of them has to be changed with it.

Use `text`. Where there is a real rule about the length, a check says which and has a name: `text
check (char_length(code) <= 12)`. Lengths that look like such a rule are not found fault with.
"""


def _check(catalog: Catalog) -> Iterator[Found]:
    for column in catalog.of(Column):
        match = _TYPE.fullmatch(column.type)
        if match and int(match[1]) in _HABITS:
            yield Found(
                column.id,
                f'"{column.id.name}" of "{column.id.table}" is cut off from texts of more than'
                f" {match[1]} characters for no reason",
                "make it text",
            )


RULE = Rule(
    code="varchar-length",
    title="a length that no one needs, such as varchar(255)",
    why=_WHY,
    check=_check,
    good="""\
tables:
  people:
    columns: {id: bigint primary key, name: text not null, country: varchar(2)}
""",
    bad="""\
tables:
  people:
    columns: {id: bigint primary key, name: varchar(255) not null, country: varchar(2)}
""",
)
