"""A look at an expression that tells certain mistakes from what only PostgreSQL can judge.

The scanner follows the tokens and knows at each whether a value or something after a value must
come ("Value Expressions"). Where syntax begins that it does not follow (a query, the arguments of
XMLTABLE), it turns loose: there it claims no more than that two constants in a row are wrong. So a
mistake that it reports is one in every PostgreSQL from 14 to 18, and what it says of names is exact
unless it was loose somewhere.
"""

from __future__ import annotations

from schemagen.sqltext.scan.after_value import read_after_value
from schemagen.sqltext.scan.loose import read_loosely
from schemagen.sqltext.scan.state import Scan, ScanState, SqlName
from schemagen.sqltext.scan.value import read_value

__all__ = ["Scan", "SqlName", "scan_expression", "scan_query"]


def scan_expression(text: str) -> Scan:
    """Look at an expression.

    Raises:
        SqlTextError: no PostgreSQL can read it.
    """
    return _scan(ScanState(text, loose=False))


def scan_query(text: str) -> Scan:
    """Look at a query, or at several with `;` between them.

    Raises:
        SqlTextError: no PostgreSQL can read it.
    """
    return _scan(ScanState(text, loose=True))


def _scan(state: ScanState) -> Scan:
    cursor = state.cursor
    while not cursor.at_end():
        frame = state.frames[-1]
        if frame.loose:
            read_loosely(state)
        elif frame.wants_value:
            read_value(state, frame)
        else:
            read_after_value(state, frame)
    state.end_of_text()
    return state.found
