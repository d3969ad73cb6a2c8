"""Synthetic specs of any size, the same bytes for the same arguments.

Every table has 14 columns, one to three foreign keys, a unique constraint, a check, four indexes,
an `updated_at` trigger and two policies: what a table of a multi-tenant service looks like.

    python -m bench.synthetic --tables 1000 --out build/specs/synthetic.yaml [--changed]
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

_NOUNS = (
    "account agreement alert asset batch budget campaign case channel comment contact contract "
    "credit deal delivery device document driver entry event expense facility file form goal group "
    "incident invoice item job label lead line location member message metric note offer order "
    "parcel part payment period plan product project quota rate receipt record refund region "
    "report request review route rule session shift site skill step store tag task team template "
    "term ticket topic transfer trip unit vendor version visit"
).split()

_HEAD = """\
schemagen: 1
project: {project}
comment: A synthetic service of {count} tables.
actors:
  member: {{role: {project}_member, claims: {{tenant_id: uuid}}}}
  system: {{role: {project}_system}}
enums:
  lifecycle: [draft, active, archived]
tables:
  tenants:
    comment: Who everything belongs to.
    timestamps: true
    columns:
      id: uuid primary key default gen_random_uuid()
      name: varchar(120) not null
    access:
      member: {{select: id = claim.tenant_id}}
      system: all
"""


def table_names(count: int) -> list[str]:
    """Return the names of the tables besides `tenants`."""
    return [f"{_NOUNS[number % len(_NOUNS)]}_{number:04d}" for number in range(count - 1)]


def write_spec(count: int, project: str = "synthetic", *, changed: bool = False) -> str:
    """Return the YAML of a spec of `count` tables; with `changed`, 1 % of them are altered."""
    choose = random.Random(count)
    names = table_names(count)
    altered = set(names[:: max(1, len(names) * 100 // max(count, 500))]) if changed else set()
    lines = [_HEAD.format(project=project, count=count)]
    for number, name in enumerate(names):
        lines += _table(name, names[:number], choose, altered=name in altered)
    return "\n".join(lines) + "\n"


def _table(name: str, earlier: list[str], choose: random.Random, *, altered: bool) -> Iterator[str]:
    targets = choose.sample(earlier, min(len(earlier), choose.randrange(3)))
    title = "varchar(200)" if altered else "varchar(80)"
    yield f"  {name}:"
    yield f"    comment: One {name.rpartition('_')[0]} of a tenant."
    yield "    timestamps: true"
    yield "    columns:"
    yield "      id: uuid primary key default gen_random_uuid()"
    yield "      tenant_id: uuid not null references tenants on delete cascade"
    for position in range(2):
        link = f" references {targets[position]}" if position < len(targets) else ""
        yield f"      link{position}_id: uuid{link}"
    yield f"      title: {title} not null"
    yield "      slug: varchar(40) not null"
    yield "      body: text"
    yield "      state: lifecycle not null default 'draft'"
    yield f"      amount: numeric(12,2) not null default 0 check (amount >= -{choose.randrange(9)})"
    yield "      quantity: integer not null default 1"
    yield "      enabled: boolean not null default true"
    yield "      details: jsonb not null default '{}'"
    if altered:
        yield "      note: text"
    yield "    unique:"
    yield "      - [tenant_id, slug]"
    yield "    indexes:"
    yield "      - [tenant_id, created_at desc]"
    yield "      - link0_id"
    yield "      - {columns: [tenant_id, state], where: state <> 'archived'}"
    yield "      - {columns: details, using: gin}"
    yield "    access:"
    yield "      member: {select: tenant_id = claim.tenant_id, insert: tenant_id = claim.tenant_id}"
    yield "      system: all"


def main() -> None:
    """Write a synthetic spec to a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=1000)
    parser.add_argument("--changed", action="store_true")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    text = write_spec(options.tables, options.out.stem, changed=options.changed)
    options.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
