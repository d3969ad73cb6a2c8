"""Which table and column of the file goes where, and in which order tables are filled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from schemagen.copying.source import SourceTable
from schemagen.copying.values import Convert, converter
from schemagen.declare.suggest import did_you_mean
from schemagen.errors import SettingsError
from schemagen.frozen import frozen
from schemagen.seeding.reading import Shelf, Table


@frozen
class Route:
    """Where the rows of a table go.

    Attributes:
        source: the table of the file.
        target: the table of the database.
        columns: pairs of a column of the file and the column that takes its values.
        converters: what turns the values of each into those of the other.
    """

    source: SourceTable
    target: Table
    columns: tuple[tuple[str, str], ...]
    converters: tuple[Convert, ...]

    @property
    def whole(self) -> bool:
        """Whether its rows refer to each other, so that they can only go in all at once."""
        return any(each.other == self.target.row.oid for each in self.target.of("f"))


def routes(
    tables: Mapping[str, SourceTable], shelf: Shelf, skipped: Collection[str]
) -> tuple[Route, ...]:
    """Return where everything goes, tables that others refer to first.

    Args:
        tables: those of the file, by their names in small letters.
        shelf: what the database has of the project.
        skipped: tables (`sessions`) and columns (`profiles.avatar`) of the file to leave behind.

    Raises:
        SettingsError: something has no place to go to, is to be left behind and is not there, or
            tables refer to each other in a circle.
    """
    skip = {name.lower() for name in skipped}
    names = {table.row.name.lower(): table for table in shelf.tables.values()}
    lost = [f"table {each.name}" for name, each in tables.items() if name not in {*names, *skip}]
    found: list[Route] = []
    for name, source in tables.items():
        if name in skip or name not in names:
            continue
        route, without = _route(source, names[name], shelf, skip)
        found.append(route)
        lost += without
    known = {*tables, *(f"{n}.{c.lower()}" for n, each in tables.items() for c in each.columns)}
    _check(lost, sorted(skip - known), known)
    return _in_order(found)


def _route(
    source: SourceTable, target: Table, shelf: Shelf, skip: Collection[str]
) -> tuple[Route, list[str]]:
    known = {column.name.lower(): column for column in target.columns if not column.generated}
    computed = {column.name.lower() for column in target.columns if column.generated}
    taken = [
        (name, known[name.lower()])
        for name in source.columns
        if name.lower() in known and f"{source.name}.{name}".lower() not in skip
    ]
    lost = [
        f"column {source.name}.{name}"
        for name in source.columns
        if name.lower() not in {*known, *computed} and f"{source.name}.{name}".lower() not in skip
    ]
    columns = tuple((name, column.name) for name, column in taken)
    converters = tuple(converter(shelf.types[column.type], shelf.types) for _, column in taken)
    return Route(source, target, columns, converters), lost


def _check(lost: Sequence[str], unknown: Sequence[str], known: Collection[str]) -> None:
    if lost:
        first = lost[0].partition(" ")[2]
        raise SettingsError(
            f"the database has no place for {', '.join(lost)}",
            hint=f"declare them, or leave them behind: --skip {first}",
        )
    if unknown:
        raise SettingsError(
            f"the file has no {', '.join(unknown)}, which --skip names",
            hint=did_you_mean(unknown[0], known) or "name tables, or columns as table.column",
        )


def _in_order(found: Iterable[Route]) -> tuple[Route, ...]:
    by_oid = {route.target.row.oid: route for route in found}
    graph = {
        oid: {each.other for each in route.target.of("f") if each.other in by_oid} - {oid}
        for oid, route in by_oid.items()
    }
    try:
        return tuple(by_oid[oid] for oid in TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = " → ".join(by_oid[oid].target.name for oid in error.args[1])
        raise SettingsError(
            f"tables refer to each other in a circle: {circle}",
            hint="copy them without the column that closes it (--skip table.column), and fill it"
            " afterwards",
        ) from None
