"""Disposable PostgreSQL servers on this machine, for trying what was generated."""

from schemagen.sandbox.installations import Installation, available, find
from schemagen.sandbox.server import Server, start

__all__ = ["Installation", "Server", "available", "find", "start"]
