"""What was found, in words, and the matrix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen
from schemagen.kinds.policy import Policy
from schemagen.prove.access.classes import rank
from schemagen.prove.access.collecting import Collected
from schemagen.prove.access.personas import State
from schemagen.prove.access.rules import Rules
from schemagen.prove.access.running import Outcome
from schemagen.prove.access.tries import REFUSED, Layer, Try

LETTERS: Final = {"select": "s", "insert": "i", "update": "u", "delete": "d", "truncate": "t"}
_NONE: Final = "\N{EN DASH}"
_SHOWN: Final = 3


@frozen(slots=False)
class Teller:
    """Tells of outcomes; `classes` are the rows of each table with what they are."""

    rules: Rules
    collected: Collected
    classes: Mapping[ObjectId, Mapping[str, str]]

    def finding(self, each: Try, outcome: Outcome) -> str:
        """Tell of an outcome that the spec does not allow for."""
        who = each.persona.words if each.persona else "a superuser"
        key = each.about
        row = f" of the row {self.row(each.of or key, each.row)}" if each.row else ""
        text = f"{who}: {each.command}{each.words} on {key.schema}.{key.name}{row}"
        text += f" {self._difference(each, outcome)}"
        return f"{text}; {self._concerned(each)}"

    def row(self, table: ObjectId, row: str) -> str:
        """Return what a row is for people: its key and its class, or what a view shows of it."""
        if row not in self.classes.get(table, ()):
            return row
        rows = self.collected.rows[table]
        names = rows.key or rows.columns[:1]
        values = (rows.value(row, name).rpartition("::")[0] for name in names)
        shown = ", ".join(f"{name} = {value}" for name, value in zip(names, values, strict=True))
        return f"{shown} ({self.classes[table][row]})"

    def _difference(self, each: Try, outcome: Outcome) -> str:
        wanted = each.expected[0] if each.expected else "1"
        if outcome.outcome.startswith("!") or wanted.startswith("!") or not _lists(each):
            return f"{_said(outcome.outcome, outcome.words)}, and the spec says: {_said(wanted)}"
        if each.persona is None and each.reads:
            return f'is "{outcome.outcome}", and the spec says: "{wanted}"'
        seen, meant = ({*text.splitlines()} for text in (outcome.outcome, wanted))
        parts = []
        for words, rows in (("gets at", seen - meant), ("does not get at", meant - seen)):
            if rows:
                shown = [self.row(each.of or each.about, row) for row in sorted(rows)[:_SHOWN]]
                more = f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
                parts.append(f"{words} {'; '.join(shown)}{more}")
        return f"{' and '.join(parts)}, against the spec"

    def _concerned(self, each: Try) -> str:
        if self.collected.views and each.about in self.collected.views.viewed:
            return "look at its grants, and in whose name it asks (security_invoker)"
        if each.layer is Layer.PRIVILEGES:
            return "look at its grants"
        roles = {"PUBLIC", *(self.rules.roles_of(each.persona.who.role) if each.persona else ())}
        names = [
            policy.id.name
            for policy in self.rules.project.catalog.belonging_to(each.about, Policy)
            if policy.command in ("all", each.command) and roles & {*policy.roles}
        ]
        return f"policies concerned: {', '.join(names) or 'none'}"

    def matrix(
        self, table: ObjectId, found: Mapping[int, Outcome], tries: Sequence[Try]
    ) -> list[str]:
        """Return who could do what with the rows of each class, in lines of a table."""
        who = [each for each in self.collected.personas if each.state is State.OWN]
        names = [each.who.name for each in who]
        cells: dict[str, list[set[str]]] = {}
        for number, each in enumerate(tries):
            if each.about != table or number not in found or each.persona not in who:
                continue
            column = who.index(each.persona)
            passed = found[number].outcome not in ("0", REFUSED)
            if each.layer is Layer.ALL:
                cell = cells.setdefault(self.classes[table][each.row], [set() for _ in who])[column]
                cell.update(LETTERS[each.command] if each.allowed and passed else "")
        shown = [
            [name, *("".join(c for c in "siudt" if c in cell) or _NONE for cell in listed)]
            for name, listed in sorted(cells.items(), key=lambda item: (rank(item[0]), item[0]))
        ]
        return _aligned([["row", *names], *shown])

    def view_matrix(self, tries: Sequence[Try]) -> list[str]:
        """Return how many rows a view shows everybody, in lines of a table."""
        who = [each for each in self.collected.personas if each.state is State.OWN]
        cells = [_NONE] * len(who)
        for each in tries:
            if each.layer is Layer.ALL and each.allowed and each.persona in who:
                [shown] = each.expected
                counted = shown.isdecimal() or shown.startswith("!")
                cells[who.index(each.persona)] = shown if counted else str(len(shown.splitlines()))
        return _aligned([["", *(each.who.name for each in who)], ["rows seen", *cells]])


def _lists(each: Try) -> bool:
    return each.reads or bool(each.measure)


def _said(outcome: str, words: str = "") -> str:
    match outcome:
        case "0":
            return "finds no row"
        case "1":
            return "goes through"
        case "!42501":
            return f"is refused ({words})" if words else "is refused"
    if outcome.startswith("!"):
        return f"fails with SQLSTATE {outcome[1:]}" + (f" ({words})" if words else "")
    return "goes through" if outcome else "gets at no row"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return ["  ".join(_padded(row, widths)).rstrip() for row in rows]


def _padded(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    yield from (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
