"""Measuring schemagen: synthetic specs, and what it costs to work with them."""
