"""A role goes after what it may do has been taken from it."""

from __future__ import annotations

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import Grant
from schemagen.kinds.role import Role
from schemagen.kinds.schema import Schema
from schemagen.kinds.support import role_id, schema_id
from schemagen.plan.transition import plan_transition


def test_a_role_is_dropped_after_its_privileges_on_what_stays() -> None:
    role = Role(id=role_id("clerk"))
    schema = Schema(id=schema_id("app"))
    granted = Schema(id=schema_id("app"), grants=(Grant("clerk", "USAGE"),))
    transition = plan_transition(Catalog([role, granted]), Catalog([schema]))
    revoke, drop = transition.statements
    assert revoke.sql == "REVOKE USAGE ON SCHEMA app FROM clerk"
    assert "DROP ROLE clerk" in drop.sql
