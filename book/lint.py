"""The page of the rules of `schemagen lint`: each with why, a bad example and a good one."""

from __future__ import annotations

from book.markdown import render
from schemagen.lint import change_rules, rules


def page() -> str:
    """Return the page of all rules, those of what is declared before those of changes."""
    return render("lint.md.jinja", rules=rules.ALL, change_rules=change_rules.ALL)
