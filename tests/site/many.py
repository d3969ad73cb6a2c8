"""A spec of many tables, as those of large applications are: modules, hubs, tables alone."""

from __future__ import annotations

from random import Random

_MODULES = (
    "account asset audit billing booking budget campaign cart catalog claim contract course crm"
    " delivery event fleet forum fund hr inventory invoice journal lead ledger loan media member"
    " order payment payroll plan price project purchase quality quote rental report return route"
    " sales shift stock survey tax ticket training vendor warehouse"
).split()
_NOUNS = (
    "batch detail entry group history item line link log mapping note option period rate reason"
    " record rule schedule setting status step summary tag template type"
).split()
_PER_MODULE = 21
_COLUMNS = (
    "name: text not null",
    "code: text not null",
    "amount: numeric(12,2)",
    "notes: text",
    "starts_at: timestamptz",
    "is_active: boolean not null default true",
    "position: integer not null default 0",
)


def many_tables(count: int, seed: int = 1) -> str:
    """Return a spec with this many tables, `users` and `companies` among them."""
    random = Random(seed)
    names = _names(count - 2)
    lines = ["schemagen: 1", "project: erp", "comment: A large application.", "tables:"]
    for hub in ("users", "companies"):
        lines += [f"  {hub}:", f"    comment: Everybody refers to {hub}.", "    columns:"]
        lines += [
            "      id: bigint generated always as identity primary key",
            "      name: text not null",
        ]
    for number, name in enumerate(names):
        lines += [
            f"  {name}:",
            f"    comment: What is kept of a {name.replace('_', ' ')}.",
            "    columns:",
        ]
        lines.append("      id: bigint generated always as identity primary key")
        for column, target in _references(random, names, number):
            lines.append(f"      {column}: bigint references {target}")
        for column in random.sample(_COLUMNS, random.randint(2, 6)):
            lines.append(f"      {column}")
    return "\n".join(lines) + "\n"


def _names(count: int) -> list[str]:
    """Return names, of each module some, in the order of the modules."""
    modules = _MODULES[: -(-count // _PER_MODULE)]
    words = [*_NOUNS, *(f"{first}_{second}" for first in _NOUNS[:4] for second in _NOUNS[4:])]
    made = [f"{module}_{word}" for module in modules for word in words[:_PER_MODULE]]
    return made[:count]


def _references(random: Random, names: list[str], number: int) -> list[tuple[str, str]]:
    """Return foreign keys: mostly to the same module, at times to another one, or to a hub."""
    found: dict[str, str] = {}
    module = names[number].partition("_")[0]
    near = [name for name in names[:number] if name.startswith(f"{module}_")]
    for _ in range(random.randint(0, 2)):
        if near:
            target = random.choice(near)
            found[f"{target}_id"] = target
    if random.random() < 0.15 and number:
        target = random.choice(names[:number])
        found[f"{target}_id"] = target
    if random.random() < 0.3:
        found["created_by"] = "users"
    if random.random() < 0.2:
        found["company_id"] = "companies"
    return list(found.items())
