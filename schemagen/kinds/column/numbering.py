"""How a column goes from a sequence of its own to an identity, and back, and counts on.

Both want the name `<table>_<column>_seq` for what counts. So the one lets go before the other is
made, and where it was is put aside meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from schemagen.catalog.object import ObjectId
from schemagen.catalog.statement import Effect, Statement
from schemagen.kinds.carry import bring_reached, save_reached
from schemagen.kinds.column.ddl import sequence_of
from schemagen.kinds.column.model import Column
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, lock_on, locking
from schemagen.kinds.support import qualified, relation_of, statement
from schemagen.sqltext.quoting import Name, Raw
from schemagen.sqltext.tokens import TokenKind, tokenize


def freed_for_identity(current: Column, desired: Column) -> bool:
    """Tell whether a default makes room for an identity."""
    return current.default is not None and current.identity is None and desired.identity is not None


def freed_for_default(current: Column, desired: Column) -> bool:
    """Tell whether an identity makes room for a default that counts."""
    leaves = current.identity is not None and desired.identity is None
    return leaves and _counter(desired) is not None


def freed(current: Column, desired: Column) -> Collection[ObjectId]:
    """Return the sequences that a column needs no longer once it is freed."""
    if not freed_for_identity(current, desired):
        return ()
    return [key for key in current.depends_on if key.kind == "sequence"]


def continue_identity(current: Column, desired: Column) -> Iterable[Statement]:
    """Let an identity go on where the sequence of the default was."""
    return bring_reached(desired, sequence_of(desired)) if _counter(current) else ()


def continue_default(desired: Column) -> Iterable[Statement]:
    """Let the sequence of a default go on where the identity was."""
    return bring_reached(desired, _counter(desired) or "")


def _free(current: Column, desired: Column) -> Iterable[Statement]:
    if freed_for_identity(current, desired):
        if counter := _counter(current):
            yield save_reached(desired, counter)
        yield _let_go(desired, "DROP DEFAULT")
    elif freed_for_default(current, desired):
        yield save_reached(desired, sequence_of(desired))
        yield _let_go(desired, "DROP IDENTITY")


def rename_sequence(item: Column, sequence: ObjectId, name: str) -> Statement:
    """Give the sequence of an identity another name, be it for the meantime."""
    known = sequence._replace(name=item.sequence_name or name)
    return statement(
        item,
        "ALTER SEQUENCE {} RENAME TO {}",
        qualified(sequence),
        Name(name),
        effect=Effect((lock_on(known, ACCESS_EXCLUSIVE),)),
    )


def sequence_is_renamed(_: Column, __: Column) -> Iterable[Statement]:
    """Do nothing: the sequence got its name before anything was made."""
    return ()


def _let_go(item: Column, what: str) -> Statement:
    return statement(
        item,
        "ALTER TABLE {} ALTER COLUMN {} {}",
        relation_of(item.id),
        Name(item.id.name),
        Raw(what),
        effect=locking(item, ACCESS_EXCLUSIVE),
    )


def _counter(item: Column) -> str | None:
    """Return the name of the sequence that a default counts with, as a string constant."""
    tokens = tokenize(item.default or "")
    words = [token.word for token in tokens]
    alone = len(tokens) == 6 and words[:2] == ["nextval", "("]
    if alone and tokens[2].kind is TokenKind.STRING and words[3:] == ["::", "regclass", ")"]:
        return tokens[2].text
    return None


FREES: Final = {"identity": _free}
