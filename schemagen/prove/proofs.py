"""The proofs that there are: the one list."""

from __future__ import annotations

from typing import Final

from schemagen.prove import functions, locks, rollback
from schemagen.prove.access import proof as access
from schemagen.prove.access import weakening
from schemagen.prove.models import proof as models

ALL: Final = (
    rollback.PROOF,
    locks.PROOF,
    access.PROOF,
    weakening.PROOF,
    functions.PROOF,
    models.PROOF,
)
