"""Migrations: their files, what a database remembers of them, and how they run."""
