"""What a hand-written statement is about, and what it may do, as far as its words tell.

Not more than a careful reader sees at a glance. What locks it takes is observed while it runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from schemagen.catalog.hazard import HazardType
from schemagen.catalog.lock import LockMode
from schemagen.migrate.plan_file import Fact
from schemagen.sqltext.quoting import Literal, Raw, sql
from schemagen.sqltext.tokens import Token, tokenize

_CHANGE: Final = frozenset({"create", "alter", "drop", "comment", "refresh", "reindex"})
_ROWS: Final = frozenset({"insert", "update", "delete", "truncate", "merge", "copy"})
_WRITES: Final = frozenset({"insert", "update", "delete", "merge"})
_OPAQUE: Final = frozenset({"do", "call", "select", "with", "values", "execute"})
_WORDS_BEFORE_NAMES: Final = frozenset(
    """
    or replace unique concurrently if not exists only into from on table index view materialized
    temporary temp unlogged recursive foreign column
    """.split()
)
# What ALTER TABLE drops besides columns ("ALTER TABLE").
_NO_COLUMN: Final = frozenset({"constraint", "default", "not", "identity", "expression"})
_HOLDERS: Final = frozenset({"table", "schema", "foreign", "owned"})
_PRIVILEGES: Final = "somebody may see or do more than before"


def same_words(text: str) -> tuple[str, ...]:
    """Return what of a statement matters: its tokens, without white space and comments."""
    return tuple(token.name if token.is_name else token.text for token in tokenize(text))


def fact_of(text: str) -> Fact:
    """Return what can be told of a statement that a person wrote."""
    tokens = tokenize(text)
    words = [token.word for token in tokens]
    hazards = {str(HazardType.IS_USER_GENERATED): "written by hand: only its proof tells"}
    hazards.update({str(kind): message for kind, message in _hazards(words)})
    settled, cleanup = _completion(tokens)
    return Fact(_target(tokens), hazards, _lock(words), settled=settled, cleanup=cleanup)


def changes_rows(text: str) -> bool:
    """Tell whether a statement may change rows, of which no comparison of catalogs tells."""
    words = [token.word for token in tokenize(text)]
    return words[0] in _ROWS | _OPAQUE or any(
        kind is HazardType.DELETES_DATA for kind, _ in _hazards(words)
    )


def _lock(words: Sequence[str]) -> str:
    """Return the lock of what cannot be watched: it runs outside of a transaction, or in batches.

    See "Explicit Locking" of PostgreSQL, Table-Level Locks.
    """
    if "concurrently" in words:
        return str(LockMode.SHARE_UPDATE_EXCLUSIVE)
    return str(LockMode.ROW_EXCLUSIVE) if words[0] in _WRITES else ""


def _target(tokens: Sequence[Token]) -> str:
    """Name the object of a statement: `index app.orders_idx`, `rows of app.orders`."""
    words = [token.word for token in tokens]
    first = words[0]
    if first in _ROWS:
        return f"rows of {_name(tokens[1:])}"
    if first in _OPAQUE:
        return f"a {first.upper()} statement"
    if first not in _CHANGE:
        return " ".join(token.text for token in tokens[:2])
    known = [word for word in words[1:6] if word in ("table", "index", "view", "column")]
    kind = known[0] if known else next((w for w in words[1:] if w not in _WORDS_BEFORE_NAMES), "")
    place = words.index(kind) + 1 if kind in words else 1
    return f"{kind} {_name(tokens[place:])}".strip()


def _name(tokens: Sequence[Token]) -> str:
    """Return the first name, with the schema that stands before it."""
    parts: list[str] = []
    for token in tokens:
        if not parts and token.word in _WORDS_BEFORE_NAMES:
            continue
        if token.text == "." or (token.is_name and (not parts or parts[-1] == ".")):
            parts.append(token.text)
        else:
            break
    return "".join(parts)


def _hazards(words: Sequence[str]) -> Iterator[tuple[HazardType, str]]:
    pairs = list(zip(words, [*words[1:], ""], strict=True))
    if ("delete", "from") in pairs or words[0] == "truncate":
        yield HazardType.DELETES_DATA, "rows are deleted"
    if words[0] == "drop" and words[1:2] and words[1] in _HOLDERS:
        yield HazardType.DELETES_DATA, "all rows of what is dropped are lost"
    if words[:2] == ["alter", "table"] and any(
        word == "drop" and after not in _NO_COLUMN for word, after in pairs
    ):
        yield HazardType.DELETES_DATA, "all values of the column are lost"
    if words[0] == "grant" or "policy" in words[1:2] or ("disable", "row") in pairs:
        yield HazardType.AUTHZ_UPDATE, _PRIVILEGES
    if words[:2] == ["alter", "default"] and "grant" in words:
        yield HazardType.AUTHZ_UPDATE, _PRIVILEGES


def _completion(tokens: Sequence[Token]) -> tuple[str, tuple[str, ...]]:
    """Return how to see that an index is built, and what removes one that is not (see `Alone`)."""
    words = [token.word for token in tokens]
    if "index" not in words[:3] or "concurrently" not in words:
        return "", ()
    rest = tokens[words.index("concurrently") + 1 :]
    name = _name(rest)
    if words[0] == "drop":
        return sql("SELECT pg_catalog.to_regclass({}) IS NULL", Literal(name)), ()
    if words[0] != "create" or "on" not in words or not name or rest[0].word == "on":
        return "", ()
    table = _name(tokens[words.index("on") + 1 :])
    schema = table.rpartition(".")[0]
    index = f"{schema}.{name}" if schema else name
    settled = sql(
        "SELECT EXISTS (SELECT FROM pg_catalog.pg_index"
        " WHERE indexrelid = pg_catalog.to_regclass({}) AND indisvalid)",
        Literal(index),
    )
    return settled, (sql("DROP INDEX CONCURRENTLY IF EXISTS {}", Raw(index)),)
