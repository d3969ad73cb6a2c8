"""Boolean expressions of Python put together, the constant ones simplified."""

from __future__ import annotations

from collections.abc import Iterable


def all_true(tests: Iterable[str]) -> str:
    """Return the conjunction, in brackets where it has parts."""
    parts = [test for test in tests if test != "True"]
    if "False" in parts:
        return "False"
    if len(parts) < 2:
        return parts[0] if parts else "True"
    return f"({' and '.join(parts)})"


def any_true(tests: Iterable[str]) -> str:
    """Return the disjunction, in brackets where it has parts."""
    parts = [test for test in tests if test != "False"]
    if "True" in parts:
        return "True"
    if len(parts) < 2:
        return parts[0] if parts else "False"
    return f"({' or '.join(parts)})"


def negated(test: str) -> str:
    """Return the negation."""
    return {"True": "False", "False": "True"}.get(test, f"not {test}")


def chosen(test: str, then: str, otherwise: str) -> str:
    """Return `then` where the test is true, the other one elsewhere."""
    if test in ("True", "False"):
        return then if test == "True" else otherwise
    if then == otherwise:
        return then
    if then == "True":
        return any_true([test, otherwise])
    if otherwise == "True":
        return any_true([negated(test), then])
    return f"({then} if {test} else {otherwise})"


def every(test: str, names: str, source: str) -> str:
    """Return that a test is true for every element."""
    return "True" if test == "True" else f"all({test} for {names} in {source})"
