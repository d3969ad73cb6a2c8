"""The proofs that there are: the one list."""

from __future__ import annotations

from typing import Final

from schemagen.prove import functions, locks, rollback
from schemagen.prove.access import proof as access
from schemagen.prove.access import weakening

<<<<<<< HEAD
ALL: Final = (rollback.PROOF, locks.PROOF, access.PROOF, functions.PROOF)
=======
ALL: Final = (rollback.PROOF, locks.PROOF, access.PROOF, weakening.PROOF)
>>>>>>> 44f94d6 (Weaken each protection in turn, and hold that the proof of access notices)
