"""The kinds of objects that schemagen knows: the one list.

A kind is the module of its name, which is imported when somebody asks for it: a command has to do
with few kinds, and importing all of them takes as long as a small build.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Set
from functools import cache
from importlib import import_module
from typing import Any, Final, NamedTuple

from schemagen.kinds.kind import Kind


class Listed(NamedTuple):
    """What is known of a kind without importing it: the keys of its sections, those of others from
    which it makes objects, too, and whether columns, indexes and the like belong to it."""

    sections: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    relation: bool = False


LISTED: Final[Mapping[str, Listed]] = {
    "schema": Listed(("schemas",)),
    "role": Listed(("roles",)),
    "extension": Listed(("extensions",)),
    "extension_member": Listed(("extension_members",)),
    "language": Listed(("languages",)),
    "collation": Listed(("collations",)),
    "enum": Listed(("enums",)),
    "sequence": Listed(("sequences",)),
    "function": Listed(("functions",)),
    "domain": Listed(("domains",)),
    "composite_type": Listed(("composite_types",)),
    "range_type": Listed(("range_types",)),
    "aggregate": Listed(("aggregates",)),
    "cast": Listed(("casts",)),
    "operator": Listed(("operators",)),
    "operator_family": Listed(("operator_families",), also=("operator_classes",)),
    "operator_class": Listed(("operator_classes",)),
    "text_search_parser": Listed(("text_search_parsers",)),
    "text_search_template": Listed(("text_search_templates",)),
    "text_search_dictionary": Listed(("text_search_dictionaries",)),
    "text_search_configuration": Listed(("text_search_configurations",)),
    "access_method": Listed(("access_methods",)),
    "conversion": Listed(("conversions",)),
    "foreign_data_wrapper": Listed(("foreign_data_wrappers",)),
    "server": Listed(("servers",)),
    "user_mapping": Listed(("user_mappings",)),
    "table": Listed(relation=True),
    "column": Listed(("columns",)),
    "primary_key": Listed(("primary_key",)),
    "unique": Listed(("unique",)),
    "check": Listed(("checks",)),
    "exclusion": Listed(("exclude",)),
    "foreign_key": Listed(("foreign_keys",)),
    "index": Listed(("indexes",)),
    "statistics": Listed(("statistics",)),
    "distribution": Listed(("distribution",)),
    "view": Listed(("views",), relation=True),
    "materialized_view": Listed(("materialized_views",), relation=True),
    "view_column": Listed(("column_settings",)),
    "rule": Listed(("rules",)),
    "trigger": Listed(("triggers", "external")),
    "policy": Listed(("policies",)),
    "publication": Listed(("publications",)),
    "subscription": Listed(("subscriptions",)),
    "default_privileges": Listed(("default_privileges",)),
    "event_trigger": Listed(("event_triggers",)),
}
"""The kinds by name, in the order in which objects are declared."""

SECTIONS: Final = {key: name for name, listed in LISTED.items() for key in listed.sections}
"""By the keys of the spec that kinds have sections for, the names of those kinds."""

RELATIONS: Final = tuple(name for name, listed in LISTED.items() if listed.relation)
"""The kinds that others are members of."""


_MODULES: Final = {name: f"{__name__}.{name}" for name in LISTED}


class _ByName(dict[str, Kind[Any]]):
    def __missing__(self, name: str) -> Kind[Any]:
        kind: Kind[Any] = import_module(_MODULES[name]).KIND
        self[name] = kind
        return kind


BY_NAME: Final = _ByName()
"""A kind by its name, imported when it is asked for."""


def known() -> tuple[Kind[Any], ...]:
    """Return the kinds that are imported: of no other can there be an object."""
    return tuple(BY_NAME[name] for name, module in _MODULES.items() if module in sys.modules)


@cache
def every() -> tuple[Kind[Any], ...]:
    """Return all kinds, which takes a while: for what has to do with each of them."""
    return tuple(BY_NAME[name] for name in LISTED)


def declaring(keys: Set[str]) -> None:
    """Import the kinds with a section of one of these keys."""
    for name, listed in LISTED.items():
        if keys & {*listed.sections, *listed.also}:
            BY_NAME[name]
