"""Rows for the tables of a database: made up, the same every time, and as plausible as they get.

What is to be filled is read from the database (`reading.py`). Each column has candidates for its
values, expressions over the number of the row (`values.py`, `constants.py`, `patterns.py`,
`documents.py`); the server itself says which of them its checks let in (`solving.py`). Rows refer
to rows that are there (`references.py`). A table is filled by one INSERT over a series of numbers
(`inserting.py`, `filling.py`), so that a million rows are no trouble, and its foreign keys are
checked for all of them at once (`checking.py`).

For people, values are drawn from pools of words (`style.py`, `words.py`), tables get as many rows
as befits them (`portions.py`), and these go through COPY (`pouring.py`). Rows that a spec lists are
put in place by their keys (`listed.py`).
"""

from __future__ import annotations

from schemagen.seeding.filling import Filled, empty, seed
from schemagen.seeding.inserting import Examples

__all__ = ["Examples", "Filled", "empty", "seed"]
