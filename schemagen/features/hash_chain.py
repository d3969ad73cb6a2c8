"""Hash chains: each row carries a hash over its own contents and the hash of the row before it.

A row that is changed, removed from the middle or put in between breaks the chain at its place, and
the verifying function names it. What was cut off at the end can only be noticed with a hash kept
elsewhere.

The trigger takes a lock for the length of the transaction, reads the last row and numbers the new
one, so concurrent writers cannot fork a chain; the unique sequence number holds that even without
the lock. The trigger reads as whoever inserts, so every actor that may insert must be able to see
every row. The table's owner is bound by row-level security too and cannot insert unless a policy
lets it.
"""

from __future__ import annotations

from schemagen.declare.base import SpecModel
from schemagen.declare.draft import TableDraft
from schemagen.features.canonical_row import canonical_row, fixed_settings, plain_type
from schemagen.features.feature import Feature
from schemagen.features.support import (
    add_column,
    add_function,
    add_trigger,
    full_name,
    member_name,
    require_column,
)
from schemagen.frozen import frozen
from schemagen.kinds import column, unique
from schemagen.kinds.column import ColumnSpec
from schemagen.kinds.function import FunctionSpec
from schemagen.kinds.trigger import TriggerSpec
from schemagen.kinds.unique import UniqueSpec
from schemagen.sqltext.quoting import Literal, Name, QualifiedName, Raw, sql

KEY = "hash_chain"
TRIGGER = "zz_hash_chain"
"""Triggers run in the order of their names; this one must see what the others made of the row."""

_HASH = """\
SELECT pg_catalog.encode(
  pg_catalog.sha256(pg_catalog.convert_to(coalesce(previous, '') || payload::text, 'UTF8')),
  'hex'
)
"""

_CHAIN = """\
DECLARE
  last record;
BEGIN
  PERFORM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended({lock}, 0));
  SELECT t.{sequence} AS sequence, t.{hash} AS hash
    INTO last
    FROM {table} AS t{of_chain}
    ORDER BY t.{sequence} DESC
    LIMIT 1;
  NEW.{sequence} := coalesce(last.sequence, 0) + 1;
  NEW.{previous} := last.hash;
  NEW.{hash} := {function}({row}, NEW.{previous});
  RETURN NEW;
END
"""

_VERIFY = """\
WITH linked AS (
  SELECT
    t.{sequence} AS sequence,
    {chain}row_number() OVER link AS position,
    t.{previous} IS DISTINCT FROM lag(t.{hash}) OVER link AS detached,
    t.{hash} IS DISTINCT FROM {function}({row}, t.{previous}) AS altered
  FROM {table} AS t
  WINDOW link AS ({partition}ORDER BY t.{sequence})
),
broken AS (
  SELECT
    sequence,
    CASE
      WHEN sequence <> position THEN 'a row before it is missing or was put in'
      WHEN detached THEN 'it does not continue the row before it'
      ELSE 'its contents do not match its hash'
    END{in_chain} AS reason
  FROM linked
  WHERE sequence <> position OR detached OR altered
  ORDER BY sequence
  LIMIT 1
)
SELECT broken.sequence IS NULL, broken.sequence, broken.reason
FROM (SELECT) AS always
LEFT JOIN broken ON true
"""


class ChainFunctionsSpec(SpecModel):
    """The names of the three functions."""

    hash: str | None = None
    """Calculates a hash; by default `<table>_hash`."""
    trigger: str | None = None
    """The trigger's, which links a new row; by default `<table>_chain`."""
    verify: str | None = None
    """Finds the first broken link; by default `verify_<table>`."""


class HashChainSpec(SpecModel):
    """The columns of a chain. Those that are missing are added; `payload` must be there.

    With `chain`, rows with different values of that column form chains of their own. `covers`
    narrows what is hashed; by default it is every column but the hash.
    """

    payload: str | None = None
    """A column of the table that is always hashed."""
    previous: str = "previous_hash"
    """The column with the hash of the row before."""
    hash: str = "hash"
    """The column with the row's own hash."""
    sequence: str = "sequence"
    """The column that numbers the rows of a chain."""
    chain: str | None = None
    """The column whose values have a chain each; without it there is one."""
    covers: list[str] | None = None
    """The columns that are hashed; by default all that are not generated."""
    # Made as it is, since validating would build the model of what few tables have.
    functions: ChainFunctionsSpec = ChainFunctionsSpec.model_construct()
    """The names of its functions."""


@frozen
class _Names:
    """The functions of a chain, as the spec writes them."""

    hash: str
    trigger: str
    verify: str


