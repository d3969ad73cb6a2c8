"""What a spec says of a function: the inverse of lowering."""

from __future__ import annotations

import re

from schemagen.catalog.catalog import Catalog
from schemagen.declare.body_text import write_body
from schemagen.declare.declaration import Declaration, Reference, stated
from schemagen.kinds.function.model import RELATIONS, Function
from schemagen.kinds.function.spec import FunctionSpec
from schemagen.sqltext.tokens import SqlTextError, tokenize


def declare(item: Function, _: Catalog) -> Declaration:
    """Say what a spec says of a function."""
    body, verbatim = write_body(item.body)
    settings: dict[str, str | None] = dict(item.settings)
    if item.security_definer and "search_path" not in settings:
        settings["search_path"] = None
    values = {
        "kind": "procedure" if item.procedure else "function",
        "arguments": item.arguments,
        "returns": item.returns,
        "language": item.language,
        "window": item.window,
        "volatility": item.volatility,
        "parallel": item.parallel,
        "strict": item.strict,
        "security": "definer" if item.security_definer else "invoker",
        "leakproof": item.leakproof,
        "cost": _number(item.cost),
        "rows": _number(item.rows),
        "set": settings,
        "body": body,
        "object_file": item.object_file,
        "support": item.support,
        "transforms": list(item.transforms),
        "verbatim": verbatim,
        "depends_on": _unseen(item),
    }
    return Declaration("functions", stated(FunctionSpec, values), item.name)


def _number(value: float | None) -> float | None:
    return int(value) if value is not None and value == int(value) else value


_TYPES = frozenset({"enum", "domain", "composite_type", "range_type"})


def _unseen(item: Function) -> list[Reference]:
    """Return what lowering would not see that the function needs."""
    seen = _names_in(f"{item.arguments} {item.returns or ''}")
    if item.language == "sql":
        seen |= _names_in(item.body)
    in_body = _names_in(item.body) if item.language == "plpgsql" else frozenset()
    found = set()
    for key in item.depends_on:
        name = key.name.partition("(")[0]
        rows = key.kind in RELATIONS and re.search(rf"\b{name}[\w.]*\s*%", item.body)
        if name in seen or (name in in_body and (key.kind in _TYPES or rows)):
            continue
        if key.kind in RELATIONS | _TYPES | {"function", "aggregate"}:
            found.add((key.schema, name))
    return [Reference(*pair) for pair in sorted(found)]


def _names_in(text: str) -> frozenset[str]:
    try:
        return frozenset(token.name for token in tokenize(text) if token.is_name)
    except SqlTextError:
        return frozenset()
