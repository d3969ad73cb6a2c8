"""What people use today for a part of this, one module each."""

from __future__ import annotations

from typing import Final

from bench.suite.peers.alembic import Alembic
from bench.suite.peers.datamodel_code_generator import DatamodelCodeGenerator
from bench.suite.peers.drizzle_kit import DrizzleKit
from bench.suite.peers.migra import Migra
from bench.suite.peers.pg_dump import PgDump
from bench.suite.peers.psql import Psql
from bench.suite.peers.sqlacodegen import Sqlacodegen
from bench.suite.work import Tool

PEERS: Final[tuple[Tool, ...]] = (
    PgDump(),
    Psql(),
    Alembic(),
    DatamodelCodeGenerator(),
    DrizzleKit(),
    Migra(),
    Sqlacodegen(),
)
