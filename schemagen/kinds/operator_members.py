"""What operator classes and families are made of, as CREATE OPERATOR CLASS writes it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from schemagen.catalog.object import ObjectId
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.problems import Path
from schemagen.kinds.support import operand_type, routine_ids
from schemagen.sqltext.quoting import Literal, Raw, join_sql, sql

_OPERATOR: Final = re.compile(
    r"\s*(\d+)\s+([^\s(]+)\s*(?:\(([^)]*)\))?\s*(?:for\s+order\s+by\s+(.+?))?\s*\Z", re.IGNORECASE
)
_FUNCTION: Final = re.compile(r"\s*(\d+)\s+(?:\(([^)]*)\)\s*)?([^\s(].*?)\s*\Z", re.DOTALL)


def _listed(left: str, right: str) -> Raw:
    return Raw(f"({left}, {right})")


class OperatorMember(NamedTuple):
    """An operator with its strategy number and the types of its operands."""

    number: int
    left: str
    right: str
    operator: str  # public.<
    order_by: str | None = None  # public.float_ops, the family that sorts what it returns

    def added(self) -> str:
        """Return the member as a definition has it."""
        order = Raw(sql(" FOR ORDER BY {}", Raw(self.order_by)) if self.order_by else "")
        types = _listed(self.left, self.right)
        return sql("OPERATOR {} {} {}{}", Literal(self.number), Raw(self.operator), types, order)

    def removed(self) -> str:
        """Return the member as ALTER OPERATOR FAMILY … DROP has it."""
        return sql("OPERATOR {} {}", Literal(self.number), _listed(self.left, self.right))

    def written(self) -> str:
        """Return the member as a spec has it."""
        order = f" for order by {self.order_by}" if self.order_by else ""
        return f"{self.number} {self.operator} ({self.left}, {self.right}){order}"


class FunctionMember(NamedTuple):
    """A support function with its number and the types that it serves."""

    number: int
    left: str
    right: str
    function: str  # public.compare(integer, integer)

    def added(self) -> str:
        """Return the member as a definition has it."""
        return sql("{} {}", Raw(self.removed()), Raw(self.function))

    def removed(self) -> str:
        """Return the member as ALTER OPERATOR FAMILY … DROP has it."""
        return sql("FUNCTION {} {}", Literal(self.number), _listed(self.left, self.right))

    def written(self) -> str:
        """Return the member as a spec has it."""
        return f"{self.number} ({self.left}, {self.right}) {self.function}"


def added(members: Iterable[OperatorMember | FunctionMember]) -> str:
    """Return members as they stand behind AS or ADD."""
    return join_sql((member.added() for member in members), ",\n    ")


def removed(members: Iterable[OperatorMember | FunctionMember]) -> str:
    """Return members as they stand behind DROP."""
    return join_sql((member.removed() for member in members), ",\n    ")


def read_operators(
    texts: Iterable[str], project: ProjectDraft, path: Path, own_type: str = ""
) -> tuple[tuple[OperatorMember, ...], set[ObjectId]]:
    """Read `1 < (integer, bigint)`, with the ids of what it names.

    `own_type` is what both operands have where no types are written.
    """
    found, needs = [], set[ObjectId]()
    for index, text in enumerate(texts):
        match = _OPERATOR.match(text)
        types = _types(match and match[3], own_type, project, (*path, index)) if match else None
        if match is None or types is None:
            hint = "write `1 < (integer, integer)`: number, operator, types of its operands"
            said = f'"{text}" is no operator with its number and types'
            project.problem("operator-member", said, (*path, index), hint=hint)
            continue
        left, right, used = types
        needs |= {*used, *project.names.operators.get(match[2], ())}
        found.append(OperatorMember(int(match[1]), left, right, match[2], match[4]))
    return tuple(sorted(found)), needs


def read_functions(
    texts: Iterable[str], project: ProjectDraft, path: Path, own_type: str = ""
) -> tuple[tuple[FunctionMember, ...], set[ObjectId]]:
    """Read `1 (integer, bigint) compare(integer, bigint)`, with the ids of what it names."""
    found, needs = [], set[ObjectId]()
    for index, text in enumerate(texts):
        match = _FUNCTION.match(text)
        types = _types(match and match[2], own_type, project, (*path, index)) if match else None
        if match is None or types is None:
            hint = "write `1 (integer, integer) compare(integer, integer)`"
            said = f'"{text}" is no function with its number and types'
            project.problem("operator-member", said, (*path, index), hint=hint)
            continue
        left, right, used = types
        needs |= used | routine_ids(match[3], project)
        found.append(FunctionMember(int(match[1]), left, right, match[3]))
    return tuple(sorted(found)), needs


def _types(
    text: str | None, own_type: str, project: ProjectDraft, path: Path
) -> tuple[str, str, set[ObjectId]] | None:
    if text is None:
        return (own_type, own_type, set()) if own_type else None
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > 2 or not all(parts):
        return None
    read = [part if part.lower() == "none" else operand_type(part, project, path) for part in parts]
    names = [part if isinstance(part, str) else part[0] for part in read]
    needs = {key for part in read if not isinstance(part, str) for key in part[1]}
    return names[0], names[-1], needs
