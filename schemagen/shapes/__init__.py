"""Typed JSONB: shapes read from a spec, as SQL validators and as pydantic models."""
