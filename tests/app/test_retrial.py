"""What PostgreSQL makes of a spec that changed: the same as when all of it is tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TypeAlias

import psycopg
import pytest

from schemagen.app import retrial
from schemagen.app.cache import Tried
from schemagen.app.canonical import Canonical
from schemagen.app.connecting import connect, parse_target
from schemagen.app.retrial import declarations, try_again
from schemagen.app.scratch import Choice, Scratch
from schemagen.app.trial import make_canonical
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.kinds.column import Column
from tests.specs import compile_text

STOCK = "    columns: {id: bigint primary key, held: integer default 0}"
SPEC = """\
actors:
  clerk: {role: shop_clerk, claims: {user_id: uuid}}
enums: {state: [open, paid]}
functions:
  worth: {arguments: total numeric, returns: numeric, volatility: immutable, body: "SELECT $1 * 2"}
tables:
  customers:
    columns:
      id: bigint generated always as identity primary key
      owner_id: uuid not null
      name: text not null check (length(name) > 2)
    access:
      clerk: {select: owner_id = claim.user_id}
  orders:
    comment: What somebody bought.
    timestamps: true
    columns:
      id: bigint generated always as identity primary key
      customer_id: bigint not null references customers
      state: state not null default 'open'
      total: numeric(10,2) not null check (total >= 0 and total < 1e6)
      doubled: {type: numeric, generated: worth(total)}
    indexes:
      - {columns: [customer_id, created_at desc], where: state in ('open')}
    access:
      clerk: {select: customer_id in (select id from customers where owner_id = claim.user_id)}
  notes:
    columns: {id: bigserial primary key, text: text, order_id: bigint references orders}
    access: {clerk: {select: exists (select from orders where id = order_id)}}
  stock:
{STOCK}
  log:
    columns: {at: date not null, what: text}
    partition_by: range (at)
  log_2026:
    partition_of: log
    for_values: from ('2026-01-01') to ('2027-01-01')
views:
  open_orders: {query: "select o.*, c.name from orders o join customers c on c.id = customer_id"}
  late_orders: {query: "select id, total + 1 as more from open_orders where state = 'open'"}
""".replace("{STOCK}", STOCK)
CHANGES = {
    "a column of a table": ("      name: text not null", "      note: text\n      name: text"),
    "a type that views show": ("total: numeric(10,2)", "total: numeric(12,4)"),
    "a type that a policy compares": ("owner_id: uuid not null", "owner_id: uuid"),
    "a name": ("  stock:\n", "  stocks:\n    was: stock\n"),
    "a comment": ("What somebody bought.", "What somebody has bought."),
    "a table less": (f"  stock:\n{STOCK}\n", ""),
    "a table more": ("  stock:\n", "  shelf: {columns: {id: serial primary key}}\n  stock:\n"),
    "a foreign key": ("held: integer default 0", "held: bigint references notes"),
    "an index": ("    access: {clerk: ", "    indexes: [text]\n    access: {clerk: "),
    "a view": ("total + 1 as more", "total * 2 as more"),
    "a policy": ("where id = order_id", "where id = order_id and total > 1"),
}  # fmt: skip

RELATIONS = """
SELECT relname FROM pg_class
WHERE relkind IN ('r', 'v') AND relnamespace = 'public'::regnamespace
"""
NUMBERED = """\
tables:
  a: {columns: {b: bigint generated always as identity}}
  d: {columns: {e: integer}}
"""
Again: TypeAlias = "Callable[[str, str], Canonical | None]"


def _choice(database: str, prepared: str = "") -> Choice:
    """A database for each trial, with nothing in it but what is prepared."""

    @contextmanager
    def open_() -> Iterator[Scratch]:
        with closing(connect(parse_target(database, "the test"))) as connection:
            connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            connection.execute(prepared.encode())
            yield Scratch(connection, disposable=True, prepared=bool(prepared))

    return Choice("the test's own", open_)


@pytest.fixture
def choice(database: str) -> Choice:
    """An empty database for each trial, of which nothing stays."""
    return _choice(database)


@pytest.fixture
def again(choice: Choice, monkeypatch: pytest.MonkeyPatch) -> Again:
    """Change a text of the spec that was tried, and try what is touched."""
    monkeypatch.setattr(retrial, "_PART", 1.0)
    compiled = compile_text(SPEC)
    before = Tried(make_canonical(compiled, [choice]), declarations(compiled.project.catalog))

    def change(old: str, new: str) -> Canonical | None:
        assert old in SPEC
        changed = compile_text(SPEC.replace(old, new))
        return try_again(changed, declarations(changed.project.catalog), before, [choice], {})

    return change


@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.majors(18)
def test_what_is_tried_in_part_is_as_if_all_were(choice: Choice, again: Again, what: str) -> None:
    found = again(*CHANGES[what])
    whole = make_canonical(compile_text(SPEC.replace(*CHANGES[what])), [choice])
    assert found is not None
    assert by_id(found) == by_id(whole)
    assert (found.schemas, found.external) == (whole.schemas, whole.external)


def by_id(canonical: Canonical) -> dict[ObjectId, CatalogObject]:
    return {item.id: item for item in canonical.catalog}


@pytest.mark.majors(18)
def test_only_what_is_touched_is_made_again(database: str, again: Again) -> None:
    again(*CHANGES["a type that a policy compares"])
    with psycopg.connect(database) as connection:
        made = {name for (name,) in connection.execute(RELATIONS)}
    assert made == {"customers", "orders", "open_orders", "late_orders"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[open, paid]", "[open, paid, sent]"),
        ('"SELECT $1 * 2"', '"SELECT $1 * 3"'),
        ("what: text", "what: varchar"),
        ("check (total >= 0", "check (no_such(total) >= 0"),
    ],
    ids=["a type", "a function", "what has partitions", "what is refused"],
)
@pytest.mark.majors(18)
def test_where_a_part_may_not_be_enough_all_is_tried(again: Again, old: str, new: str) -> None:
    assert again(old, new) is None


@pytest.mark.majors(18)
def test_names_that_postgresql_numbered_depend_on_what_else_there_is(database: str) -> None:
    choice = _choice(database, "CREATE TABLE a_b_seq ()")
    compiled = compile_text(NUMBERED)
    before = Tried(make_canonical(compiled, [choice]), declarations(compiled.project.catalog))
    names = {column.sequence_name for column in before.canonical.catalog.of(Column)}
    assert names == {"a_b_seq1", None}
    changed = compile_text(NUMBERED.replace("e: integer", "e: text"))
    now = declarations(changed.project.catalog)
    assert try_again(changed, now, before, [choice], {}) is None


@pytest.mark.majors(18)
def test_what_came_along_and_is_not_what_it_was_is_not_believed(
    choice: Choice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retrial, "_PART", 1.0)
    compiled = compile_text(SPEC)
    whole = make_canonical(compiled, [choice])
    changed = compile_text(SPEC.replace(*CHANGES["a policy"]))
    now = declarations(changed.project.catalog)
    # The policy of notes needs orders, which is said to be something else than it is.
    key = ObjectId("column", "public", "total", "orders")
    told = (replace(item, comment="?") if item.id == key else item for item in whole.catalog)
    wrong = replace(whole, catalog=Catalog(told))
    for canonical, is_believed in ((whole, True), (wrong, False)):
        before = Tried(canonical, declarations(compiled.project.catalog))
        assert (try_again(changed, now, before, [choice], {}) is not None) is is_believed
