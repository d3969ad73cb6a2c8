"""Shapes as pydantic models."""
