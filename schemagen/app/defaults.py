"""Defaults that no row can ever have: their own table's checks refuse them.

PostgreSQL takes such a default and refuses every row that relies on it; most often it is the
document of a `jsonb<Shape>` column that lacks a required key.
"""

from __future__ import annotations

import psycopg

from schemagen.app.contents import Connection
from schemagen.frozen import frozen

# A check of a single column is asked about the default as if it were that column's value. The type
# is named because a domain has checks of its own.
_QUESTIONS = """
SELECT format('%s.%I', t.oid::regclass, a.attname), c.conname, d.text,
       format('SELECT %s FROM (SELECT (%s)::%s AS %I) AS row',
              pg_get_expr(c.conbin, c.conrelid), d.text,
              format_type(a.atttypid, a.atttypmod), a.attname)
FROM pg_constraint c
JOIN pg_class t ON t.oid = c.conrelid
JOIN pg_attribute a ON a.attrelid = t.oid AND c.conkey = ARRAY[a.attnum]
JOIN pg_attrdef ad ON ad.adrelid = t.oid AND ad.adnum = a.attnum
CROSS JOIN LATERAL (SELECT pg_get_expr(ad.adbin, ad.adrelid)) AS d (text)
WHERE c.contype = 'c' AND a.attgenerated = '' AND t.oid >= 16384
ORDER BY 1, 2
"""


@frozen
class RefusedDefault:
    """A default, the check that refuses it, and the check's own reason if it gives one."""

    column: str
    check: str
    default: str
    reason: str


def refused_defaults(connection: Connection) -> tuple[RefusedDefault, ...]:
    """Return the defaults that a check of their own column refuses.

    A default that cannot be computed here, for it needs the session of an application, is passed
    over.
    """
    found = []
    for column, check, default, question in connection.execute(_QUESTIONS).fetchall():
        try:
            answer = connection.execute(question.encode()).fetchone()
        except psycopg.errors.CheckViolation as error:
            reason = error.diag.message_detail or error.diag.message_primary or ""
            found.append(RefusedDefault(column, check, default, reason))
        except psycopg.Error:
            continue
        else:
            if answer == (False,):
                found.append(RefusedDefault(column, check, default, ""))
    return tuple(found)
