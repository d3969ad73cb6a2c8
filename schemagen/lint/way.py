"""The way from one catalog to another, as the rules about changes look at it."""

from __future__ import annotations

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.sizes import Sizes
from schemagen.diff.engine import compare
from schemagen.lint.steps import Steps
from schemagen.plan.transition import plan_transition


def steps_between(current: Catalog, desired: Catalog, sizes: Sizes | None = None) -> Steps:
    """Return the way from one catalog to another.

    Raises:
        CycleError: objects need each other.
    """
    plan = plan_transition(current, desired, sizes=sizes)
    return Steps(compare(current, desired), plan.statements, current, desired)
