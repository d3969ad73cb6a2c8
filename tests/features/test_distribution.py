"""Projects on a cluster: what it holds is built, and a session says who it is in a way it hears."""

from __future__ import annotations

import importlib
from collections import Counter
from pathlib import Path

import psycopg
import pytest

from schemagen.app.lint_cluster import lint_cluster
from schemagen.app.verify import verify
from schemagen.catalog.sizes import Sizes
from schemagen.catalog.statement import Transaction
from schemagen.errors import SettingsError
from schemagen.plan.transition import plan_transition
from schemagen.plan.whole import create_statements
from tests.specs import project_of

ROOT = Path(__file__).parents[2]

HELD = """
postgres: 15
distribution: {engine: citus, column: tenant_id, unsafe_triggers: true}
actors: {member: {role: notes_member, claims: {tenant_id: uuid, teams: text}}}
extensions: [btree_gist]
enums: {state: [open, done]}
tables:
  themes: {columns: {id: text primary key, name: text unique}, distribution: reference}
  notes:
    columns:
      tenant_id: uuid not null
      id: bigserial
      number: bigint generated always as identity
      theme: {type: text, references: themes, on_delete: set null}
      up: bigint
      team: uuid
      room: integer
      during: daterange
      at: date not null
      state: state not null default 'open'
      size: integer check (size > 0)
      twice: integer generated always as (size * 2) stored
    primary_key: [tenant_id, id]
    unique: [[room, tenant_id]]
    exclude: [{elements: [tenant_id with =, room with =, during with &&]}]
    foreign_keys:
      - {columns: [tenant_id, up], references: "notes (tenant_id, id)", on_delete: cascade}
    indexes: [{columns: [team, tenant_id], unique: true, where: team is not null}, lower(theme)]
    version: true
    access:
      member:
        select: tenant_id = claim.tenant_id
        insert: tenant_id = claim.tenant_id
        update: {using: tenant_id = claim.tenant_id, columns: [size]}
        delete: "team = any (string_to_array(claim.teams, ',')::uuid[])"
  days:
    columns: {tenant_id: uuid, at: date}
    primary_key: [tenant_id, at]
    partition_by: range (at)
  days_rest: {partition_of: days, for_values: default}
  local:
    columns: {id: bigint primary key, theme: text references themes}
    access: {member: {select: exists (select from themes where themes.id = theme)}}
views:
  open_notes: {query: "SELECT tenant_id, id FROM notes WHERE state = 'open'"}
"""


def test_what_a_cluster_holds_is_built_for_it() -> None:
    project = project_of(HELD)
    made = [item.sql for item in create_statements(project.catalog)]
    calls = [sql for sql in made if "create_" in sql]
    assert calls == [
        "SELECT pg_catalog.create_distributed_table('public.days', 'tenant_id')",
        "SELECT pg_catalog.create_reference_table('public.themes')",
        "SELECT pg_catalog.create_distributed_table('public.notes', 'tenant_id')",
    ]
    assert made[0] == "SET LOCAL citus.multi_shard_modify_mode = 'sequential'"
    assert made.count(made[0]) == 1, "everything is one transaction"
    references = [made.index(sql) for sql in made if "FOREIGN KEY" in sql]
    assert made.index(calls[-1]) < min(references), "Citus takes them between its own tables"
    policies = {sql.split()[2]: sql for sql in made if sql.startswith("CREATE POLICY")}
    assert "USING (tenant_id = public.claim_tenant_id())" in policies["notes_member_select"]
    assert "(exists (select" in policies["local_member_select"]


TO_BE_LARGE = """
tables:
  tenants: {{columns: {{id: uuid primary key}}{reference}}}
  alone:
    columns: {{tenant_id: uuid not null references tenants, id: bigint}}
    primary_key: [tenant_id, id]
  upper:
    columns: {{tenant_id: uuid not null, id: bigint}}
    primary_key: [tenant_id, id]
  lower:
    columns: {{tenant_id: uuid not null, id: bigint}}
    foreign_keys: [{{columns: [tenant_id, id], references: "upper (tenant_id, id)"}}]
"""


