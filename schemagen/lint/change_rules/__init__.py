"""The rules about changes: the one list, in the order in which they are documented."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from schemagen.lint.change_rules import (
    adds_volatile_default,
    blocking_index_build,
    blocking_validation,
    distributed_sequence,
    loses_data,
    not_null_without_check,
    required_column_without_default,
    rewriting_type_change,
)
from schemagen.lint.rule import ChangeRule

ALL: Final[tuple[ChangeRule, ...]] = (
    loses_data.RULE,
    required_column_without_default.RULE,
    blocking_index_build.RULE,
    blocking_validation.RULE,
    not_null_without_check.RULE,
    rewriting_type_change.RULE,
    adds_volatile_default.RULE,
    distributed_sequence.RULE,
)
BY_CODE: Final = MappingProxyType({rule.code: rule for rule in ALL})
