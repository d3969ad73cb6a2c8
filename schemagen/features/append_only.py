"""Append-only tables: rows are added and never changed or removed.

Three layers say so, each enough by itself: nobody is granted UPDATE, DELETE or TRUNCATE, no policy
allows them, and triggers refuse them, which also binds the owner and roles with BYPASSRLS. Only a
superuser who sets `session_replication_role` gets around the triggers.
"""

from __future__ import annotations

from schemagen.declare.draft import TableDraft
from schemagen.features.feature import Feature
from schemagen.features.support import add_function, add_trigger
from schemagen.kinds import foreign_key
from schemagen.kinds.function import FunctionSpec
from schemagen.kinds.trigger import TriggerSpec

_KEY = "append_only"
_FUNCTION = "refuse_change"
# 23001, restrict_violation: the row is there to stay.
_BODY = """\
BEGIN
  RAISE EXCEPTION 'table %.% is append-only', TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation',
          HINT = format('%s is refused; add a row that corrects the earlier one', TG_OP);
END
"""


def _expand(declared: bool, table: TableDraft) -> None:
    if not declared:
        return
    table.project.facts.unchanging.add(table.id)
    for command in ("update", "delete", "truncate"):
        table.refused_commands[command] = f'table "{table.name}" is append-only'
    _check_references(table)
    refuse = FunctionSpec(
        returns="trigger",
        language="plpgsql",
        body=_BODY,
        comment="Refuses changes to append-only tables.",
    )
    add_function(table.project, _FUNCTION, refuse, table.path(_KEY))
    add_trigger(
        table,
        "refuse_change",
        TriggerSpec(
            timing="before", events=["update", "delete"], for_each="row", function=_FUNCTION
        ),
        _KEY,
    )
    add_trigger(
        table,
        "refuse_truncate",
        TriggerSpec(timing="before", events=["truncate"], for_each="statement", function=_FUNCTION),
        _KEY,
    )


def _check_references(table: TableDraft) -> None:
    """Warn of foreign keys whose action would change rows: the triggers refuse it, always."""
    for position, spec in enumerate(foreign_key.SECTION.of(table)):
        for event, action in (("delete", spec.on_delete), ("update", spec.on_update)):
            if action.lower() not in ("no action", "restrict"):
                table.project.problems.add(
                    "append-only-action",
                    f'on {event} {action} can never happen: table "{table.name}" is append-only',
                    table.path("foreign_keys", position),
                    hint="write `no action`, which says what happens: the other row stays",
                    warning=True,
                )


FEATURE = Feature(
    name="append-only",
    key=_KEY,
    table=bool,
    expand_table=_expand,
    description="UPDATE, DELETE and TRUNCATE are refused by grants, policies and triggers.",
)
