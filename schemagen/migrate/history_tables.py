"""The tables of a history (see `history.py`)."""

from __future__ import annotations

from typing import Final

TABLES: Final = (
    "CREATE SCHEMA IF NOT EXISTS schemagen",
    """\
CREATE TABLE IF NOT EXISTS schemagen.migration (
    project text NOT NULL,
    id text NOT NULL,
    checksum text NOT NULL,
    direction text NOT NULL,
    finished boolean NOT NULL,
    at timestamptz NOT NULL,
    by text NOT NULL,
    seconds double precision NOT NULL,
    PRIMARY KEY (project, id)
)""",
    """\
CREATE TABLE IF NOT EXISTS schemagen.step (
    project text NOT NULL,
    id text NOT NULL,
    position integer NOT NULL,
    done boolean NOT NULL,
    last_key jsonb,
    PRIMARY KEY (project, id, position),
    FOREIGN KEY (project, id) REFERENCES schemagen.migration ON DELETE CASCADE
)""",
    """\
CREATE TABLE IF NOT EXISTS schemagen.run (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project text NOT NULL,
    id text NOT NULL,
    direction text NOT NULL,
    by text NOT NULL DEFAULT session_user,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz,
    error text
)""",
)
"""Statements that make them where they are not there, in their order."""
