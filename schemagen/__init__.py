"""Schema as code for PostgreSQL-backed Python services."""

__version__ = "0.1.0"
