"""The PostgreSQL servers that migrations and proofs can be tried on."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.app.doctor.finding import Finding, Patient, bad, good
from schemagen.errors import SandboxError
from schemagen.sandbox import available, start


def examine(_: Patient) -> Iterator[Finding]:
    """Yield which there are, and whether the newest starts."""
    try:
        found = available()
    except SandboxError as error:
        yield bad(error.message, error.hint)
        return
    if not found:
        yield bad("there are no server programs", "pip install --force-reinstall schemagen")
        return
    for item in found:
        yield good(f"PostgreSQL {item.version} from {item.origin}")
    try:
        with start(found[0].major) as server:
            yield good(f"PostgreSQL {server.major} starts here")
    except SandboxError as error:
        yield bad(error.message, error.hint)
