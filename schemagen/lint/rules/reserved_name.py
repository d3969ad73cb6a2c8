"""Names that have to be quoted wherever they are used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from schemagen.catalog.catalog import Catalog
from schemagen.lint.rule import Found, Rule
from schemagen.sqltext.keywords import RESERVED, TYPE_OR_FUNCTION

_KINDS: Final = frozenset(
    "column composite_type domain enum materialized_view range_type schema sequence table"
    " view".split()
)
_PLAIN = re.compile(r"[a-z_][a-z0-9_$]*")
_KEYWORDS = RESERVED | TYPE_OR_FUNCTION

_WHY = """\
`order`, `user` or `orderId` can be names if they are quoted, in every statement that anybody
writes from then on. Who forgets it gets a syntax error in the good case; `SELECT user FROM
sessions` works, and returns the name of the role. What PostgreSQL folds (`orderId` is `orderid`)
is not found at all.

Choose a name in lower case that is no keyword: `orders`, `app_user`, `order_id`; `was:` renames. A
name of more than 63 bytes, which PostgreSQL would cut, is refused in any spec.
"""


def _check(catalog: Catalog) -> Iterator[Found]:
    for item in catalog:
        name = item.id.name
        if item.id.kind not in _KINDS or (_PLAIN.fullmatch(name) and name not in _KEYWORDS):
            continue
        kind = item.id.kind.replace("_", " ")
        reason = "is a keyword" if name in _KEYWORDS else "is not in plain lower case"
        yield Found(
            item.id,
            f'{kind} "{name}" {reason}, and has to be quoted everywhere',
            "choose another name, with `was` if it exists already",
        )


RULE = Rule(
    code="reserved-name",
    title="a name that has to be quoted wherever it is used",
    why=_WHY,
    check=_check,
    good="""\
tables:
  sessions:
    columns: {id: bigint primary key, user_name: text not null}
""",
    bad="""\
tables:
  sessions:
    columns: {id: bigint primary key, user: text not null}
""",
)
