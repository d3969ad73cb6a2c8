"""Migrations: files, history and the runner."""
