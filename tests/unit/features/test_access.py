"""What the outputs are told about access: the whole matrix, in the words of the spec."""

from __future__ import annotations

from schemagen.declare.facts import AccessRule, Project
from tests.specs import project_of

Row = tuple[str, str, str | None, str | None, tuple[str, ...]]

SPEC = """
postgres: 15
actors:
  member: {role: notes_member, claims: {user_id: uuid, shop_id: integer}, comment: A person.}
  guest: {role: notes_guest}
  system: {role: notes_system}
tenancy: {table: shops, column: shop_id, claim: shop_id}
tables:
  shops: {columns: {id: integer primary key}, tenant: true, access: {member: [select]}}
  notes:
    columns: {id: uuid primary key, author: uuid, body: text}
    tenant: true
    owner: author
    soft_delete: true
    access:
      member: {select: own, insert: {with_check: own, columns: [body]}, update: all}
      guest: {select: "body <> ''", delete: never}
      system: all
  open:
    columns: {id: integer}
"""


def rules(project: Project, table: str) -> list[Row]:
    def row(rule: AccessRule) -> Row:
        return rule.actor, rule.command, rule.using, rule.with_check, rule.columns

    return [row(rule) for rule in project.facts.access if rule.table.name == table]


def test_every_actor_and_command_has_a_rule() -> None:
    assert rules(project_of(SPEC), "notes") == [
        (
            "member",
            "select",
            "((author = claim.user_id) AND (deleted_at IS NULL)) AND shop_id = claim.shop_id",
            None,
            (),
        ),
        (
            "member",
            "insert",
            None,
            "(author = claim.user_id) AND shop_id = claim.shop_id",
            ("body",),
        ),
        (
            "member",
            "update",
            "(deleted_at IS NULL) AND shop_id = claim.shop_id",
            "shop_id = claim.shop_id",
            (),
        ),
        ("member", "delete", None, None, ()),
        ("guest", "select", "(body <> '') AND (deleted_at IS NULL)", None, ()),
        ("guest", "insert", None, None, ()),
        ("guest", "update", None, None, ()),
        ("guest", "delete", None, None, ()),
        ("system", "select", "true", None, ()),
        ("system", "insert", None, "true", ()),
        ("system", "update", "true", "true", ()),
        ("system", "delete", "true", None, ()),
    ]


def test_a_tenant_that_is_a_row_itself_is_seen_by_its_own_sessions() -> None:
    found = rules(project_of(SPEC), "shops")
    assert found[0] == ("member", "select", "id = claim.shop_id", None, ())
    assert all(rule[2:4] == (None, None) for rule in found[1:])


def test_a_table_without_access_rules_is_not_in_the_matrix() -> None:
    assert rules(project_of(SPEC), "open") == []


def test_actors_are_told_with_the_types_of_their_claims() -> None:
    member = project_of(SPEC).facts.actors["member"]
    assert (member.role, member.comment) == ("notes_member", "A person.")
    assert member.claims == {"user_id": "uuid", "shop_id": "integer"}
