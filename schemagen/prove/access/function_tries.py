"""Tries of functions: who may call them, in whose name they run, and where they look for names.

A security definer function that takes its search path from whoever calls it can be made to run what
the caller has put there ("Writing SECURITY DEFINER Functions Safely" in CREATE FUNCTION).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from schemagen.catalog.object import CatalogObject
from schemagen.kinds.aggregate import Aggregate
from schemagen.kinds.function import Function
from schemagen.kinds.function.ddl import identity_text
from schemagen.prove.access.mutants import Mutant
from schemagen.prove.access.privilege_tries import is_callable, may_call
from schemagen.prove.access.rules import Rules, Who
from schemagen.prove.access.tries import Layer, Try
from schemagen.sqltext.quoting import Literal, QualifiedName, Raw, sql

RULE: Final = "definer-search-path"
_INVOKER: Final = "invoker"
_SECURITY: Final = """
SELECT CASE WHEN p.prosecdef THEN coalesce('definer, looking in ' || (
        SELECT regexp_replace(substr(s, 13), '\\s*,\\s*', ', ', 'g')
        FROM unnest(p.proconfig) AS s WHERE s LIKE 'search\\_path=%'
    ), 'definer, looking where who calls says') ELSE 'invoker' END
FROM pg_catalog.pg_proc AS p WHERE p.oid = {}::regprocedure
"""
_OPEN: Final = "definer, looking where who calls says"
_HINT: Final = "let the spec say `security`, and `search_path` in `set`"


def security_tries(rules: Rules) -> Iterator[Try]:
    """Yield a look at each function: in whose name it runs, and where it looks for names."""
    for item in rules.project.catalog.of(Function):
        if not item.external:
            text = sql(_SECURITY, Literal(identity_text(item)))
            yield _asked(item, ", in somebody's name", text, _security(item))


def _asked(item: CatalogObject, words: str, text: str, expected: str) -> Try:
    return Try(None, item.id, "execute", words, Layer.PRIVILEGES, text, (expected,), reads=True)


def _security(item: Function) -> str:
    if not item.security_definer:
        return _INVOKER
    path = dict(item.settings).get("search_path")
    if path is None:
        return _OPEN
    return f"definer, looking in {', '.join(each.strip() for each in path.split(','))}"


def call_tries(rules: Rules, who: Who) -> Iterator[Try]:
    """Yield a question for each procedure and aggregate: whether somebody may call it.

    They cannot be called without doing something.
    """
    for item in rules.project.catalog:
        if item.external or not isinstance(item, Function | Aggregate):
            continue
        if isinstance(item, Aggregate) or item.procedure:
            named = QualifiedName(item.id.schema, item.name)
            text = sql(
                "SELECT has_function_privilege({}, {}, 'EXECUTE')::text",
                Literal(who.role),
                Literal(sql("{}({})", named, Raw(item.input_types))),
            )
            allowed = str(may_call(rules, who, item)).lower()
            yield _asked(item, f" by {who.name}", text, allowed)


def open_paths(rules: Rules) -> Iterator[tuple[Function, str]]:
    """Yield the functions whose search path is open, with the reason that the spec has for it."""
    reasons = [each for each in rules.project.facts.suppressions if each.rule == RULE]
    for item in rules.project.catalog.of(Function):
        if not item.external and _security(item) == _OPEN:
            yield item, next((each.reason for each in reasons), "")


def unseen(rules: Rules) -> Iterator[str]:
    """Yield which functions do something in the name of their owner that is not tried."""
    for item in rules.project.catalog.of(Function):
        if item.security_definer and not item.external and (is_callable(item) or item.procedure):
            yield identity_text(item)


def function_mutants(rules: Rules) -> Iterator[Mutant]:
    """Yield each function that runs in another's name, or looks where who calls says."""
    for item in rules.project.catalog.of(Function):
        if item.external:
            continue
        name = identity_text(item)
        if not item.security_definer:
            text = sql("ALTER ROUTINE {} SECURITY DEFINER", Raw(name))
            yield _mutant(item, "runs in the name of its owner", text)
            continue
        text = sql("ALTER ROUTINE {} SECURITY INVOKER", Raw(name))
        yield _mutant(item, "runs in the name of who calls it", text)
        if "search_path" in dict(item.settings):
            text = sql("ALTER ROUTINE {} RESET search_path", Raw(name))
            yield _mutant(item, "has no search path of its own", text)


def _mutant(item: Function, words: str, text: str) -> Mutant:
    return Mutant(
        f"the function {identity_text(item)} {words}",
        (text,),
        frozenset({item.id}),
        (Layer.PRIVILEGES,),
        hint=_HINT,
    )