def _expand(spec: HashChainSpec, table: TableDraft) -> None:
    wanted = [("payload", spec.payload), ("chain", spec.chain)]
    present = [require_column(table, name, KEY, key) for key, name in wanted if name]
    for position, name in enumerate(spec.covers or ()):
        present.append(require_column(table, name, KEY, "covers", position))
    if not all(present) or not _has_definite_chain(spec, table):
        return
    _add_columns(spec, table)
    given = spec.functions
    names = _Names(
        given.hash or member_name(table.schema, f"{table.name}_hash", table.project),
        given.trigger or member_name(table.schema, f"{table.name}_chain", table.project),
        given.verify or member_name(table.schema, f"verify_{table.name}", table.project),
    )
    _add_functions(spec, names, _covered(spec, table), table)
    link = TriggerSpec(timing="before", events=["insert"], for_each="row", function=names.trigger)
    add_trigger(table, TRIGGER, link, KEY)


def _has_definite_chain(spec: HashChainSpec, table: TableDraft) -> bool:
    """Tell whether every row is in some chain."""
    if spec.chain is None or column.SECTION.of(table)[spec.chain].not_null:
        return True
    table.problem(
        "chain-column",
        f'"{spec.chain}" may be null, and such a row is in no chain',
        KEY,
        "chain",
        hint="write `not null` at the column",
    )
    return False


def _add_columns(spec: HashChainSpec, table: TableDraft) -> None:
    add_column(table, spec.sequence, ColumnSpec(type="bigint", not_null=True), KEY)
    add_column(table, spec.previous, ColumnSpec(type="text"), KEY)
    add_column(table, spec.hash, ColumnSpec(type="text", not_null=True), KEY)
    for name in (spec.sequence, spec.previous, spec.hash):
        table.project.facts.filled.add(table.column(name))
    numbered = [spec.chain, spec.sequence] if spec.chain else [spec.sequence]
    declared = unique.SECTION.of(table)
    if all(each.columns != numbered for each in declared):
        table.made_by("unique", len(declared), KEY)
        declared.append(UniqueSpec(columns=numbered))


def _covered(spec: HashChainSpec, table: TableDraft) -> dict[str, str]:
    """Return the columns that are hashed, with their types as far as they are built in.

    Where a row stands, and its payload, are always among them.
    """
    always = {spec.sequence, spec.chain, spec.payload}
    found = {}
    for name, each in column.SECTION.of(table).items():
        if name in (spec.hash, spec.previous) or each.generated:
            continue
        if spec.covers is None or name in spec.covers or name in always:
            found[name] = plain_type(each.type, table.project)
    return found


def _add_functions(
    spec: HashChainSpec, names: _Names, covered: dict[str, str], table: TableDraft
) -> None:
    project, settings = table.project, fixed_settings(covered)
    hashing = FunctionSpec(
        arguments="payload jsonb, previous text",
        returns="text",
        volatility="immutable",
        parallel="safe",
        body=_HASH,
        comment="SHA-256, in hex, of the previous hash and the canonical text of the payload.",
    )
    linking = FunctionSpec(
        returns="trigger",
        language="plpgsql",
        set=settings,
        body=_fill(_CHAIN, spec, names, canonical_row("NEW", covered), table),
        comment=f"Links a new row of {table.name} to the one before it.",
    )
    verifying = FunctionSpec(
        returns="TABLE (valid boolean, broken_at bigint, reason text)",
        volatility="stable",
        set=settings,
        body=_fill(_VERIFY, spec, names, canonical_row("t", covered), table),
        comment=f"Verifies the chain of {table.name} and names the first broken link.",
    )
    for name, function in (
        (names.hash, hashing),
        (names.trigger, linking),
        (names.verify, verifying),
    ):
        add_function(project, name, function, table.path(KEY))


def _fill(template: str, spec: HashChainSpec, names: _Names, row: str, table: TableDraft) -> str:
    full = QualifiedName(table.schema, table.name)
    chain = Name(spec.chain) if spec.chain else None
    lock = sql("{}", Literal(sql("{}", full)))
    return sql(
        template,
        table=full,
        function=Raw(full_name(names.hash, table.project)),
        row=Raw(row),
        sequence=Name(spec.sequence),
        previous=Name(spec.previous),
        hash=Name(spec.hash),
        lock=Raw(sql("{} || ' ' || NEW.{}::text", Raw(lock), chain) if chain else lock),
        of_chain=Raw(sql("\n    WHERE t.{} = NEW.{}", chain, chain) if chain else ""),
        chain=Raw(sql("t.{}::text AS chain,\n    ", chain) if chain else ""),
        in_chain=Raw(" || ', in chain ' || chain" if chain else ""),
        partition=Raw(sql("PARTITION BY t.{} ", chain) if chain else ""),
    )


FEATURE = Feature(
    name="hash chain",
    key=KEY,
    table=HashChainSpec,
    expand_table=_expand,
    description="Each row is bound to the one before it by a SHA-256 hash.",
)
