"""Settings that somebody wants disposable servers to have, besides ours.

Some extensions can only be made where their library was loaded when the server started
(PostgreSQL, "Shared Library Preloading").
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from typing import Final

from schemagen.errors import SandboxError
from schemagen.sandbox.installations import Installation

VARIABLE: Final = "SCHEMAGEN_POSTGRES_SETTINGS"
"""Holds `name=value`, separated by spaces; a value with spaces is quoted as for a shell."""
PRELOADED: Final = "shared_preload_libraries"
LOADED_FIRST: Final = (
    "if a server loads its library when it starts, name that for the servers of this machine:"
    f" {VARIABLE}={PRELOADED}=…"
)
"""What may help where a server refuses to make an extension that it has."""


def own_settings(
    installation: Installation, environment: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """Return what the environment says a server of an installation is to have.

    Libraries that this installation has not are left out: another one may have them, and servers of
    all versions are started.

    Raises:
        SandboxError: it cannot be read.
    """
    text = environment.get(VARIABLE, "")
    try:
        pairs = [part.partition("=") for part in shlex.split(text)]
    except ValueError:
        pairs = [("", "", text)]
    if any(not name or not equals for name, equals, _ in pairs):
        raise SandboxError(
            f"{VARIABLE} is not a list of settings: {text}",
            hint=f"name=value, separated by spaces: {VARIABLE}={PRELOADED}=pgaudit",
        )
    found = {name: value for name, _, value in pairs}
    if PRELOADED in found:
        names = [name.strip() for name in found[PRELOADED].split(",")]
        found[PRELOADED] = ",".join(name for name in names if installation.has_library(name))
    return found
