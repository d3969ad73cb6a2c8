"""The rules of `schemagen lint`: the one list, in the order in which they are documented."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from schemagen.lint.rule import Rule
from schemagen.lint.rules import (
    definer_search_path,
    duplicate_index,
    function_call_per_row,
    missing_primary_key,
    missing_row_level_security,
    policy_function_search_path,
    redundant_index,
    reserved_name,
    serial_column,
    subquery_per_row,
    timestamp_without_time_zone,
    unforced_row_level_security,
    unindexed_foreign_key,
    unvalidated_constraint,
    varchar_length,
    view_bypasses_row_level_security,
)

ALL: Final[tuple[Rule, ...]] = (
    missing_row_level_security.RULE,
    unforced_row_level_security.RULE,
    view_bypasses_row_level_security.RULE,
    function_call_per_row.RULE,
    subquery_per_row.RULE,
    policy_function_search_path.RULE,
    definer_search_path.RULE,
    missing_primary_key.RULE,
    unindexed_foreign_key.RULE,
    duplicate_index.RULE,
    redundant_index.RULE,
    timestamp_without_time_zone.RULE,
    serial_column.RULE,
    varchar_length.RULE,
    reserved_name.RULE,
    unvalidated_constraint.RULE,
)
BY_CODE: Final = MappingProxyType({rule.code: rule for rule in ALL})
