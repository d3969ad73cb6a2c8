"""The rules that `bench.policies` measures: a spec with an actor for each form of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

PROJECT: Final = "policies"
_MEMBERSHIPS: Final = "array(select tenant_id from membership where user_id = claim.user_id)"
_SEEN: Final = "(deleted_at is null or owner_id = {user_id})"


@dataclass(frozen=True)
class Form:
    """A form of rule.

    Attributes:
        name: what it is called here.
        table: the table that it is for.
        rule: what stands under `access:`, for select and for update.
        by_hand: the same as a condition, with its claims in braces.
        claims: those that the actor has.
        point: the id of a row that it allows.
    """

    name: str
    table: str
    rule: str
    by_hand: str
    claims: tuple[str, ...] = ("user_id",)
    point: int = 500_006

    @property
    def actor(self) -> str:
        """The actor that the rule is for: form_own."""
        return "form_" + "".join(char if char.isalnum() else "_" for char in self.name)


FORMS: Final = (
    Form("all", "note", "all", "true"),
    Form("own", "note", "own", "owner_id = {user_id}"),
    Form(
        "predicate without a claim",
        "note",
        "status = 'draft'",
        "status = 'draft'",
        point=500_000,
    ),
    Form(
        "predicate with a claim",
        "note",
        "tenant_id = claim.tenant_id",
        "tenant_id = {tenant_id}",
        ("tenant_id",),
    ),
    Form(
        "or", "note", "owner_id = claim.user_id or is_public", "owner_id = {user_id} or is_public"
    ),
    Form(
        "and",
        "note",
        "tenant_id = claim.tenant_id and status <> 'draft'",
        "tenant_id = {tenant_id} and status <> 'draft'",
        ("tenant_id",),
    ),
    Form(
        "memberships",
        "note",
        f"tenant_id = any({_MEMBERSHIPS})",
        "tenant_id in (select tenant_id from membership where user_id = {user_id})",
        point=500_007,
    ),
    Form(
        "memberships of a definer",
        "note",
        "tenant_id = any(array(select my_tenants()))",
        "tenant_id in (select tenant_id from membership where user_id = {user_id})",
        point=500_007,
    ),
    Form("soft delete", "entry", "own", "owner_id = {user_id} and " + _SEEN),
    Form(
        "tenant and soft delete",
        "entry",
        "is_public or status = 'active'",
        "tenant_id = {tenant_id} and (is_public or status = 'active') and " + _SEEN,
        ("user_id", "tenant_id"),
    ),
    Form(
        "tenant, own, soft delete",
        "entry",
        "own",
        "tenant_id = {tenant_id} and owner_id = {user_id} and " + _SEEN,
        ("user_id", "tenant_id"),
    ),
)


def _table() -> dict[str, Any]:
    columns = {
        "id": "integer primary key",
        "tenant_id": "integer not null references tenant",
        "owner_id": "integer not null",
        "is_public": "boolean not null",
        "status": "text not null",
        "body": "text not null",
        "created_at": "timestamptz not null",
        "deleted_at": "timestamptz",
    }
    indexes = [["tenant_id", "created_at"], ["owner_id"], ["status"], ["created_at"]]
    return {"columns": columns, "indexes": indexes, "owner": "owner_id"}


def spec() -> dict[str, Any]:
    """Return the spec: an actor for each form."""
    types = {"user_id": "integer", "tenant_id": "integer"}
    tables: dict[str, Any] = {
        "tenant": {"columns": {"id": "integer primary key"}},
        "membership": {
            "columns": {"user_id": "integer", "tenant_id": "integer not null references tenant"},
            "primary_key": ["user_id", "tenant_id"],
            "access": {form.actor: ["select"] for form in FORMS},
        },
        "note": _table(),
        "entry": {
            **_table(),
            "tenant": True,
            "soft_delete": {"visible_to": "owner_id = claim.user_id"},
        },
    }
    for form in FORMS:
        rules = {"select": form.rule, "update": form.rule}
        tables[form.table].setdefault("access", {})[form.actor] = rules
    return {
        "schemagen": 1,
        "project": PROJECT,
        "actors": {
            form.actor: {"role": form.actor, "claims": {name: types[name] for name in form.claims}}
            for form in FORMS
        },
        "tenancy": {"table": "tenant", "column": "tenant_id", "claim": "tenant_id"},
        "functions": {
            "my_tenants": {
                "returns": "setof integer",
                "language": "sql",
                "volatility": "stable",
                "security": "definer",
                "set": {"search_path": "pg_catalog, pg_temp"},
                "body": "SELECT tenant_id FROM public.membership"
                " WHERE user_id = public.claim_user_id()",
            }
        },
        "tables": tables,
    }
