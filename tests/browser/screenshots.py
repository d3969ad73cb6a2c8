"""Pictures of the pages of `schemagen docs`, for the documentation: `make screenshots`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Final

from schemagen.app.docs import docs
from schemagen.growth.figures import Growth, IndexUse
from schemagen.growth.report import size_report
from schemagen.site.site import render_site
from schemagen.site.subject import Subject
from schemagen.spec.compile import compile_spec
from tests.app.repository import write
from tests.browser.browsing import browsing, watched_page
from tests.site.many import many_tables
from tests.site.sizes import grown

_ROOT: Final = Path(__file__).parents[2]
_IMAGES: Final = _ROOT / "docs" / "images"
_SIZE: Final = {"width": 1200, "height": 760}
_PICTURES: Final = (
    ("projects", "five/index.html"),
    ("tables", "five/trust/index.html"),
    ("table", "five/trust/tables/public.agents.html"),
    ("neighbours", "five/trust/tables/public.agents.html#relationships"),
    ("diagram", "five/tenant/diagram.html"),
    ("access", "five/trust/access.html"),
    ("functions", "five/trust/functions.html"),
    ("migrations", "five/trust/migrations.html"),
    ("size", "sizes/trust/size.html"),
    ("groups", "many/erp/diagram.html"),
    ("group", "many/erp/diagram.html#billing"),
    ("focus", "many/erp/diagram.html#billing_entry"),
)
_MEGABYTE: Final = 2**20
_YEAR: Final = (
    ("observer_events", 48_000_000, 9200, 90, 5100, 40, 0),
    ("realtime_outbox", 60_000, 1900, 1650, 310, 2, 3),
    ("trust_history", 6_400_000, 1400, 20, 820, 1, 1),
    ("council_decisions", 310_000, 480, 12, 96, 310, 2),
    ("acquisitions", 940_000, 210, 9, 190, 1, 1),
    ("agents", 52_000, 88, 31, 40, 66, 12),
    ("profiles", 61_000, 14, 1, 9, 0, 35),
)
"""Tables with their rows, megabytes of rows, of room in them, of indexes and of the rest, and how
many of 100 reads were of the whole table."""


def main() -> None:
    """Make the sites, and take a picture of each kind of page."""
    _IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, browsing() as browser:
        place = Path(folder)
        write(place / "erp", {"specs/erp.yaml": many_tables(1000)})
        docs(_ROOT, out=place / "five")
        docs(place / "erp", out=place / "many")
        write(place / "sizes", _sizes())
        for scheme, (name, path) in product(("light", "dark"), _PICTURES):
            # Without smooth scrolling, which a picture would be in the middle of.
            options = {"viewport": _SIZE, "color_scheme": scheme, "reduced_motion": "reduce"}
            with watched_page(browser, **options) as page:
                page.goto(f"{place.as_uri()}/{path}")
                page.screenshot(path=_IMAGES / f"docs-{name}-{scheme}.png")
                print(f"docs/images/docs-{name}-{scheme}.png")


def _sizes() -> Mapping[str, str]:
    """Return the site of a project that has been there for a year."""
    project = compile_spec(_ROOT / "specs/trust.yaml", _ROOT).project
    tables = tuple(
        grown(
            name,
            rows=rows,
            heap=heap * _MEGABYTE,
            room=room * _MEGABYTE,
            indexes=indexes * _MEGABYTE,
            rest=rest * _MEGABYTE,
            inserted=rows,
            scans=scans,
            lookups=100 - scans,
            uses=tuple(_uses(name, indexes)),
        )
        for name, rows, heap, room, indexes, rest, scans in _YEAR
    )
    growth = Growth(tables, 365 * 86400.0)
    report = size_report(project, growth, "db.example.com/trust")
    return render_site([Subject(project, (), report)])


def _uses(name: str, megabytes: int) -> Iterator[IndexUse]:
    for number, use in enumerate((f"{name}_pkey", f"{name}_created_at_idx")):
        yield IndexUse(
            schema="public",
            table=name,
            name=use,
            needed=number == 0,
            bytes=megabytes * _MEGABYTE // (number + 2),
            used=0 if name == "trust_history" else 40_000 // (number + 1),
        )


if __name__ == "__main__":
    main()
