"""Storage parameters and options: `WITH (fillfactor = 70)` in SQL, a mapping in a spec."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from schemagen.catalog.lock import LockMode
from schemagen.catalog.object import CatalogObject
from schemagen.catalog.statement import Statement
from schemagen.kinds.effects import SHARE_UPDATE_EXCLUSIVE, locking
from schemagen.kinds.support import statement
from schemagen.sqltext.quoting import Literal, Raw, quote_name, sql
from schemagen.sqltext.tokens import string_value, tokenize


def parameters(options: Iterable[tuple[str, str]]) -> Raw:
    """Return storage parameters as they stand in WITH (…); values keep their own form."""
    return Raw(", ".join(f"{_parameter_name(key)} = {value}" for key, value in options))


def _parameter_name(key: str) -> str:
    """Quote a storage parameter; that of a TOAST table has its namespace in front: `toast.…`."""
    return ".".join(map(quote_name, key.split(".", 1)))


def option_pairs(options: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Turn a mapping of the spec into parameters with values as SQL."""
    if not options:
        return ()
    return tuple((key, _option_value(value)) for key, value in options.items())


def _option_value(value: object) -> str:
    match value:
        case bool() | int() | float():
            return sql("{}", Literal(value))
        case str() if value.isidentifier() or _NUMBER.fullmatch(value):
            return value
    return sql("{}", Literal(str(value)))


_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def option_mapping(options: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Turn parameters back into a mapping of the spec: the inverse of `option_pairs`."""
    return {key: _written_option(value) for key, value in options}


def _written_option(text: str) -> Any:
    words = {"true": True, "false": False}
    if text in words:
        return words[text]
    if _NUMBER.fullmatch(text):
        number = float(text) if "." in text else int(text)
        return number if _option_value(number) == text else text
    if text.startswith(("'", "E'")):
        return string_value(tokenize(text)[0])
    return text


def alter_options(
    item: CatalogObject,
    head: str,
    current: Iterable[tuple[str, str]],
    desired: Iterable[tuple[str, str]],
    mode: LockMode = SHARE_UPDATE_EXCLUSIVE,
    *,
    in_order: bool = True,
) -> Iterable[Statement]:
    """Change storage parameters; `head` is `ALTER TABLE public.agents`.

    PostgreSQL puts what is set behind the others. With `in_order`, others are set again so that all
    come to stand in the desired order, as an undo has to bring it back.
    """
    effect = locking(item, mode)
    before, after = dict(current), dict(desired)
    gone = sorted(before.keys() - after.keys())
    changed = [pair for pair in after.items() if before.get(pair[0]) != pair[1]]
    if in_order and changed:
        changed = _from_first_moved(list(before.items()), list(after.items()))
    if gone:
        names = ", ".join(map(_parameter_name, gone))
        yield statement(item, "{} RESET ({})", Raw(head), Raw(names), effect=effect)
    if changed:
        listed = parameters(changed)
        yield statement(item, "{} SET ({})", Raw(head), listed, effect=effect)


def _from_first_moved(
    before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Return the pairs of `after` from the first on that is new or does not follow those before."""
    place = -1
    for index, pair in enumerate(after):
        if pair not in before or before.index(pair) < place:
            return list(after[index:])
        place = before.index(pair)
    return []
