"""Pictures of the pages of `schemagen docs`, for the documentation: `make screenshots`."""

from __future__ import annotations

import tempfile
from itertools import product
from pathlib import Path
from typing import Final

from schemagen.app.docs import docs
from tests.app.repository import write
from tests.browser.browsing import browsing, watched_page
from tests.site.many import many_tables

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
    ("groups", "many/erp/diagram.html"),
    ("group", "many/erp/diagram.html#billing"),
    ("focus", "many/erp/diagram.html#billing_entry"),
)


def main() -> None:
    """Make the sites, and take a picture of each kind of page."""
    _IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, browsing() as browser:
        place = Path(folder)
        write(place / "erp", {"specs/erp.yaml": many_tables(1000)})
        docs(_ROOT, out=place / "five")
        docs(place / "erp", out=place / "many")
        for scheme, (name, path) in product(("light", "dark"), _PICTURES):
            # Without smooth scrolling, which a picture would be in the middle of.
            options = {"viewport": _SIZE, "color_scheme": scheme, "reduced_motion": "reduce"}
            with watched_page(browser, **options) as page:
                page.goto(f"{place.as_uri()}/{path}")
                page.screenshot(path=_IMAGES / f"docs-{name}-{scheme}.png")
                print(f"docs/images/docs-{name}-{scheme}.png")


if __name__ == "__main__":
    main()
