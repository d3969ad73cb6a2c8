"""Differences of access as sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from schemagen.catalog.access_change import AccessLine
from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen
from schemagen.prove.access.classes import rank
from schemagen.prove.access.personas import Persona, State
from schemagen.prove.access.tries import Rows
from schemagen.prove.whom.comparing import More

_VERBS: Final = {
    "select": "read",
    "insert": "insert",
    "update": "update",
    "delete": "delete",
    "truncate": "truncate",
    "execute": "call",
}
_EVERYBODY: Final = "everybody"
_STRANGER: Final = "any other role"
_BESIDES: Final = ("public", "deleted")
"""What a row is to everybody alike."""
_FEW: Final = 3


@frozen(slots=False)
class Wording:
    """Says what is different.

    Attributes:
        actors: the names of all actors, of whom everybody consists.
        words: gives what each row of a table is to an actor.
        rows: the rows of each table.
        all_rows: those that both versions have, by table.
        telling: gives the columns that rows of a class may be told apart by.
    """

    actors: Sequence[str]
    words: Callable[[ObjectId, str], Mapping[str, frozenset[str]]]
    rows: Mapping[ObjectId, Rows]
    all_rows: Mapping[ObjectId, frozenset[str]]
    telling: Callable[[ObjectId], Sequence[str]]

    def gains(self, found: Iterable[More]) -> tuple[AccessLine, ...]:
        """Say what somebody may do now and could not before."""
        return self._lines(found, "may now")

    def losses(
        self, found: Iterable[More], left: Callable[[ObjectId, str], Sequence[str]]
    ) -> tuple[AccessLine, ...]:
        """Say what somebody could do before and may not now; `left` tells who still may."""
        return self._lines(found, "may no longer", left)

    def _lines(
        self,
        found: Iterable[More],
        modal: str,
        left: Callable[[ObjectId, str], Sequence[str]] | None = None,
    ) -> tuple[AccessLine, ...]:
        groups: dict[tuple[ObjectId, str, str, bool], list[Persona]] = defaultdict(list)
        for each in found:
            groups[each.about, each.command, self._what(each), each.whole].append(each.persona)
        lines = []
        for (about, command, what, whole), personas in groups.items():
            text = f"{self._who(personas)} {modal} {what}"
            still = left(about, command) if left is not None and whole else ()
            text += f"; {_joined(self._names(still))} still may" if still else ""
            lines.append(AccessLine(about, text, command))
        return tuple(sorted(set(lines)))

    def _what(self, each: More) -> str:
        verb, name = _VERBS[each.command], f"{each.about.schema}.{each.about.name}"
        if each.moves:
            words = self.words(each.about, each.persona.who.name)
            rows = _phrases(words.get(row, frozenset()) for row in each.rows)
            return f"update {rows} in {name} to other values of {_joined(each.columns)}"
        if each.columns:
            plural = "s" if len(each.columns) > 1 else ""
            return f"{verb} the column{plural} {_joined(each.columns)} of {name}"
        if each.about not in self.all_rows:
            more = "" if each.whole or each.about.kind == "function" else "more rows of "
            return f"{verb} {more}{name}"
        if each.command == "truncate":
            return f"{verb} {name}"
        return f"{verb} {self._rows_words(each)} {'into' if verb == 'insert' else 'in'} {name}"

    def _rows_words(self, each: More) -> str:
        everything = self.all_rows[each.about]
        if each.rows == everything:
            return "any row" if each.command == "insert" else "every row"
        words = self.words(each.about, each.persona.who.name)
        classes: dict[frozenset[str], set[str]] = defaultdict(set)
        for row in each.rows:
            classes[words.get(row, frozenset())].add(row)
        rest = everything - each.rows
        left = {row for row in rest if words.get(row, frozenset()) in classes}
        text = _phrases(classes)
        if text == "rows" and each.base:
            text = "more rows"
        return f"{text}{self._where(each, left)}" if left else text

    def _where(self, each: More, left: set[str]) -> str:
        """Say what tells the rows from those of the same classes of which that is not so."""
        rows = self.rows[each.about]
        for name in self.telling(each.about):
            mine = {rows.value(row, name) for row in each.rows}
            if len(mine) <= _FEW and not mine & {rows.value(row, name) for row in left}:
                values = sorted(_shown(value) for value in mine)
                return f" where {name} {' or '.join(values)}"
        return ", some of them"

    def _who(self, personas: Iterable[Persona]) -> str:
        names: dict[str, set[State]] = defaultdict(set)
        for each in personas:
            names[each.who.name].add(each.state)
        plain = [name for name, states in names.items() if State.OWN in states]
        others = sorted(
            f"{_called(name)} {next(iter(states))}"
            for name, states in names.items()
            if State.OWN not in states
        )
        return _joined([*self._names(plain), *others])

    def _names(self, names: Iterable[str]) -> list[str]:
        listed = sorted(set(names))
        if "stranger" in listed and {*self.actors} <= {*listed}:
            return [_EVERYBODY]
        return [
            _called(name) for name in sorted(listed, key=lambda name: (name == "stranger", name))
        ]

    def news(self, about: ObjectId, may: Mapping[str, Sequence[str]]) -> AccessLine:
        """Say of something new what each actor may do with it, in one line."""
        groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for name, what in may.items():
            if what:
                groups[tuple(what)].append(name)
        said = sorted(
            f"{_joined(self._names(names))} may {_joined(what)} it"
            for what, names in groups.items()
        )
        text = "; ".join(said) or "nobody but its owner may do anything with it"
        return AccessLine(about, f"{about.schema}.{about.name} is new: {text}")


def verb(command: str) -> str:
    """Return what a command is called in a sentence."""
    return _VERBS[command]


def _called(name: str) -> str:
    return {"stranger": _STRANGER, "owner": "the owner"}.get(name, name)


def _phrases(classes: Iterable[frozenset[str]]) -> str:
    """Say what rows are, from what each of them is: own, public, of another tenant."""
    listed = list(classes)
    shared = [word for word in _BESIDES if all(word in words for words in listed)]
    if shared and len(listed) > 1 and frozenset(shared) in listed:
        return f"{' '.join(shared)} rows of others"
    groups: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for words in listed:
        main = sorted(words - {*_BESIDES}, key=lambda word: (rank(word), word))
        groups[tuple(main)].add(tuple(word for word in _BESIDES if word in words))
    order = sorted(groups, key=lambda main: (not main, rank(", ".join(main)), main))
    found = [_phrase(main, groups[main], alone=len(groups) == 1) for main in order]
    return _joined(found[:_FEW]) + (" and others" if len(found) > _FEW else "")


def _phrase(main: Sequence[str], besides: set[tuple[str, ...]], *, alone: bool) -> str:
    """Say what some rows are to somebody; whether they are public as well, if all of them are."""
    [only] = besides if len(besides) == 1 else [()]
    if not main:
        return f"{' '.join(only)} rows" if only else "rows" if alone else "other rows"
    text = _joined([_noun(word) for word in main])
    return f"{text} that are {_joined(only)}" if only else text


def _noun(word: str) -> str:
    if word == "own":
        return "its own rows"
    first, _, what = word.partition(" ")
    if first == "same":
        return f"rows of the same {what}"
    if first == "other":
        return f"rows of other {what}s"
    return f"{word} rows" if word != "unrelated" else "rows"


def _joined(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _shown(value: str) -> str:
    text = value.rpartition("::")[0] or value
    return "is null" if text == "NULL" else f"= {text}"
