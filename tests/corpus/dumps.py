"""What two dumps of `pg_dump --schema-only` differ in, where the difference means something.

A dump is a list of entries, each under a comment that names it. The order of entries says nothing,
nor do comments and settings, but for the table space and the access method that an entry is
created with. Inside an entry every character counts, privileges aside, whose order depends on who
granted what first.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

_HEADING: Final = re.compile(
    r"^--\n-- Name: (?P<name>.*?); Type: (?P<type>[A-Z ]+); Schema: (?P<schema>.*?); Owner: .*\n"
    r"--$",
    re.MULTILINE,
)
_END: Final = re.compile(r"^--\n-- PostgreSQL database dump complete\n--$", re.MULTILINE)
_SETTING: Final = re.compile(r"^SET (?P<name>\w+) = (?P<value>.*);$", re.MULTILINE)
_STORAGE: Final = {"default_tablespace": "''", "default_table_access_method": "heap"}
_STORED: Final = frozenset({"TABLE", "INDEX", "MATERIALIZED VIEW", "CONSTRAINT"})
_WITH_COLUMNS: Final = re.compile(
    r"^CREATE (?:(?:UNLOGGED |FOREIGN )?TABLE .*|TYPE .* AS) \($", re.MULTILINE
)


class Entry(NamedTuple):
    """One entry: `TABLE public.orders`, and its statements."""

    title: str
    text: str

    @property
    def grants(self) -> bool:
        """Whether it is about privileges."""
        return self.title.startswith(("ACL ", "DEFAULT ACL "))


class Verdict(StrEnum):
    """How what is there compares with what should be."""

    OK = "ok"
    ORDER = "order"
    WRONG = "wrong"


def read_dump(dump: str) -> list[Entry]:
    """Return the entries of a plain dump, sorted."""
    footer = _END.search(dump)
    body = dump[: footer.start()] if footer else dump
    heads = list(_HEADING.finditer(body))
    storage = dict(_STORAGE)
    before = body[: heads[0].start()] if heads else ""
    _note_settings(before, storage)
    found = []
    ends = [*(head.start() for head in heads[1:]), len(body)]
    for head, end in zip(heads, ends[: len(heads)], strict=True):
        text = body[head.end() : end]
        title = f"{head['type']} {head['schema']}.{head['name']}"
        if head["type"] in _STORED:
            title += "".join(
                f", {name} {storage[name]}"
                for name, usual in _STORAGE.items()
                if storage[name] != usual
            )
        found.append(_entry(title, _note_settings(text, storage)))
    return sorted(found)


def _entry(title: str, text: str) -> Entry:
    entry = Entry(title, text.strip("\n"))
    if entry.grants:
        return Entry(title, "\n".join(sorted(filter(None, text.splitlines()))))
    return entry


def _note_settings(text: str, storage: dict[str, str]) -> str:
    """Take the settings off the end of a text: they hold for what follows."""
    lines = text.rstrip("\n").split("\n")
    while lines and (not lines[-1] or _SETTING.match(lines[-1])):
        setting = _SETTING.match(lines.pop())
        if setting and setting["name"] in storage:
            storage[setting["name"]] = setting["value"]
    return "\n".join(lines)


def compare_dumps(got: Sequence[Entry], wanted: Sequence[Entry]) -> Verdict:
    """Compare two lists of entries; ORDER is a difference in the order of columns alone."""
    if got == wanted:
        return Verdict.OK
    same = sorted(map(_without_order, got)) == sorted(map(_without_order, wanted))
    return Verdict.ORDER if same else Verdict.WRONG


def _without_order(entry: Entry) -> Entry:
    if not _WITH_COLUMNS.search(entry.text):
        return entry
    lines = sorted(line.rstrip(",") for line in entry.text.splitlines())
    return Entry(entry.title, "\n".join(lines))


def with_grants_of(entries: Iterable[Entry], others: Iterable[Entry]) -> list[Entry]:
    """Return entries with the privileges of others.

    What a dump without owners creates belongs to whoever loads it, so that his privileges are other
    ones.
    """
    kept = [entry for entry in entries if not entry.grants]
    return sorted([*kept, *(entry for entry in others if entry.grants)])


def describe_difference(got: Sequence[Entry], wanted: Sequence[Entry]) -> str:
    """Say for a person what is too much, what is missing and what differs."""
    if compare_dumps(got, wanted) is Verdict.ORDER:
        titles = sorted(entry.title for entry in set(got) - set(wanted))
        return f"the columns of {', '.join(titles)}"
    return "\n".join(_differences(_by_title(got), _by_title(wanted)))


def _by_title(entries: Iterable[Entry]) -> dict[str, str]:
    found: dict[str, str] = {}
    for title, text in entries:
        found[title] = f"{found[title]}\n{text}" if title in found else text
    return found


def _differences(got: dict[str, str], wanted: dict[str, str]) -> Iterator[str]:
    for title in sorted({*got, *wanted}):
        there, right = got.get(title), wanted.get(title)
        if there == right:
            continue
        word = "missing" if there is None else "too much" if right is None else "differs"
        yield f"{word}: {title}"
        lines = difflib.unified_diff(
            (there or "").splitlines(), (right or "").splitlines(), n=0, lineterm=""
        )
        yield from (f"  {line}" for line in list(lines)[2:] if not line.startswith("@@"))
