"""Hash chains: each row carries a hash over its own contents and the hash of the row before it.

A row that is changed, removed from the middle or put in between breaks the chain at its place, and
the verifying function names it. What was cut off at the end can only be noticed with a hash kept
elsewhere.

The trigger takes a lock for the length of the transaction, reads the last row and numbers the new
one, so concurrent writers cannot fork a chain; the unique sequence number holds that even without
the lock. The trigger reads as whoever inserts, so every actor that may insert must be able to see
every row. The table's owner is bound by row-level security too and cannot insert unless a policy
lets it.

The canonical form of a row is a jsonb object of its columns, NULLs left out, so that a nullable
column can be added later without breaking old links. Moments and intervals go in as seconds, bytea
as hex and floating-point numbers as numeric: their usual text depends on settings of the session.
"""

from __future__ import annotations

from dataclasses import dataclass

from schemagen.declare.base import SpecModel
from schemagen.declare.draft import ProjectDraft, TableDraft
from schemagen.features.feature import Feature
from schemagen.features.support import (
    add_column,
    add_function,
    add_trigger,
    full_name,
    require_column,
)
from schemagen.kinds import column, unique
from schemagen.kinds.column import ColumnSpec
from schemagen.kinds.function import FunctionSpec
from schemagen.kinds.trigger import TriggerSpec
from schemagen.kinds.unique import UniqueSpec
from schemagen.sqltext.quoting import Literal, Name, QualifiedName, Raw, sql
from schemagen.sqltext.types import TypeName, read_type

_KEY = "hash_chain"
# Triggers run in the order of their names; this one must see what the others made of the row.
_TRIGGER = "zz_hash_chain"

_HASH = """\
SELECT pg_catalog.encode(
  pg_catalog.sha256(pg_catalog.convert_to(coalesce(previous, '') || payload::text, 'UTF8')),
  'hex'
)"""

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
END"""

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
LEFT JOIN broken ON true"""


class ChainFunctionsSpec(SpecModel):
    """The names of the three functions."""

    hash: str | None = None
    trigger: str | None = None
    verify: str | None = None


class HashChainSpec(SpecModel):
    """The columns of a chain. Those that are missing are added; `payload` must be there.

    With `chain`, rows with different values of that column form chains of their own. `covers`
    narrows what is hashed; by default it is every column but the hash.
    """

    payload: str | None = None
    previous: str = "previous_hash"
    hash: str = "hash"
    sequence: str = "sequence"
    chain: str | None = None
    covers: list[str] | None = None
    functions: ChainFunctionsSpec = ChainFunctionsSpec()


@dataclass(frozen=True, slots=True)
class _Names:
    """The functions of a chain, as the spec writes them."""

    hash: str
    trigger: str
    verify: str


def _expand(spec: HashChainSpec, table: TableDraft) -> None:
    wanted = [("payload", spec.payload), ("chain", spec.chain)]
    present = [require_column(table, name, _KEY, key) for key, name in wanted if name]
    for name in spec.covers or ():
        present.append(require_column(table, name, _KEY, "covers"))
    if not all(present):
        return
    _add_columns(spec, table)
    covered = _covered(spec, table)
    given = spec.functions
    names = _Names(
        given.hash or f"{table.name}_hash",
        given.trigger or f"{table.name}_chain",
        given.verify or f"verify_{table.name}",
    )
    _add_functions(spec, names, covered, table)
    link = TriggerSpec(timing="before", events=["insert"], for_each="row", function=names.trigger)
    add_trigger(table, _TRIGGER, link, _KEY)


def _add_columns(spec: HashChainSpec, table: TableDraft) -> None:
    add_column(table, spec.sequence, ColumnSpec(type="bigint", not_null=True), _KEY)
    add_column(table, spec.previous, ColumnSpec(type="text"), _KEY)
    add_column(table, spec.hash, ColumnSpec(type="text", not_null=True), _KEY)
    numbered = [spec.chain, spec.sequence] if spec.chain else [spec.sequence]
    declared = unique.SECTION.of(table)
    if all(each.columns != numbered for each in declared):
        table.made_by("unique", len(declared), _KEY)
        declared.append(UniqueSpec(columns=numbered))


def _covered(spec: HashChainSpec, table: TableDraft) -> dict[str, TypeName]:
    """Return the columns that are hashed with their types; the hash itself cannot be."""
    left_out = {spec.hash, spec.previous}
    found = {}
    for name, each in column.SECTION.of(table).items():
        if name in left_out or each.generated or (spec.covers and name not in spec.covers):
            continue
        kind = read_type(each.type)
        if _depends_on_session(kind):
            table.problem(
                "unstable-hash",
                f'the text of column "{name}" depends on settings of the session',
                _KEY,
                hint="leave it out: list the other columns under `covers`",
            )
            continue
        found[name] = kind
    return found


