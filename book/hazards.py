"""The page of hazards: what a statement of a migration may do, and what has to be allowed."""

from __future__ import annotations

from book.markdown import render
from schemagen.app.consent import ASKED
from schemagen.catalog.hazard import MEANINGS


def page() -> str:
    """Return the page of all hazards, by name."""
    return render("hazards.md.jinja", meanings=MEANINGS, asked=sorted(ASKED))
