"""Text that matches a regular expression, with the number of the row in it where there is room."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.seeding.candidate import NUMBER, Candidate
from schemagen.shapes.matches import ROOM, Hole, Part, parts_of
from schemagen.sqltext.quoting import Literal, Raw, join_sql, sql


def matching(pattern: str) -> Iterator[Candidate]:
    """Yield texts that a pattern matches, as far as it is one that we read; none otherwise.

    The server has the last word: a POSIX pattern may mean something else than ours.
    """
    parts = parts_of(pattern)
    if parts is None:
        return
    first = next((place for place, part in enumerate(parts) if isinstance(part, Hole)), None)
    if first is not None:
        yield Candidate(_text(parts, first), distinct=True)
    yield Candidate(_text(parts, None))


def _text(parts: list[Part], numbered: int | None) -> str:
    pieces, plain = [], ""
    for place, part in enumerate(parts):
        if isinstance(part, str):
            plain += part
        elif place == numbered:
            pieces.append(sql("{}", Literal(plain)))
            width = Literal(max(part.width, ROOM))
            pieces.append(sql("lpad({}::text, {}, '0')", NUMBER, width))
            plain = ""
        else:
            plain += "0" * max(part.width, 1)
    pieces.append(sql("{}", Literal(plain)))
    return sql("({})", Raw(join_sql(pieces, " || ")))
