"""Names made of a shape's name."""

from __future__ import annotations

import re


def snake_case(name: str) -> str:
    """Return a CamelCase name in snake case: `HTTPRule2` becomes `http_rule2`."""
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return re.sub(r"[^a-z0-9_]+", "_", split.lower()).strip("_") or "shape"
