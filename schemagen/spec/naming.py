"""Names that objects cannot have: of another one, of what is said to be another now, too long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from schemagen import kinds
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.former import former_id
from schemagen.declare.problems import Path
from schemagen.sqltext.quoting import MAX_NAME_BYTES, quote_name


class NameSpaces:
    """Which object has a name first, in each of the spaces in which names must differ."""

    def __init__(self) -> None:
        self._taken: dict[tuple[str, str, str, str], ObjectId] = {}
        self._makers: dict[ObjectId, ObjectId] = {}

    def take(self, item: CatalogObject, path: Path, draft: ProjectDraft) -> None:
        """Take the names of an object; another that has one already, or its length, is a problem.

        What PostgreSQL makes with it takes a name, too, for which it would choose another one in
        silence.
        """
        key = item.id
        other = self._holder(key)
        if other is not None:
            declared_twice(key, path, draft, other=self._words(other))
        if len(key.name) > MAX_NAME_BYTES or not key.name.isascii():
            _check_length(key, path, draft)
        besides = kinds.BY_NAME[key.kind].besides
        for made in besides(item) if besides else ():
            other = self._holder(made.id)
            if other is None:
                self._makers[made.id] = key
            else:
                message = f"the {made.id.kind} of {key} gets the name {quote_name(made.id.name)}"
                both = f"{message}, which {self._words(other)} has"
                draft.problem("declared-twice", both, path, hint=made.remedy)

    def _holder(self, key: ObjectId) -> ObjectId | None:
        """Return what has the name of an object already; None where it has it first."""
        found = None
        for space in kinds.BY_NAME[key.kind].name_spaces:
            holder = self._taken.setdefault(_slot(space, key), key)
            if holder is not key and found is None:
                found = holder
        return found

    def _words(self, holder: ObjectId) -> str:
        maker = self._makers.get(holder)
        return f"the {holder.kind} of {maker}" if maker else str(holder)


def _slot(space: str, key: ObjectId) -> tuple[str, str, str, str]:
    """Return the place of an object's name among those that must differ."""
    return space, key.schema, key.table if space == "constraint" else "", key.name


def declared_twice(key: ObjectId, path: Path, draft: ProjectDraft, other: str = "") -> None:
    """Record that an object is declared twice, or that another one has its name."""
    against = f"; {other} has that name" if other else ""
    draft.problem(
        "declared-twice",
        f"{key} is declared twice{against}",
        path,
        hint="give one of them a `name`" if key.table else "give one of them another name",
    )


def check_former_names(
    item: CatalogObject, found: Mapping[ObjectId, CatalogObject], draft: ProjectDraft
) -> None:
    """Refuse former names of what is still there: then nothing would be renamed, and rows lost."""
    path, former = draft.problems.declared[item.id], former_id(item)
    if former is not None and former != item.id and former in found:
        _still_declared(str(former), str(item.id), (*path, "was"), draft)
    parts = kinds.BY_NAME[item.id.kind].parts
    there = set(parts.names(item)) if parts else ()
    pairs: Iterable[tuple[str, str]] = getattr(item, parts.former) if parts else ()
    for name, was in pairs:
        if was in there:
            _still_declared(f"{was} of {item.id}", name, path, draft)


def _still_declared(former: str, present: str, path: Path, draft: ProjectDraft) -> None:
    draft.problem(
        "was-declared",
        f"{former} is still declared, so {present} cannot be what became of it",
        path,
        hint="if it gets another name, declare it under that one only; if that is long done and"
        " this is another one, take `was` away",
    )


def _check_length(key: ObjectId, path: Path, draft: ProjectDraft) -> None:
    """Refuse a name that PostgreSQL would cut off."""
    if not all(section.named for section in kinds.BY_NAME[key.kind].sections):
        return
    name = key.name.partition("(")[0] if key.kind == "function" else key.name
    if len(name.encode()) > MAX_NAME_BYTES:
        draft.problem(
            "long-name",
            f'"{name}" is {len(name.encode())} bytes long; PostgreSQL cuts names at 63',
            path,
        )
