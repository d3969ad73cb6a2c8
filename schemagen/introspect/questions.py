"""What is asked of a server to know a database: a question for each kind, in a few round trips."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Final

from psycopg import Connection, Cursor
from psycopg.abc import Buffer
from psycopg.adapt import Loader

from schemagen import kinds
from schemagen.kinds.kind import Facet
from schemagen.sqltext.quoting import quote_literal, quote_name

# All names are to be written with their schemas. Statistics of the catalog are mostly out of date,
# most of all after a migration, and a nested loop that they suggest may take forever.
_FIRST_QUESTION: Final = b"""
SELECT
    current_user::text,
    (
        SELECT coalesce(string_agg(s.source, ' '), '')
        FROM unnest('{{sources}}'::text[]) AS s (source)
        WHERE to_regclass(s.source) IS NOT NULL
    )
FROM
    set_config('search_path', {path}, true) AS names,
    set_config('enable_nestloop', 'off', true) AS joins,
    set_config('jit', 'off', true) AS compilation,
    set_config('work_mem', '64MB', true) AS memory
"""
_PART: Final = re.compile(r"^ *\{(\w+)\}(?=,?$)", re.MULTILINE)
_AT_ONCE: Final = 4
"""Questions that are sent together: few enough that answers come early, as many as a network
between us and the server makes worth while."""


class Extra(StrEnum):
    """What is asked besides the objects."""

    READER = "reader"
    EXTENSION_MEMBERS = "extension_members"
    DEPENDS = "depends"


def answers(connection: Connection[Any], home: str = "") -> Iterator[tuple[str, Cursor[Any]]]:
    """Ask everything, and give the answers as they come.

    The server works on the next questions meanwhile: a thread waits for it.
    """
    questions = [*((name, _extra_query(name, home)) for name in Extra), *_kind_queries()]
    parts = [questions[at : at + _AT_ONCE] for at in range(0, len(questions), _AT_ONCE)]
    there = ""
    with ThreadPoolExecutor(max_workers=1) as pool:
        waiting = [pool.submit(_ask, connection, part) for part in parts]
        try:
            for answered in waiting:
                told = answered.result()
                there = there or _sources(told)
                yield from told
            if extended := [(name, _query(name)) for name in _of_extensions(there)]:
                yield from pool.submit(_ask, connection, extended).result()
        except Exception:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        except BaseException:
            # Nobody is going to ask this connection anything else, so that it may be cut short.
            pool.shutdown(wait=False, cancel_futures=True)
            connection.cancel()
            raise


def _ask(
    connection: Connection[Any], questions: Iterable[tuple[str, bytes]]
) -> list[tuple[str, Cursor[Any]]]:
    # To plan a question takes longer than to answer it, where little is there. Where prepared
    # statements are switched off, because of a pooler, it is planned each time.
    with connection.pipeline():
        return [
            (name, _cursor(connection).execute(query, prepare=True)) for name, query in questions
        ]


def _cursor(connection: Connection[Any]) -> Cursor[Any]:
    cursor = connection.cursor()
    cursor.adapters.register_loader("jsonb", _JsonLoader)
    return cursor


class _JsonLoader(Loader):
    """Reads jsonb faster than what is general: it is known to be UTF-8, and compact."""

    _read = json.JSONDecoder().raw_decode

    def load(self, data: Buffer) -> Any:
        """Return the value."""
        return self._read(str(data, "utf-8"))[0]


def _sources(told: Iterable[tuple[str, Cursor[Any]]]) -> str:
    """Return which relations of extensions there are, if these are the first answers."""
    first = next((cursor.pgresult for name, cursor in told if name == Extra.READER), None)
    return (first.get_value(0, 1) or b"").decode() if first is not None else ""


def _of_extensions(there: str) -> list[str]:
    """Return the kinds that are read from the relations that there are."""
    return [kind.name for kind in kinds.ALL if kind.source and kind.source in there.split()]


@cache
def _kind_queries() -> tuple[tuple[str, bytes], ...]:
    # There is most of what belongs to relations, of columns above all: to ask for it first leaves
    # time to make objects of it while the rest is asked for.
    asked = [kind for kind in kinds.ALL if not kind.source]
    asked.sort(key=lambda kind: kind.definition is None and kind.inline is None)
    return tuple((kind.name, _query(kind.name)) for kind in asked)


@cache
def _extra_query(name: Extra, home: str) -> bytes:
    if name is Extra.READER:
        path = quote_literal(quote_name(home) if home else "")
        sources = ",".join(kind.source for kind in kinds.ALL if kind.source)
        asked = _FIRST_QUESTION.replace(b"{sources}", sources.encode(), 1)
        return asked.replace(b"{path}", path.encode(), 1)
    return _text("introspect", f"sql/{name}.sql").encode()


@cache
def _query(kind: str) -> bytes:
    facets = kinds.BY_NAME[kind].facets
    around = "row_with_grants" if Facet.GRANTS in facets else "row"
    own = _with_parts(_text("kinds", f"sql/{kind}.sql"))
    return _text("introspect", f"sql/{around}.sql").replace("{query}", own).encode()


def _with_parts(query: str) -> str:
    """Put what several queries share in the place of the lines that name it, as `{key}` does."""
    return _PART.sub(
        lambda line: _with_parts(_text("kinds", f"sql/parts/{line[1]}.sql").rstrip()), query
    )


def _text(package: str, name: str) -> str:
    return files(f"schemagen.{package}").joinpath(name).read_text(encoding="utf-8")
