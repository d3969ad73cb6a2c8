"""What a hazard means is said in words, whoever wrote its name."""

from __future__ import annotations

import pytest

from schemagen.catalog.hazard import HazardType, meaning_of


@pytest.mark.parametrize("hazard", HazardType)
def test_a_hazard_that_is_known_has_a_meaning(hazard: HazardType) -> None:
    assert meaning_of(str(hazard)) not in {"", meaning_of("DELETES_DATE")}


def test_one_that_somebody_wrote_into_a_plan_is_told_as_unknown() -> None:
    assert meaning_of("DELETES_DATE") == "no hazard that this schemagen knows"
