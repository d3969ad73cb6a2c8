"""The JSON Schema as it comes along with the program, which `jsonschema.py` makes."""

from __future__ import annotations

from importlib.resources import files


def packaged_schema() -> str:
    """Return the schema of specs for editors."""
    return files("schemagen").joinpath("schemagen.schema.json").read_text(encoding="utf-8")
