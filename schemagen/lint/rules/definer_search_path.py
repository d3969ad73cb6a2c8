"""Security definer functions whose search path others can put something into."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.catalog import Catalog
from schemagen.kinds.function import Function
from schemagen.lint.bodies import search_path_of
from schemagen.lint.rule import Found, Level, Rule

_WHY = """\
A security definer function runs with the rights of its owner. Without a search path of its own,
the caller's decides which tables and operators it uses, and a caller who creates one of that name
has code run with the owner's rights. With a path that does not name `pg_temp`, the caller's
temporary tables come first, and do the same ("Writing SECURITY DEFINER Functions Safely" in CREATE
FUNCTION).

Fix the path to schemas that only trusted roles may create in, with `pg_temp` as the last: `set:
{search_path: "pg_catalog, pg_temp"}`, and qualify what the body names. The empty path is good too,
if every name is qualified.
"""


def _check(catalog: Catalog) -> Iterator[Found]:
    for function in catalog.of(Function):
        if not function.security_definer:
            continue
        path = search_path_of(function)
        problem = _problem(path)
        if problem:
            yield Found(
                function.id,
                f'"{function.name}" runs with the rights of its owner, and {problem}',
                'set: {search_path: "pg_catalog, pg_temp"}, and qualify the names in its body',
            )


def _problem(path: str | None) -> str:
    if path is None:
        return "the caller chooses its search path"
    schemas = [part.strip().strip("\"'").lower() for part in path.split(",")]
    if schemas == [""]:
        return ""
    if "$user" in schemas:
        return 'its search path begins in a schema of the caller\'s, "$user"'
    if schemas[-1] != "pg_temp":
        return "temporary tables of the caller come first in its search path"
    return ""


RULE = Rule(
    code="definer-search-path",
    title="a security definer function whose search path is open to others",
    why=_WHY,
    level=Level.ERROR,
    check=_check,
    good="""\
functions:
  count_notes:
    returns: bigint
    security: definer
    set: {search_path: "pg_catalog, pg_temp"}
    body: SELECT count(*) FROM public.notes
tables:
  notes:
    columns: {id: bigint primary key}
""",
    bad="""\
functions:
  count_notes:
    returns: bigint
    security: definer
    set: {search_path: public}
    body: SELECT count(*) FROM notes
tables:
  notes:
    columns: {id: bigint primary key}
""",
)
