"""The page of the documentation that shows a run: tables of figures, and how costs grow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from bench.suite.results import Result, Run
from bench.suite.subject import PROJECT

DOCS: Final = Path(__file__).parents[2] / "docs"
_PAGE: Final = DOCS / "explanation" / "costs.md"
_IMAGES: Final = DOCS / "images"
_OWN: Final = "schemagen"
_HEAD: Final = """\
# What it costs

Each tool does the same work in a fresh process, in one run on one machine ({machine}, PostgreSQL
{postgres}): CPU seconds (user and system, of everything that it starts), wall seconds in brackets,
and the peak of memory, which is never below that of the program that measures; medians of {runs},
and one where that takes over five seconds. Absolute figures are this machine's, ratios last.

The synthetic tables of a multi-tenant service have 14 columns, one to three foreign keys, four
indexes, a unique constraint, a check, a trigger and two policies each. Alembic and drizzle-kit
compare no policies, triggers and functions, so they do less. `pg_dump --schema-only` is the floor
of what reads a database, and loading the schema with psql that of what makes one to compare with,
as schemagen does the first time; after that it makes what changed.

Run it on your own machine: `make bench`.
"""


def write_page(run: Run) -> None:
    """Write the page and its pictures."""
    _IMAGES.mkdir(parents=True, exist_ok=True)
    works = list(dict.fromkeys(each.work for each in run.results))
    parts = [_HEAD.format(machine=run.machine, postgres=run.postgres, runs=run.runs)]
    parts += [f"{name} was not to be had: {why}\n" for name, why in sorted(run.lacking.items())]
    for work in works:
        found = [each for each in run.results if each.work == work]
        parts.append(f"## {work[0].upper()}{work[1:]}\n")
        grown = [each for each in found if each.subject == PROJECT and each.cost is not None]
        if len({each.tables for each in grown}) > 1:
            name = f"cost-{'-'.join(work.replace('%', 'percent').replace(',', '').split())}.svg"
            _draw(grown, work, _IMAGES / name)
            parts.append(f"![CPU seconds of {work} by the number of tables](../images/{name})\n")
        parts.append(_table(found))
    _PAGE.parent.mkdir(parents=True, exist_ok=True)
    _PAGE.write_text("\n".join(parts), encoding="utf-8")


def _table(results: Sequence[Result]) -> str:
    columns = list(dict.fromkeys((each.subject, each.tables) for each in results))
    columns.sort(key=lambda column: (column[0] != PROJECT, column[1]))
    tools = sorted({each.tool for each in results}, key=lambda name: (name != _OWN, name))
    cells = {(each.tool, each.subject, each.tables): _cell(each) for each in results}
    heads = [f"{tables}" if name == PROJECT else f"{name} ({tables})" for name, tables in columns]
    rows = [["tables", *heads], ["-"] * (len(columns) + 1)]
    rows += [[tool, *(cells.get((tool, *column), "") for column in columns)] for tool in tools]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cell(result: Result) -> str:
    if result.cost is None:
        return result.note
    return f"{result.cost.cpu:.2f} ({result.cost.wall:.2f}), {result.cost.peak:.0f} MB"


def _draw(results: Iterable[Result], work: str, path: Path) -> None:
    """Draw CPU seconds against tables, both on logarithmic scales."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    listed = list(results)
    # The same bytes for the same figures, and text that can be searched.
    with mpl.rc_context({"svg.hashsalt": work, "svg.fonttype": "none"}):
        figure = Figure(figsize=(7, 3.6), layout="constrained")
        axes = figure.subplots()
        for tool in sorted({each.tool for each in listed}, key=lambda name: (name != _OWN, name)):
            points = sorted(
                (each.tables, each.cost.cpu) for each in listed if each.cost and each.tool == tool
            )
            own = tool == _OWN
            axes.plot(
                [tables for tables, _ in points],
                [seconds for _, seconds in points],
                marker="o",
                linewidth=2.6 if own else 1.4,
                label=tool,
                zorder=3 if own else 2,
            )
        axes.set(xscale="log", yscale="log", xlabel="tables", ylabel="CPU seconds")
        axes.set_xticks(sorted({each.tables for each in listed}))
        axes.minorticks_off()
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter("{x:g}")
        axes.grid(visible=True, which="major", alpha=0.3)
        axes.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
        figure.savefig(path, format="svg", metadata={"Date": None})
