"""The proofs that there are: the one list."""

from __future__ import annotations

from typing import Final

from schemagen.prove import locks, rollback

ALL: Final = (rollback.PROOF, locks.PROOF)
