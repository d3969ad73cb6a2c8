"""Privileges on the sequences that a table's defaults draw from.

The sequence of an identity column needs none: whoever may insert may use it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from schemagen.declare.draft import TableDraft
from schemagen.kinds import column, sequence
from schemagen.kinds.sequence import SequenceSpec
from schemagen.kinds.support import split_name

_NEXT_VALUE = re.compile(r"\bnextval\s*\(\s*'([^']+)'", re.IGNORECASE)


def grant_sequences(table: TableDraft, actor: str) -> None:
    """Let an actor draw from every declared sequence that a default of the table names."""
    home = table.project.schema
    declared = sequence.SECTION.of(table.project)
    for spec in column.SECTION.of(table).values():
        for text in _drawn_from(spec.default) if spec.default else ():
            schema, name = split_name(text, home)
            for key in (f"{schema}.{name}", name if schema == home else ""):
                if key in declared:
                    declared[key] = _usable(declared[key] or SequenceSpec(), actor)


@lru_cache(maxsize=16384)
def _drawn_from(default: str) -> tuple[str, ...]:
    return tuple(_NEXT_VALUE.findall(default))


def _usable(spec: SequenceSpec, actor: str) -> SequenceSpec:
    privileges = sorted({*spec.grants.get(actor, ()), "usage"})
    return spec.model_copy(update={"grants": {**spec.grants, actor: privileges}})