def _depends_on_session(kind: TypeName) -> bool:
    """Whether `to_jsonb` of a value may differ between sessions and no conversion is known."""
    if kind.name in ("money", "tstzrange", "tstzmultirange"):
        return True
    return bool(kind.dimensions) and kind.element.canonical.startswith(
        ("timestamp", "interval", "bytea", "real", "double")
    )


def _stable(value: str, kind: TypeName) -> str:
    """Return an expression whose jsonb form is the same in every session."""
    match kind.canonical.partition("(")[0].split()[0]:
        case "timestamp" | "interval":
            return sql("extract(epoch FROM {})", Raw(value))
        case "bytea":
            return sql("pg_catalog.encode({}, 'hex')", Raw(value))
        case "real" | "double":
            return sql("{}::numeric", Raw(value))
    return value


def _row(record: str, covered: dict[str, TypeName]) -> str:
    """Return the canonical form of a row."""
    pairs = ", ".join(
        sql("{}, {}", Literal(name), Raw(_stable(sql("{}.{}", Raw(record), Name(name)), kind)))
        for name, kind in covered.items()
    )
    return sql(
        "(SELECT pg_catalog.jsonb_object_agg(f.key, f.value)"
        " FROM pg_catalog.jsonb_each(pg_catalog.jsonb_build_object({})) AS f"
        " WHERE f.value <> 'null')",
        Raw(pairs),
    )


def _add_functions(
    spec: HashChainSpec, names: _Names, covered: dict[str, TypeName], table: TableDraft
) -> None:
    project = table.project
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
        body=_fill(_CHAIN, spec, names, _row("NEW", covered), table),
        comment=f"Links a new row of {table.name} to the one before it.",
    )
    verifying = FunctionSpec(
        returns="TABLE (valid boolean, broken_at bigint, reason text)",
        volatility="stable",
        body=_fill(_VERIFY, spec, names, _row("t", covered), table),
        comment=f"Verifies the chain of {table.name} and names the first broken link.",
    )
    for name, function in (
        (names.hash, hashing),
        (names.trigger, linking),
        (names.verify, verifying),
    ):
        add_function(project, name, function, table.path(_KEY))


def _fill(template: str, spec: HashChainSpec, names: _Names, row: str, table: TableDraft) -> str:
    full = QualifiedName(table.schema, table.name)
    chain = Name(spec.chain) if spec.chain else None
    lock = sql("{}", Literal(sql("{}", full)))
    return template.format(
        table=sql("{}", full),
        function=full_name(names.hash, table.project),
        row=row,
        sequence=sql("{}", Name(spec.sequence)),
        previous=sql("{}", Name(spec.previous)),
        hash=sql("{}", Name(spec.hash)),
        lock=sql("{} || ' ' || NEW.{}::text", Raw(lock), chain) if chain else lock,
        of_chain=sql("\n    WHERE t.{} = NEW.{}", chain, chain) if chain else "",
        chain=sql("t.{}::text AS chain,\n    ", chain) if chain else "",
        in_chain=" || ', in chain ' || chain" if chain else "",
        partition=sql("PARTITION BY t.{} ", chain) if chain else "",
    )


def _check_actors(_: None, project: ProjectDraft) -> None:
    """Refuse actors that may insert without seeing every row: they could not find the last one."""
    rules = project.facts.access
    for table in project.tables.values():
        if table.declared.get(_KEY) is None:
            continue
        own = [rule for rule in rules if rule.table == table.id]
        sees = {r.actor for r in own if r.command == "select" and r.using == "true"}
        for rule in own:
            inserts = rule.command == "insert" and rule.with_check is not None
            if inserts and rule.actor not in sees:
                table.problem(
                    "chain-unseen",
                    f'actor "{rule.actor}" adds to the chain without seeing all of it',
                    "access",
                    rule.actor,
                    hint="the trigger reads the last row as the actor: let it select all",
                )


FEATURE = Feature(
    name="hash chain",
    key=_KEY,
    table=HashChainSpec,
    expand_table=_expand,
    description="Each row is bound to the one before it by a SHA-256 hash.",
)

CHECK = Feature(
    name="who adds to hash chains",
    expand_project=_check_actors,
    description="Actors that add to a chain must see all of it.",
)