def test_a_large_table_is_distributed_while_others_write_where_citus_can() -> None:
    now = project_of(TO_BE_LARGE.format(reference="")).catalog
    then = "distribution: {engine: citus, column: tenant_id}\n" + TO_BE_LARGE.format(
        reference=", distribution: reference"
    )
    plan = plan_transition(now, project_of(then).catalog, sizes=Sizes())
    calls = {each.sql: each for each in plan.statements if "create_" in each.sql}
    assert [sql.partition("(")[0].partition(".")[2] for sql in calls] == [
        "create_reference_table",
        "create_distributed_table",
        "create_distributed_table",
        "create_distributed_table_concurrently",
    ]
    [concurrent] = [each for sql, each in calls.items() if "concurrently" in sql]
    assert "'public.alone'" in concurrent.sql
    assert concurrent.transaction is Transaction.NONE


DISTRIBUTED = """
distribution: {{engine: citus, column: tenant_id}}
tables:
  notes:
    columns: {{tenant_id: uuid, id: bigint, {columns}}}
    primary_key: [tenant_id, id]
"""


def test_a_plan_puts_no_trigger_on_a_distributed_table() -> None:
    now = DISTRIBUTED.format(columns="old: text, size: integer")
    backfilled = "{type: text not null, backfill: \"'x'\"}"
    then = DISTRIBUTED.format(columns=f"size: bigint, new: {backfilled}")
    parted = f"{now}    partition_by: range (id)\n"
    for wanted in (parted, then):
        before, after = project_of(now).catalog, project_of(wanted).catalog
        plan = plan_transition(before, after, sizes=Sizes(), stamp="1")
        assert not [each.sql for each in plan.statements if "TRIGGER" in each.sql]
    filled = [each.effect for each in plan.statements if each.sql.startswith("UPDATE")]
    batches = {effect.batches for effect in filled if effect}
    assert batches == {()}, "Citus locks no rows of several shards in an order"


def test_an_archived_table_stays_where_its_rows_are() -> None:
    now = DISTRIBUTED.format(columns="up: bigint")
    lines = """
  lines:
    columns: {tenant_id: uuid, id: bigint}
    primary_key: [tenant_id, id]
    foreign_keys: [{columns: [tenant_id, id], references: "notes (tenant_id, id)"}]
"""
    before, after = project_of(now + lines).catalog, project_of(now).catalog
    plan = plan_transition(before, after, stamp="1")
    texts = [each.sql for each in plan.statements]
    assert "ALTER TABLE public.lines SET SCHEMA schemagen_archive_1_public" in texts
    assert not [text for text in texts if "distribute" in text]


@pytest.mark.majors(18)
def test_a_session_says_who_it_is_by_set_local(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = importlib.import_module("generated.tenant_citus.client")
    actors = importlib.import_module("generated.tenant_citus.actors")
    odd = "x'; SET LOCAL ROLE postgres; --\\"
    member = actors.Member(profile_id=odd, community_id=None)
    role, told, *claims = client._becoming(member)
    assert (role, told) == (
        b"SET LOCAL \"role\" = 'tenant_member'",
        b'SET LOCAL "citus"."propagate_set_commands" = \'local\'',
    )
    assert all(text.startswith(b'SET LOCAL "app".') for text in claims)
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE ROLE tenant_member")
    monkeypatch.setenv("DATABASE_URL", database)
    with client.Client(client.Settings.from_environment()) as pool:
        with pool.acting_as(member) as session:
            row = session.execute(
                "SELECT current_user, current_setting('citus.propagate_set_commands'),"
                " current_setting('app.profile_id'), current_setting('app.community_id')"
            ).fetchone()
        after = pool.run(lambda session: session.execute("SELECT current_user").fetchone())
    assert row == ("tenant_member", "local", odd, "")
    assert after != ("tenant_member",)


def test_a_server_without_citus_is_said_by_name() -> None:
    [verdict] = verify(ROOT, ["tenant_citus"])
    assert verdict.leftovers == ()
    assert verdict.made.startswith("5 tables,")
    [note] = verdict.notes
    assert note.startswith("tried without Citus, which the server does not have")
    assert "5 tables" in note


def test_what_a_project_would_have_to_change() -> None:
    report = lint_cluster(ROOT, ["tenant", "tenant_citus"], "citus")
    assert Counter(finding.rule for finding in report.findings) == {
        "distributed-key": 6,
        "distributed-reference": 2,
        "distributed-trigger": 2,
        "distributed-action": 1,
    }
    assert {finding.place.file for finding in report.findings} == {"specs/tenant.yaml"}
    with pytest.raises(SettingsError, match="by which column"):
        lint_cluster(ROOT, ["gym"], "citus")
    [unknown] = lint_cluster(ROOT, ["gym"], "citus", "gymid").findings
    assert (unknown.message, unknown.hint) == (
        'no table has a column "gymid"',
        'did you mean "gym_id"?',
    )
